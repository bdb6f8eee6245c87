//! One registered redirection URI.

use std::fmt;

use crate::rules::redirect_uri::error::RedirectUriError;
use crate::rules::redirect_uri::grammar::Parts;
use crate::rules::redirect_uri::loopback::Loopback;
use crate::rules::redirect_uri::loopback::matches;
use crate::rules::redirect_uri::scheme::RedirectUriRules;
use crate::rules::redirect_uri::scheme::check_private_use;

/// A redirection URI that a client has registered, as it was written.
///
/// ```
/// use tower_cimd::rules::redirect_uri::{RedirectUri, RedirectUriRules};
///
/// let registered = RedirectUri::parse("http://localhost/callback", &RedirectUriRules::default())?;
/// assert!(registered.matches("http://localhost:49152/callback"));
/// assert!(!registered.matches("http://localhost:49152/callback/"));
/// # Ok::<(), tower_cimd::rules::redirect_uri::RedirectUriError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RedirectUri(Box<str>);

impl RedirectUri {
    /// Reads one entry of `redirect_uris`.
    ///
    /// An entry is an absolute URI of RFC 3986 without fragment, user part and asterisk: `https` on
    /// any host, for it is a browser that goes there; `http` on `127.0.0.1`, `[::1]` or `localhost`;
    /// or a private-use scheme that `rules` accept.
    ///
    /// # Errors
    ///
    /// The rule that the entry breaks.
    pub fn parse(registered: &str, rules: &RedirectUriRules) -> Result<Self, RedirectUriError> {
        let parts = Parts::parse(registered)?;
        if parts.scheme.eq_ignore_ascii_case("https") {
            require_host(&parts)?;
        } else if parts.scheme.eq_ignore_ascii_case("http") {
            require_host(&parts)?;
            Loopback::parse(registered).ok_or(RedirectUriError::PlainHttp)?;
        } else {
            check_private_use(&parts, rules)?;
        }
        Ok(RedirectUri(registered.into()))
    }

    /// The URI, byte for byte as it was registered.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a presented redirection URI is this one: the same string, the port of an `http`
    /// loopback URI apart. See [`matches()`].
    pub fn matches(&self, presented: &str) -> bool {
        matches(&self.0, presented)
    }

    /// Whether this is an `http` URI on exactly `127.0.0.1`, `[::1]` or `localhost`.
    ///
    /// Any program on the person's device may listen there, so such a URI says nothing about who
    /// the client is, and a request must name it even where it is the only one registered.
    pub fn is_loopback(&self) -> bool {
        Loopback::parse(&self.0).is_some()
    }

    /// Whether the scheme is a private-use one, to which any program on the device may listen.
    pub fn is_private_use(&self) -> bool {
        let scheme = self.scheme();
        !(scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
    }

    /// The scheme, as it was registered.
    pub fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// The host, as it was registered: an IPv6 address with its brackets, a name in whichever case.
    /// `None` where there is none, as in `com.example.app:/callback`.
    pub fn host(&self) -> Option<&str> {
        let parts = Parts::parse(&self.0).ok()?;
        parts.host.filter(|host| !host.is_empty())
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn require_host(parts: &Parts<'_>) -> Result<(), RedirectUriError> {
    match parts.host {
        Some(host) if !host.is_empty() => Ok(()),
        _ => Err(RedirectUriError::Host),
    }
}
