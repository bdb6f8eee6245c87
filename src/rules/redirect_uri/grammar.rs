//! The grammar of an absolute URI, as far as a redirection URI needs it.

use std::net::Ipv6Addr;

use crate::rules::redirect_uri::error::RedirectUriError;
use crate::rules::uri;

/// An absolute URI's parts, as they were written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub(super) scheme: &'a str,
    /// Where `//` follows the scheme; with brackets, where it is an IPv6 address. Empty in
    /// `com.example.app:///callback`.
    pub(super) host: Option<&'a str>,
    /// Whether a path that starts with `/`, or a host, follows the scheme.
    pub(super) is_hierarchical: bool,
}

impl<'a> Parts<'a> {
    /// Takes a text apart that is an absolute URI without fragment, asterisk and user part.
    pub(super) fn parse(text: &'a str) -> Result<Self, RedirectUriError> {
        let (scheme, rest) = split_scheme(text).ok_or(RedirectUriError::NotAbsolute)?;
        let parts = uri::Parts::after_scheme(rest.strip_prefix("//").unwrap_or(rest));
        check_characters(text, &parts)?;
        let host = match rest.starts_with("//") {
            true => Some(host(&parts)?),
            false => None,
        };
        Ok(Parts {
            scheme,
            host,
            is_hierarchical: rest.starts_with('/'),
        })
    }
}

/// A number from 1 to 65535 in plain decimal: no sign, no leading zero, no other digits.
pub(super) fn is_port(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    plain && text.parse::<u16>().is_ok()
}

/// `scheme ":" rest`, with something behind the colon (RFC 3986 §3.1).
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let named = scheme.starts_with(|first: char| first.is_ascii_alphabetic());
    (named && scheme.bytes().all(legal) && !rest.is_empty()).then_some((scheme, rest))
}

fn check_characters(text: &str, parts: &uri::Parts<'_>) -> Result<(), RedirectUriError> {
    if parts.fragment.is_some() {
        return Err(RedirectUriError::Fragment);
    }
    if text.contains('*') {
        return Err(RedirectUriError::Wildcard);
    }
    let checked = parts.check_characters();
    checked.map_err(|_| RedirectUriError::Character)
}

fn host<'a>(parts: &uri::Parts<'a>) -> Result<&'a str, RedirectUriError> {
    if parts.has_userinfo() {
        return Err(RedirectUriError::UserInfo);
    }
    let (host, port) = parts.host_and_port();
    if !(host.is_empty() || is_name(host) || is_ipv6(host)) {
        return Err(RedirectUriError::Host);
    }
    if !port.is_none_or(is_port) {
        return Err(RedirectUriError::Port);
    }
    Ok(host)
}

/// A name of letters, digits, hyphens and underscores: an app's own scheme is often followed by one
/// that is no host, as in `com.example.app://oauth_callback`. Escapes and the sub-delimiters that
/// RFC 3986 §3.2.2 lets into a name are refused: parsers do not agree about them.
fn is_name(host: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let label = |label: &str| !label.is_empty() && label.bytes().all(legal);
    host.strip_suffix('.').unwrap_or(host).split('.').all(label)
}

fn is_ipv6(host: &str) -> bool {
    let inside = host.strip_prefix('[');
    let inside = inside.and_then(|host| host.strip_suffix(']'));
    inside.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}
