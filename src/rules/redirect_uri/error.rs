//! Why an entry of `redirect_uris` may not be registered.

/// Why an entry of `redirect_uris` is not a redirection URI that may be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RedirectUriError {
    /// It has no scheme, or nothing behind it (RFC 6749 §3.1.2).
    #[error("it is not an absolute URI")]
    NotAbsolute,
    /// It holds a character or an escape that no URI holds (RFC 3986 §2).
    #[error("it holds a character or an escape that no URI holds")]
    Character,
    /// It has a fragment (RFC 6749 §3.1.2 forbids one), be it an empty one.
    #[error("it has a fragment")]
    Fragment,
    /// It holds an asterisk. A registered string is never a pattern, and who writes one means it
    /// as such.
    #[error("it holds an asterisk, and patterns are not supported")]
    Wildcard,
    /// Its authority has a user part, which serves only to make a host look like another.
    #[error("it has a user part")]
    UserInfo,
    /// Its host is missing, or is neither a name nor an IP address.
    #[error("its host is missing or malformed")]
    Host,
    /// Its port is not a number from 1 to 65535 in plain decimal.
    #[error("its port is not a number from 1 to 65535")]
    Port,
    /// It is `http` on another host than `127.0.0.1`, `[::1]` or `localhost`, where anybody on the
    /// way could read the code (RFC 9700 §2.6, RFC 8252 §7.3).
    #[error("it uses http on a host that is not a loopback one")]
    PlainHttp,
    /// Its scheme runs code, opens files or leaves the browser for a program that takes commands.
    #[error("its scheme is never allowed")]
    DangerousScheme,
    /// Its private-use scheme has no period, so that no name owner can claim it (RFC 8252 §8.4).
    #[error("its private-use scheme has no period")]
    UndottedScheme,
    /// Its private-use scheme is a reversed domain name, and this server takes none.
    #[error("private-use schemes are not accepted")]
    DottedScheme,
    /// Its private-use scheme is no reversed domain name, or no path follows (RFC 8252 §7.1).
    #[error("its private-use scheme is not followed by a path, or is no domain name")]
    PrivateUse,
}

impl RedirectUriError {
    /// Every kind, for tables and tests.
    pub const ALL: &'static [RedirectUriError] = &[
        RedirectUriError::NotAbsolute,
        RedirectUriError::Character,
        RedirectUriError::Fragment,
        RedirectUriError::Wildcard,
        RedirectUriError::UserInfo,
        RedirectUriError::Host,
        RedirectUriError::Port,
        RedirectUriError::PlainHttp,
        RedirectUriError::DangerousScheme,
        RedirectUriError::UndottedScheme,
        RedirectUriError::DottedScheme,
        RedirectUriError::PrivateUse,
    ];

    /// The broken rule's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            RedirectUriError::NotAbsolute => "redirect_uri.not_absolute",
            RedirectUriError::Character => "redirect_uri.character",
            RedirectUriError::Fragment => "redirect_uri.fragment",
            RedirectUriError::Wildcard => "redirect_uri.wildcard",
            RedirectUriError::UserInfo => "redirect_uri.userinfo",
            RedirectUriError::Host => "redirect_uri.host",
            RedirectUriError::Port => "redirect_uri.port",
            RedirectUriError::PlainHttp => "redirect_uri.plain_http",
            RedirectUriError::DangerousScheme => "redirect_uri.dangerous_scheme",
            RedirectUriError::UndottedScheme => "redirect_uri.undotted_scheme",
            RedirectUriError::DottedScheme => "redirect_uri.dotted_scheme",
            RedirectUriError::PrivateUse => "redirect_uri.private_use",
        }
    }
}
