//! Where the client is answered.

use std::collections::BTreeSet;

use crate::rules::change::difference::Change;
use crate::rules::client::Client;
use crate::rules::redirect_uri::RedirectUri;

pub(super) fn compare(old: &Client, new: &Client, changes: &mut Vec<Change>) {
    let removed = beyond(new, old).map(|uri| Change::RedirectUriRemoved { uri: uri.clone() });
    changes.extend(removed);
    let origins: BTreeSet<String> = old.redirect_uris().iter().map(origin).collect();
    changes.extend(beyond(old, new).map(|uri| Change::RedirectUriAdded {
        uri: uri.clone(),
        new_origin: !origins.contains(&origin(uri)),
    }));
}

/// The redirection URIs of `client` that `base` does not register, in the document's order.
fn beyond<'c>(base: &Client, client: &'c Client) -> impl Iterator<Item = &'c RedirectUri> {
    let known: BTreeSet<String> = base.redirect_uris().iter().map(comparable).collect();
    let uris = client.redirect_uris().iter();
    uris.filter(move |uri| !known.contains(&comparable(uri)))
}

/// Equal for two registered URIs that match each other: the text, on loopback without the port
/// (RFC 8252 §7.3).
pub(crate) fn comparable(uri: &RedirectUri) -> String {
    if !uri.is_loopback() {
        return uri.as_str().into();
    }
    let (_, rest) = split_at_authority(uri.as_str());
    format!("http://{}{rest}", uri.host().unwrap_or_default())
}

/// Who receives what is sent there: scheme, host and port (RFC 6454 §4), on loopback any port, for
/// a private-use scheme whichever program has claimed it.
pub(crate) fn origin(uri: &RedirectUri) -> String {
    let scheme = uri.scheme().to_ascii_lowercase();
    if uri.is_private_use() {
        return scheme;
    }
    if uri.is_loopback() {
        return format!("http://{}", uri.host().unwrap_or_default());
    }
    let (authority, _) = split_at_authority(uri.as_str());
    let authority = authority.to_ascii_lowercase();
    let authority = authority.strip_suffix(":443").unwrap_or(&authority);
    format!("{scheme}://{authority}")
}

/// The authority of a URI that has one, and what follows.
fn split_at_authority(uri: &str) -> (&str, &str) {
    let (_, hierarchical) = uri.split_once("://").unwrap_or_default();
    let end = hierarchical.find(['/', '?']).unwrap_or(hierarchical.len());
    hierarchical.split_at(end)
}
