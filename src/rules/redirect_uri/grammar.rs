//! The grammar of RFC 3986, as far as a redirection URI needs it.

use std::net::Ipv6Addr;

use crate::rules::redirect_uri::error::RedirectUriError;

/// An absolute URI's parts, as they were written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub(super) scheme: &'a str,
    /// What stands between `//` and the path, where `//` follows the scheme.
    pub(super) authority: Option<Authority<'a>>,
    /// Path and query.
    pub(super) rest: &'a str,
}

/// The authority of a URI that has no user part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Authority<'a> {
    /// With brackets, where it is an IPv6 address. Empty in `com.example.app:///callback`.
    pub(super) host: &'a str,
}

impl<'a> Parts<'a> {
    /// Takes a text apart that is an absolute URI without fragment, asterisk and user part.
    pub(super) fn parse(text: &'a str) -> Result<Self, RedirectUriError> {
        let (scheme, rest) = split_scheme(text).ok_or(RedirectUriError::NotAbsolute)?;
        check_characters(text)?;
        let Some(hierarchical) = rest.strip_prefix("//") else {
            return Ok(Parts {
                scheme,
                authority: None,
                rest,
            });
        };
        let end = hierarchical.find(['/', '?']).unwrap_or(hierarchical.len());
        let (authority, rest) = hierarchical.split_at(end);
        let authority = Some(Authority::parse(authority)?);
        Ok(Parts {
            scheme,
            authority,
            rest,
        })
    }
}

impl<'a> Authority<'a> {
    fn parse(text: &'a str) -> Result<Self, RedirectUriError> {
        if text.contains('@') {
            return Err(RedirectUriError::UserInfo);
        }
        let (host, port) = match text.rsplit_once(':') {
            // The last colon of an IPv6 address without a port stands inside its brackets.
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (text, None),
        };
        if !(host.is_empty() || is_name(host) || is_ipv6(host)) {
            return Err(RedirectUriError::Host);
        }
        if !port.is_none_or(is_port) {
            return Err(RedirectUriError::Port);
        }
        Ok(Authority { host })
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

fn check_characters(text: &str) -> Result<(), RedirectUriError> {
    if text.contains('#') {
        return Err(RedirectUriError::Fragment);
    }
    if text.contains('*') {
        return Err(RedirectUriError::Wildcard);
    }
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || PUNCTUATION.contains(&byte);
    let escaped = |escape: &str| {
        let digits = escape.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if text.bytes().all(legal) && text.split('%').skip(1).all(escaped) {
        return Ok(());
    }
    Err(RedirectUriError::Character)
}

/// A registered name as the DNS knows them. Escapes and the sub-delimiters that RFC 3986 §3.2.2
/// lets into a name are refused: parsers do not agree about them.
fn is_name(host: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let label = |label: &str| !label.is_empty() && label.bytes().all(legal);
    host.strip_suffix('.').unwrap_or(host).split('.').all(label)
}

fn is_ipv6(host: &str) -> bool {
    let inside = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    inside.is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
}

/// RFC 3986 §2.2 and §2.3 without letters, digits, `#` and `*`, and the `%` of an escape.
const PUNCTUATION: &[u8] = b"-._~:/?[]@!$&'()+,;=%";
