//! The documents that were published lately.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use moka::Expiry;

use crate::resolve::entry::Entry;
use crate::resolve::watermark::Watermarks;

/// A cache of client metadata documents, bounded by the bytes that it holds.
///
/// Every resolver has one of its own unless it is given one that others use too
/// ([`ResolverBuilder::cache`](crate::resolve::ResolverBuilder::cache)), as the tenants of one
/// process may do. No resolver believes another's verdict: one whose rules differ from those under
/// which a document was stored judges the document itself, at each use and without a fetch (T8).
///
/// Nothing that failed is ever in it: neither an error, nor an invalid document
/// (draft-ietf-oauth-client-id-metadata-document-02 §5.2). Clones share the contents.
#[derive(Clone)]
pub struct SharedCache {
    entries: moka::sync::Cache<String, Arc<Entry>>,
    /// Held while an entry is put or withdrawn, so that no put comes between the mark and the
    /// removal. Looking up takes no lock.
    withdrawn: Arc<Mutex<Watermarks>>,
}

impl SharedCache {
    /// A cache of at most `bytes` bytes, which may be passed for a moment while it makes room.
    ///
    /// A document counts for twice its own size and about a kilobyte.
    pub fn new(bytes: u64) -> Self {
        let entries = moka::sync::Cache::builder()
            .name("tower_cimd")
            .max_capacity(bytes)
            .weigher(|client_id: &String, entry: &Arc<Entry>| weigh(client_id, entry))
            .expire_after(WorthKeeping)
            .build();
        SharedCache {
            entries,
            withdrawn: Arc::default(),
        }
    }

    /// Forgets the document of `client_id`, so that its next use fetches it.
    ///
    /// A fetch that is under way may still put in what it brings.
    pub fn forget(&self, client_id: &str) {
        self.entries.invalidate(client_id);
    }

    /// How many documents it holds, and their weight in bytes, roughly.
    pub fn size(&self) -> (u64, u64) {
        self.entries.run_pending_tasks();
        (self.entries.entry_count(), self.entries.weighted_size())
    }

    /// What is held for `client_id`, fresh or not.
    pub(crate) fn get(&self, client_id: &str) -> Option<Arc<Entry>> {
        self.entries.get(client_id)
    }

    /// Keeps `entry` for its client, if it may be kept; what was held before is gone either way.
    ///
    /// An entry that was asked for before its client was withdrawn is not kept: it tells of nothing
    /// later (T9).
    pub(crate) fn put(&self, entry: &Arc<Entry>) {
        let client_id = entry.client().client_id().as_str();
        let withdrawn = self.withdrawn();
        // What was asked for at the very moment of the withdrawal was asked for after it: the flight
        // that brought the withdrawal had landed.
        let is_older = |mark| entry.asked() < mark;
        if withdrawn.of(client_id).is_some_and(is_older) {
            return;
        }
        if entry.is_storable() {
            self.entries.insert(client_id.to_owned(), Arc::clone(entry));
        } else {
            self.forget(client_id);
        }
    }

    /// Forgets the document of `client_id`, which its publisher no longer gives, and believes
    /// nothing older than `at` of it (T9).
    pub(crate) fn withdraw(&self, client_id: &str, at: Instant) {
        let mut withdrawn = self.withdrawn();
        withdrawn.raise(client_id, at);
        self.forget(client_id);
    }

    fn withdrawn(&self) -> MutexGuard<'_, Watermarks> {
        self.withdrawn
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for SharedCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.entries.entry_count();
        f.debug_struct("SharedCache")
            .field("entries", &entries)
            .finish()
    }
}

fn weigh(client_id: &str, entry: &Entry) -> u32 {
    u32::try_from(client_id.len() + entry.weight()).unwrap_or(u32::MAX)
}

/// Frees the memory of what is worth it no longer. Whether an entry is fresh, our own clock
/// decides.
struct WorthKeeping;

impl Expiry<String, Arc<Entry>> for WorthKeeping {
    fn expire_after_create(&self, _: &String, entry: &Arc<Entry>, _: Instant) -> Option<Duration> {
        Some(entry.worth_keeping())
    }

    fn expire_after_update(
        &self,
        _: &String,
        entry: &Arc<Entry>,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(entry.worth_keeping())
    }
}
