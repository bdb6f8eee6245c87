//! What a grant rests on, taken over from one binding into the next.

use std::collections::BTreeSet;

use crate::rules::binding::grant::{hash_key, hash_presented, hash_registered, published};
use crate::rules::binding::in_use::InUse;
use crate::rules::binding::sketch::Sketch;
use crate::rules::binding::text::Binding;
use crate::rules::binding::version::{Version, in_use_code, tag};
use crate::rules::client::Client;

/// What a grant rests on, as hashes that no version salts.
pub(super) struct Footing {
    pub(super) method: u8,
    pub(super) sketch: Sketch,
    pub(super) redirect_uri: [u8; 32],
    pub(super) key: [u8; 32],
}

impl Footing {
    /// That of a stored binding, as far as the client still has it, and of what is in use now.
    pub(super) fn of(client: &Client, stored: &Binding, now: &InUse<'_>) -> Self {
        let [_, _, stored_method] = stored.methods;
        let keys = published(client, now);
        let sketch = match &keys {
            Some(keys) => Sketch::of(keys),
            None => stored.sketch,
        };
        // What is gone stays gone: no redirection URI that is registered later has this hash.
        let gone = hash_presented(client, Some(""));
        let kept = stored_key(stored, &keys.unwrap_or_default());
        Footing {
            method: now
                .auth_method
                .map_or(stored_method, |method| in_use_code(Some(method))),
            sketch: sketch.with(now.key),
            redirect_uri: stored_redirect_uri(client, stored).unwrap_or(gone),
            key: match now.key {
                Some(key) => hash_key(Some(key)),
                None => kept.unwrap_or(hash_key(None)),
            },
        }
    }

    /// The binding of the client as it is now with this footing.
    pub(super) fn under(self, client: &Client) -> Binding {
        let version = Version::of(client);
        let tag = |hash| tag(&version.whole, &hash);
        Binding {
            whole: version.whole,
            methods: [version.methods.usable, version.methods.said, self.method],
            sketch: self.sketch,
            facets: version.facets.map(tag),
            redirect_uri: tag(self.redirect_uri),
            key: tag(self.key),
        }
    }
}

/// The hash of the redirection URI of a stored binding, of none included; `None` where it is no longer
/// registered.
pub(super) fn stored_redirect_uri(client: &Client, stored: &Binding) -> Option<[u8; 32]> {
    let registered = client.redirect_uris().iter().map(hash_registered);
    let mut hashes = registered.chain([hash_presented(client, None)]);
    hashes.find(|hash| tag(&stored.whole, hash) == stored.redirect_uri)
}

/// The hash of the key of a stored binding, of none included; `None` where it is none of these.
pub(super) fn stored_key(stored: &Binding, keys: &BTreeSet<[u8; 32]>) -> Option<[u8; 32]> {
    let hashes = keys.iter().map(|key| hash_key(Some(key)));
    let mut hashes = hashes.chain([hash_key(None)]);
    hashes.find(|hash| tag(&stored.whole, hash) == stored.key)
}
