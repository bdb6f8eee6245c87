//! The authorization server's own issuer identifier.

use std::fmt;
use std::sync::Arc;

use url::{Host, Url};

use crate::rules::host;
use crate::rules::uri::Parts;
use crate::rules::well_known;

/// A valid issuer identifier (RFC 8414 §2): `https`, without query and fragment, kept as written.
///
/// `http` is accepted where the host is loopback, for tests and development. The issuer's host is
/// this server's own name: a client identifier or redirection URI there is somebody else's claim to
/// be us (T17).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Issuer {
    text: Arc<str>,
    host: Arc<str>,
}

impl Issuer {
    /// Parses the issuer identifier, as the server's metadata spells it.
    ///
    /// # Errors
    ///
    /// [`IssuerError`], the first rule of RFC 8414 §2 that the text breaks.
    pub fn parse(text: &str) -> Result<Self, IssuerError> {
        let (scheme, rest) = text.split_once("://").ok_or(IssuerError::NotAUrl)?;
        judge_parts(&Parts::after_scheme(rest))?;
        let url = Url::parse(text).map_err(|_| IssuerError::NotAUrl)?;
        judge_scheme(scheme, &url)?;
        Ok(Issuer {
            text: text.into(),
            host: own_host(&url).ok_or(IssuerError::NotAUrl)?.into(),
        })
    }

    /// The issuer identifier, exactly as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path of the server's metadata, for a router: `/.well-known/oauth-authorization-server`
    /// before the path of the issuer (RFC 8414 §3.1).
    pub fn metadata_path(&self) -> String {
        well_known::path(&self.text, "oauth-authorization-server")
    }

    /// The host in lower case, without a dot at its end; an IPv6 address with its brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether `host` is this server's own, in any case and with or without a dot at its end.
    /// Ports are not looked at: whoever serves one port of a host speaks for the host.
    pub fn is_own_host(&self, host: &str) -> bool {
        host::without_root(host).eq_ignore_ascii_case(&self.host)
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why a text is no issuer identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum IssuerError {
    /// No absolute URL with a host.
    #[error("the issuer is not an absolute URL")]
    NotAUrl,
    /// Another scheme than `https`.
    #[error("the issuer must start with https:// in lower case")]
    Scheme,
    /// `http`, and the host is not loopback.
    #[error("the issuer may use http on a loopback host alone")]
    PlainHttp,
    /// Holds a user name or a password.
    #[error("the issuer must have no user name and no password")]
    Userinfo,
    /// Has a query, if an empty one.
    #[error("the issuer must have no query")]
    Query,
    /// Has a fragment, if an empty one.
    #[error("the issuer must have no fragment")]
    Fragment,
}

impl IssuerError {
    /// Every rule.
    pub const ALL: &'static [IssuerError] = &[
        IssuerError::NotAUrl,
        IssuerError::Scheme,
        IssuerError::PlainHttp,
        IssuerError::Userinfo,
        IssuerError::Query,
        IssuerError::Fragment,
    ];

    /// The stable name of the rule.
    pub const fn rule(self) -> &'static str {
        match self {
            IssuerError::NotAUrl => "issuer.not_a_url",
            IssuerError::Scheme => "issuer.scheme",
            IssuerError::PlainHttp => "issuer.plain_http",
            IssuerError::Userinfo => "issuer.userinfo",
            IssuerError::Query => "issuer.query",
            IssuerError::Fragment => "issuer.fragment",
        }
    }
}

fn judge_parts(parts: &Parts<'_>) -> Result<(), IssuerError> {
    if parts.authority.is_empty() || parts.check_characters().is_err() {
        return Err(IssuerError::NotAUrl);
    }
    if parts.fragment.is_some() {
        return Err(IssuerError::Fragment);
    }
    if parts.query.is_some() {
        return Err(IssuerError::Query);
    }
    if parts.has_userinfo() {
        return Err(IssuerError::Userinfo);
    }
    Ok(())
}

/// The host without the root's dot, unless what is left is neither an address nor a DNS name.
fn own_host(url: &Url) -> Option<&str> {
    let host = host::without_root(url.host_str()?);
    let is_name = matches!(url.host(), Some(Host::Domain(_)));
    (!is_name || host::is_dns_name(host)).then_some(host)
}

fn judge_scheme(scheme: &str, url: &Url) -> Result<(), IssuerError> {
    match scheme {
        "https" => Ok(()),
        "http" if is_loopback(url) => Ok(()),
        "http" => Err(IssuerError::PlainHttp),
        _ => Err(IssuerError::Scheme),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
