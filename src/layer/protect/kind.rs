//! The kinds of denial, and the one table from kind to answer.

use http::StatusCode;

use crate::layer::protect::wire::{Code, Wire};
use crate::resolve::error::ResolveError;
use crate::rules::blame::Blame;

/// The categories of [`Denial`](crate::layer::protect::Denial).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DenialKind {
    /// The client holds the token with less assurance than the route demands.
    Assurance,
    /// The token is not for this resource.
    Audience,
    /// The client is not one of those that may call this route.
    Client,
    /// The route requires the client's document, and it is being fetched.
    Cold,
    /// The token is over.
    Expired,
    /// A token stands in the query of the URL.
    InQuery,
    /// The verifier refuses the token.
    Invalid,
    /// The token is of an issuer that this resource does not trust.
    Issuer,
    /// No layer has judged the request, although an extractor asks for the token.
    LayerMissing,
    /// The `Authorization` header holds no token.
    Malformed,
    /// There is no token.
    Missing,
    /// The proof of possession that came with the token is refused.
    Proof,
    /// The token does not grant what the route requires.
    Scope,
    /// More than one `Authorization` header.
    Several,
    /// The route requires the client's document, and such a client has none.
    Undocumented,
    /// The verifier, or another part of the host, could not answer.
    Unavailable,
}

impl DenialKind {
    /// Every kind, for tables and tests.
    pub const ALL: &'static [DenialKind] = &[
        DenialKind::Assurance,
        DenialKind::Audience,
        DenialKind::Client,
        DenialKind::Cold,
        DenialKind::Expired,
        DenialKind::InQuery,
        DenialKind::Invalid,
        DenialKind::Issuer,
        DenialKind::LayerMissing,
        DenialKind::Malformed,
        DenialKind::Missing,
        DenialKind::Proof,
        DenialKind::Scope,
        DenialKind::Several,
        DenialKind::Undocumented,
        DenialKind::Unavailable,
    ];

    /// For a client that a resolver does not hand out.
    pub(crate) fn of(error: &ResolveError) -> Self {
        match error {
            ResolveError::ClientId(_)
            | ResolveError::OwnHost
            | ResolveError::Blocked
            | ResolveError::Refused(_)
            | ResolveError::PinExpired
            | ResolveError::Document(_) => DenialKind::Client,
            ResolveError::Publication(_)
            | ResolveError::Body(_)
            | ResolveError::Weather(_)
            | ResolveError::Busy
            | ResolveError::Spent { .. }
            | ResolveError::Spaced { .. }
            | ResolveError::HeldBack { .. } => DenialKind::Cold,
            ResolveError::PolicyUnavailable | ResolveError::Registered | ResolveError::Crashed => {
                DenialKind::Unavailable
            }
        }
    }

    /// The one table from kind to answer. A new kind does not compile until somebody decides here.
    pub(crate) const fn wire(self) -> Wire {
        use Blame::{Ourselves, Policy, Request, Weather};

        match self {
            Self::Assurance => Wire::refused("client.assurance", Policy),
            Self::Audience => Wire::challenged(Code::InvalidToken, "token.audience"),
            Self::Client => Wire::refused("client.denied", Policy),
            Self::Cold => Wire::unavailable("client.cold", Weather),
            Self::Expired => Wire::challenged(Code::InvalidToken, "token.expired"),
            Self::InQuery => Wire::malformed("request.token_in_query"),
            Self::Invalid => Wire::challenged(Code::InvalidToken, "token.invalid"),
            Self::Issuer => Wire::challenged(Code::InvalidToken, "token.issuer"),
            Self::LayerMissing => Wire {
                status: StatusCode::INTERNAL_SERVER_ERROR,
                code: Some(Code::ServerError),
                rule: "layer.missing",
                blame: Ourselves,
                retry_after: None,
            },
            Self::Malformed => Wire::malformed("request.authorization"),
            Self::Missing => Wire {
                status: StatusCode::UNAUTHORIZED,
                // RFC 6750 §3.1: no code for a request without authentication.
                code: None,
                rule: "access_token.missing",
                blame: Request,
                retry_after: None,
            },
            Self::Proof => Wire::challenged(Code::InvalidDpopProof, "token.proof"),
            Self::Scope => Wire {
                status: StatusCode::FORBIDDEN,
                code: Some(Code::InsufficientScope),
                rule: "token.scope",
                blame: Request,
                retry_after: None,
            },
            Self::Several => Wire::malformed("request.several_tokens"),
            Self::Undocumented => Wire::refused("client.undocumented", Policy),
            Self::Unavailable => Wire::unavailable("server.unavailable", Ourselves),
        }
    }

    /// What the client's developer is told, within the characters of RFC 6750 §3.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Assurance => "this resource demands more proof of who the client is",
            Self::Audience => "the access token is not for this resource",
            Self::Client => "this resource does not accept the client",
            Self::Cold => "the client metadata document is not known yet; try again later",
            Self::Expired => "the access token has expired",
            Self::InQuery => "an access token must not stand in the URL",
            Self::Invalid => "the access token is not valid",
            Self::Issuer => "the access token is of an issuer that this resource does not trust",
            Self::LayerMissing => "no layer has verified a token. Is `ProtectLayer` on this route?",
            Self::Malformed => "the Authorization header holds no access token",
            Self::Missing => "this resource needs an access token",
            Self::Proof => "the proof of possession is not valid",
            Self::Scope => "the access token does not grant what this resource requires",
            Self::Several => "there is more than one Authorization header",
            Self::Undocumented => {
                "this resource serves clients with a client metadata document alone"
            }
            Self::Unavailable => "the server could not decide about the request; try again later",
        }
    }

    /// Whether the answer tells how to get a token (RFC 6750 §3). To a client that is refused it
    /// does not: it would ask for one again and again.
    pub(crate) fn challenges(self) -> bool {
        match self.wire().code {
            None => true,
            Some(code) => code.challenges(),
        }
    }
}
