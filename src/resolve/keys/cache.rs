//! The key sets that were fetched lately.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use moka::Expiry;
use moka::policy::EvictionPolicy;

use crate::resolve::keys::key_set::KeySet;

/// Valid key sets by their `jwks_uri`, bounded by the bytes that they take.
pub(super) struct KeyCache {
    sets: moka::sync::Cache<Arc<str>, Arc<KeySet>>,
}

impl KeyCache {
    pub(super) fn new(bytes: u64) -> Self {
        let sets = moka::sync::Cache::builder()
            .name("tower_cimd_keys")
            .max_capacity(bytes)
            .weigher(|uri: &Arc<str>, set: &Arc<KeySet>| weigh(uri, set))
            // What was fetched a moment ago must be there for who waited for it, however many
            // others are used more: it is not fetched again for a while.
            .eviction_policy(EvictionPolicy::lru())
            .expire_after(Lifetime)
            .build();
        KeyCache { sets }
    }

    pub(super) fn get(&self, jwks_uri: &str) -> Option<Arc<KeySet>> {
        self.sets.get(jwks_uri)
    }

    pub(super) fn put(&self, jwks_uri: &Arc<str>, set: &Arc<KeySet>) {
        self.sets.insert(Arc::clone(jwks_uri), Arc::clone(set));
    }

    pub(super) fn forget(&self, jwks_uri: &str) {
        self.sets.invalidate(jwks_uri);
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sets = self.sets.entry_count();
        f.debug_struct("KeyCache").field("sets", &sets).finish()
    }
}

fn weigh(jwks_uri: &str, set: &KeySet) -> u32 {
    u32::try_from(jwks_uri.len() + set.weight()).unwrap_or(u32::MAX)
}

/// Frees memory. Whether a set is fresh, our own clock decides.
struct Lifetime;

impl Expiry<Arc<str>, Arc<KeySet>> for Lifetime {
    fn expire_after_create(&self, _: &Arc<str>, set: &Arc<KeySet>, _: Instant) -> Option<Duration> {
        Some(set.lifetime())
    }

    fn expire_after_update(
        &self,
        _: &Arc<str>,
        set: &Arc<KeySet>,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(set.lifetime())
    }
}
