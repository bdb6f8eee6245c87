//! Why a text is no client identifier URL.

use crate::rules::uri::BadCharacter;

/// Why a text is no client identifier URL: the rule that it breaks.
///
/// `Display` tells the client's developer what to mend and holds nothing of the text, so that it
/// may stand in an `error_description` (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ClientIdError {
    /// Longer than [`ClientIdRules::max_bytes`](crate::rules::client_id::ClientIdRules::max_bytes).
    #[error("the client_id is longer than this server accepts")]
    Length,
    /// Does not start with `https://` in lower case.
    #[error("the client_id must start with https:// in lower case")]
    Scheme,
    /// Holds a character outside ASCII.
    #[error(
        "the client_id must be ASCII: write the host with xn-- labels and percent-encode the rest"
    )]
    NonAscii,
    /// Holds a space or a control character.
    #[error("the client_id must hold no space and no control character")]
    Whitespace,
    /// Holds a backslash.
    #[error("the client_id must hold no backslash")]
    Backslash,
    /// Holds a character that RFC 3986 leaves out, or a bracket outside the host.
    #[error("the client_id holds a character that must be percent-encoded in a URL")]
    Character,
    /// Holds a `%` without two hexadecimal digits after it.
    #[error("the client_id holds a percent sign without two hexadecimal digits after it")]
    PercentEncoding,
    /// Has a fragment, if an empty one.
    #[error("the client_id must have no fragment")]
    Fragment,
    /// Has userinfo, if an empty one.
    #[error("the client_id must have no user name and no password")]
    Userinfo,
    /// Has no host.
    #[error("the client_id has no host")]
    HostMissing,
    /// The host is an IP address, in any spelling that a parser reads as one.
    #[error("the host of the client_id must be a DNS name, not an IP address")]
    IpLiteral,
    /// The host ends with a dot.
    #[error("the host of the client_id must not end with a dot")]
    TrailingDot,
    /// The host is no DNS name.
    #[error(
        "the host of the client_id is no DNS name: labels of 1 to 63 letters, digits and hyphens, \
         253 characters at most"
    )]
    HostSyntax,
    /// The host lies under a special-use domain.
    #[error(
        "the host of the client_id is under a special-use domain such as localhost or internal"
    )]
    SpecialUseName,
    /// The host has one label only.
    #[error("the host of the client_id must be a full domain name with a dot in it")]
    SingleLabel,
    /// The port is not a number from 1 to 65535 in its one canonical spelling.
    #[error(
        "the port of the client_id must be a number from 1 to 65535 without sign or leading zero"
    )]
    Port,
    /// The port is one that web clients refuse.
    #[error("the port of the client_id is reserved for a protocol other than HTTP")]
    BadPort,
    /// Has no path, not even `/`.
    #[error("the client_id must have a path after the host")]
    PathMissing,
    /// The path is `/`, and this server wants more.
    #[error("the client_id must have a path other than / at this server")]
    RootPath,
    /// A segment of the path is `.` or `..`, in any spelling.
    #[error("the client_id must have no . or .. segment in its path, percent-encoded or not")]
    DotSegment,
    /// Has a query, if an empty one, and this server accepts none.
    #[error("the client_id must have no query at this server")]
    Query,
    /// The host has an `xn--` label that stands for nothing.
    #[error("the host of the client_id has an xn-- label that is not valid")]
    HostIdna,
    /// A URL parser would dial something else than what is written.
    #[error("the client_id is changed by URL parsers: percent-encode apostrophes in the query")]
    Disagreement,
}

impl ClientIdError {
    /// Every rule, in the order in which they are judged.
    pub const ALL: &'static [ClientIdError] = &[
        ClientIdError::Length,
        ClientIdError::Scheme,
        ClientIdError::NonAscii,
        ClientIdError::Whitespace,
        ClientIdError::Backslash,
        ClientIdError::Character,
        ClientIdError::PercentEncoding,
        ClientIdError::Fragment,
        ClientIdError::Userinfo,
        ClientIdError::HostMissing,
        ClientIdError::IpLiteral,
        ClientIdError::TrailingDot,
        ClientIdError::HostSyntax,
        ClientIdError::SpecialUseName,
        ClientIdError::SingleLabel,
        ClientIdError::Port,
        ClientIdError::BadPort,
        ClientIdError::PathMissing,
        ClientIdError::RootPath,
        ClientIdError::DotSegment,
        ClientIdError::Query,
        ClientIdError::HostIdna,
        ClientIdError::Disagreement,
    ];

    /// The stable name of the rule.
    pub const fn rule(self) -> &'static str {
        match self {
            ClientIdError::Length => "client_id.length",
            ClientIdError::Scheme => "client_id.scheme",
            ClientIdError::NonAscii => "client_id.non_ascii",
            ClientIdError::Whitespace => "client_id.whitespace",
            ClientIdError::Backslash => "client_id.backslash",
            ClientIdError::Character => "client_id.character",
            ClientIdError::PercentEncoding => "client_id.percent_encoding",
            ClientIdError::Fragment => "client_id.fragment",
            ClientIdError::Userinfo => "client_id.userinfo",
            ClientIdError::HostMissing => "client_id.host_missing",
            ClientIdError::IpLiteral => "client_id.ip_literal",
            ClientIdError::TrailingDot => "client_id.trailing_dot",
            ClientIdError::HostSyntax => "client_id.host_syntax",
            ClientIdError::SpecialUseName => "client_id.special_use_name",
            ClientIdError::SingleLabel => "client_id.single_label",
            ClientIdError::Port => "client_id.port",
            ClientIdError::BadPort => "client_id.bad_port",
            ClientIdError::PathMissing => "client_id.path_missing",
            ClientIdError::RootPath => "client_id.root_path",
            ClientIdError::DotSegment => "client_id.dot_segment",
            ClientIdError::Query => "client_id.query",
            ClientIdError::HostIdna => "client_id.host_idna",
            ClientIdError::Disagreement => "client_id.disagreement",
        }
    }
}

impl From<BadCharacter> for ClientIdError {
    fn from(bad: BadCharacter) -> Self {
        match bad {
            BadCharacter::NonAscii => ClientIdError::NonAscii,
            BadCharacter::Whitespace => ClientIdError::Whitespace,
            BadCharacter::Backslash => ClientIdError::Backslash,
            BadCharacter::Excluded => ClientIdError::Character,
            BadCharacter::PercentEscape => ClientIdError::PercentEncoding,
        }
    }
}
