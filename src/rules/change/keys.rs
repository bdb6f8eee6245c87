//! The keys in the document, and where they are published instead.

use std::collections::BTreeSet;

use crate::rules::change::difference::Change;
use crate::rules::client::Client;
use crate::rules::jwks::JwkSet;

pub(super) fn compare(old: &Client, new: &Client, changes: &mut Vec<Change>) {
    let (before, now) = (thumbprints(old.jwks()), thumbprints(new.jwks()));
    if before != now {
        changes.push(Change::Keys {
            added: now.difference(&before).copied().collect(),
            removed: before.difference(&now).copied().collect(),
            kept: before.intersection(&now).count(),
        });
    }
    if old.jwks_uri() != new.jwks_uri() {
        changes.push(Change::JwksUri {
            from: old.jwks_uri().map(Into::into),
            to: new.jwks_uri().map(Into::into),
        });
    }
}

/// The keys by their thumbprints: a key that only has another `kid` is the same key.
pub(crate) fn thumbprints(set: Option<&JwkSet>) -> BTreeSet<[u8; 32]> {
    let keys = set.map(JwkSet::keys).unwrap_or_default().iter();
    keys.map(|key| key.public_key().thumbprint()).collect()
}
