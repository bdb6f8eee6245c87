//! Resource indicators (RFC 8707).

use crate::rules::checks::error::CheckError;
use crate::rules::uri::Parts;

/// Checks one `resource`: an absolute URI without fragment (RFC 8707 §2), and one of `known`, where
/// the server has said for which it issues tokens.
///
/// # Errors
///
/// `resource.syntax` or `resource.unknown`.
pub fn check_resource(resource: &str, known: Option<&[String]>) -> Result<(), CheckError> {
    if !is_absolute_uri(resource) {
        return Err(CheckError::ResourceSyntax);
    }
    let listed = |known: &[String]| known.iter().any(|it| are_one(it, resource));
    match known.is_none_or(listed) {
        true => Ok(()),
        false => Err(CheckError::ResourceUnknown),
    }
}

fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    is_scheme(scheme) && !rest.contains('#') && is_hier_part(rest)
}

fn is_hier_part(rest: &str) -> bool {
    let parts = match rest.strip_prefix("//") {
        Some(rest) => Parts::after_scheme(rest),
        None => Parts::path(rest),
    };
    let is_empty = parts.authority.is_empty() && (parts.path.is_empty() || rest.starts_with("//"));
    !is_empty && parts.check_characters().is_ok()
}

/// RFC 3986 §3.1.
fn is_scheme(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(legal)
}

/// RFC 3986 §6.2.3: a path that is empty is `/`.
fn are_one(known: &str, presented: &str) -> bool {
    known == presented || root(known).is_some_and(|known| root(presented) == Some(known))
}

/// An `https` URI that has no path, or `/`, without it.
fn root(uri: &str) -> Option<&str> {
    let authority = uri.strip_prefix("https://")?;
    let authority = authority.strip_suffix('/').unwrap_or(authority);
    (!authority.contains(['/', '?'])).then_some(authority)
}
