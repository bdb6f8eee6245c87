//! What a grant rests on, as a binding holds it: the redirection URI and the keys.

use std::collections::BTreeSet;

use crate::rules::binding::facet::hash;
use crate::rules::binding::in_use::InUse;
use crate::rules::change::{comparable, thumbprints};
use crate::rules::client::Client;
use crate::rules::redirect_uri::RedirectUri;

/// The hash of the redirection URI in use, or of none.
pub(super) fn hash_presented(client: &Client, presented: Option<&str>) -> [u8; 32] {
    let Some(presented) = presented else {
        return hash(REDIRECT_URI, NOTHING);
    };
    match client.match_redirect_uri(presented) {
        Some(registered) => hash_registered(registered),
        // Two texts are never the hash of one: what was not registered then is not found later.
        None => hash(REDIRECT_URI, [presented, "not registered"]),
    }
}

/// The hash of a registered redirection URI, were it in use.
pub(super) fn hash_registered(uri: &RedirectUri) -> [u8; 32] {
    hash(REDIRECT_URI, [comparable(uri)])
}

/// The hash of the key in use, or of none.
pub(super) fn hash_key(thumbprint: Option<&[u8; 32]>) -> [u8; 32] {
    hash("key in use", thumbprint)
}

/// The keys of the client, as far as they are known: `None` where they stand elsewhere and nobody
/// has fetched them.
pub(super) fn published(client: &Client, in_use: &InUse<'_>) -> Option<BTreeSet<[u8; 32]>> {
    match (client.jwks_uri(), in_use.jwks) {
        (None, _) => Some(thumbprints(client.jwks())),
        (Some(_), Some(fetched)) => Some(thumbprints(Some(fetched))),
        (Some(_), None) => None,
    }
}

const REDIRECT_URI: &str = "redirect_uri in use";

const NOTHING: [&str; 0] = [];
