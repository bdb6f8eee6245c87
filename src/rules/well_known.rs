//! Where metadata about an identifier is published.

use crate::rules::uri::Parts;

/// The path of the metadata `name` of `identifier`, an absolute URL: between its host and its own
/// path (RFC 8414 §3.1, RFC 9728 §3.1), which loses a slash at its end, as clients take it away.
pub(crate) fn path(identifier: &str, name: &str) -> String {
    let own = after_scheme(identifier).path;
    let own = own.strip_suffix('/').unwrap_or(own);
    format!("/.well-known/{name}{own}")
}

/// The same as a whole URL.
pub(crate) fn url(identifier: &str, name: &str) -> String {
    let scheme = identifier.split("://").next().unwrap_or_default();
    let authority = after_scheme(identifier).authority;
    format!("{scheme}://{authority}{}", path(identifier, name))
}

fn after_scheme(identifier: &str) -> Parts<'_> {
    let rest = identifier.split_once("://").map(|(_, rest)| rest);
    Parts::after_scheme(rest.unwrap_or_default())
}
