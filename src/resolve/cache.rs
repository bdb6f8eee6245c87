//! The documents that were published lately.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use moka::Expiry;

use crate::resolve::budget::shares::{Place, Share, Shares};
use crate::resolve::entry::Entry;
use crate::resolve::event;
use crate::resolve::watermark::Watermarks;
use crate::rules::client_id::ClientId;
use crate::rules::freshness::FreshnessRules;

/// A cache of client metadata documents, bounded by the bytes that it holds.
///
/// Every resolver has one of its own unless it is given one that others use too
/// ([`ResolverBuilder::cache`](crate::resolve::ResolverBuilder::cache)), as the tenants of one
/// process may do. No resolver believes another's verdict: one whose rules differ from those under
/// which a document was stored judges the document itself, at each use and without a fetch (T8).
///
/// No host evicts another's clients: it has a share, a sixteenth of the bytes or, where the policy
/// [trusts](crate::resolve::Admission::Trusted) it, a quarter, and beyond makes room from its own.
/// Client_ids that the policy names are not counted. A quarter of the bytes is kept for clients that
/// are [proven](crate::Resolver::proven), whom none that are not evict.
///
/// Nothing that failed is ever in it: neither an error, nor an invalid document
/// (draft-ietf-oauth-client-id-metadata-document-02 §5.2). Clones share the contents.
#[derive(Clone)]
pub struct SharedCache {
    inner: Arc<Inner>,
}

struct Inner {
    ordinary: Region,
    protected: Region,
    /// Whether anything was ever protected: until then, looking there is spared.
    protects: AtomicBool,
    shares: Arc<Mutex<Shares>>,
    capacity: u64,
    /// Held while something moves in or out, so that what was forgotten in between stays so, and no
    /// put comes between a mark and its removal (T9). Looking up takes no lock.
    withdrawn: Mutex<Watermarks>,
}

type Region = moka::sync::Cache<Arc<str>, Kept>;

/// An entry, and where its host's share counts it.
#[derive(Clone)]
struct Kept {
    entry: Arc<Entry>,
    share: Share,
    place: Option<Place>,
}

impl SharedCache {
    /// A cache of at most `bytes` bytes, which may be passed for a moment while it makes room.
    ///
    /// A document counts for twice its own size and about a kilobyte.
    pub fn new(bytes: u64) -> Self {
        let shares = Arc::default();
        let kept = bytes / KEPT_FOR_PROVEN;
        SharedCache {
            inner: Arc::new(Inner {
                ordinary: region(bytes - kept, &shares),
                protected: region(kept, &shares),
                protects: AtomicBool::new(false),
                shares,
                capacity: bytes,
                withdrawn: Mutex::default(),
            }),
        }
    }

    /// Forgets the document of `client_id`, so that its next use fetches it.
    ///
    /// A fetch that is under way may still put in what it brings.
    pub fn forget(&self, client_id: &str) {
        let _writing = lock(&self.inner.withdrawn);
        self.inner.remove(client_id);
    }

    /// How many documents it holds, and their weight in bytes, roughly.
    pub fn size(&self) -> (u64, u64) {
        self.inner.size()
    }

    /// Everything that is held, in no order. A client that becomes proven meanwhile may be there twice.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Arc<Entry>> {
        let regions = [&self.inner.protected, &self.inner.ordinary];
        let kept = regions.into_iter().flat_map(|region| region.iter());
        kept.map(|(_, kept)| kept.entry)
    }

    /// What is held for `client_id`, fresh or not.
    pub(crate) fn get(&self, client_id: &str) -> Option<Arc<Entry>> {
        self.inner.get(client_id).map(|kept| kept.entry)
    }

    /// Keeps `entry` for its client, if it may be kept; what was held before is gone either way.
    ///
    /// An entry that was asked for before its client was withdrawn is not kept: it tells of nothing
    /// later (T9).
    pub(crate) fn put(&self, entry: &Arc<Entry>, share: Share, proven: bool) {
        let inner = &*self.inner;
        let client_id = entry.client().client_id();
        let withdrawn = lock(&inner.withdrawn);
        // What was asked for at the very moment of the withdrawal was asked for after it: the flight
        // that brought the withdrawal had landed.
        let is_older = |mark| entry.asked() < mark;
        if withdrawn.of(client_id.as_str()).is_some_and(is_older) {
            return;
        }
        if entry.is_storable() {
            let proven = proven || inner.is_protected(client_id.as_str());
            inner.insert(client_id, Arc::clone(entry), share, proven);
        } else {
            inner.remove(client_id.as_str());
        }
    }

    /// Forgets the document of `client_id`, which its publisher no longer gives, and believes
    /// nothing older than `at` of it (T9).
    pub(crate) fn withdraw(&self, client_id: &str, at: Instant) {
        let mut withdrawn = lock(&self.inner.withdrawn);
        withdrawn.raise(client_id, at);
        self.inner.remove(client_id);
    }

    /// Has everything that is held used for as long as other bounds say.
    pub(crate) fn rebound(&self, rules: &FreshnessRules) {
        let inner = &*self.inner;
        let _writing = lock(&inner.withdrawn);
        for (region, proven) in [(&inner.ordinary, false), (&inner.protected, true)] {
            let held: Vec<Kept> = region.iter().map(|(_, kept)| kept).collect();
            for kept in held {
                let entry = Arc::new(kept.entry.bounded_by(rules));
                inner.insert(kept.entry.client().client_id(), entry, kept.share, proven);
            }
        }
    }

    /// Whether the client was withdrawn after what was asked for so long `ago`.
    pub(crate) fn is_withdrawn_since(&self, client_id: &str, ago: Duration, now: Instant) -> bool {
        let mark = lock(&self.inner.withdrawn).of(client_id);
        mark.is_some_and(|mark| now.saturating_duration_since(mark) < ago)
    }

    /// Keeps what is held for `client_id`, if anything is, from being evicted by clients that are
    /// not proven.
    pub(crate) fn protect(&self, client_id: &ClientId) {
        let inner = &*self.inner;
        let _writing = lock(&inner.withdrawn);
        if let Some(kept) = inner.ordinary.get(client_id.as_str()) {
            inner.insert(client_id, kept.entry, kept.share, true);
        }
    }
}

impl Inner {
    fn size(&self) -> (u64, u64) {
        let regions = [&self.ordinary, &self.protected];
        regions.iter().fold((0, 0), |(entries, bytes), region| {
            region.run_pending_tasks();
            let weight = region.weighted_size();
            (entries + region.entry_count(), bytes + weight)
        })
    }

    fn get(&self, client_id: &str) -> Option<Kept> {
        let protected = match self.protects.load(Ordering::Acquire) {
            true => self.protected.get(client_id),
            false => None,
        };
        protected.or_else(|| self.ordinary.get(client_id))
    }

    fn is_protected(&self, client_id: &str) -> bool {
        self.protects.load(Ordering::Acquire) && self.protected.contains_key(client_id)
    }

    fn insert(&self, client_id: &ClientId, entry: Arc<Entry>, share: Share, proven: bool) {
        let key = client_id.to_shared();
        let place = self.count(client_id, &key, &entry, share, proven);
        event::kept(weigh(&key, &entry));
        let kept = Kept {
            entry,
            share,
            place,
        };
        if proven {
            self.protects.store(true, Ordering::Release);
            self.protected.insert(key, kept);
            self.ordinary.invalidate(client_id.as_str());
        } else {
            self.ordinary.insert(key, kept);
        }
    }

    /// Counts an entry for its host in the stead of the one before, and drops what must go for it.
    fn count(
        &self,
        client_id: &ClientId,
        key: &Arc<str>,
        entry: &Entry,
        share: Share,
        proven: bool,
    ) -> Option<Place> {
        if let Some(place) = self.get(key).and_then(|before| before.place) {
            lock(&self.shares).remove(place);
        }
        let limit = share.of(self.capacity)?;
        let (host, weight) = (client_id.host_lowercase(), weigh(key, entry));
        let (place, victims) = lock(&self.shares).add(&host, key, weight, proven, limit);
        // Not under the lock, which the listener takes.
        victims.iter().for_each(|victim| self.remove(victim));
        Some(place)
    }

    fn remove(&self, client_id: &str) {
        self.ordinary.invalidate(client_id);
        self.protected.invalidate(client_id);
    }
}

/// What goes with the cache is told to no listener.
impl Drop for Inner {
    fn drop(&mut self) {
        let (entries, bytes) = self.size();
        event::dropped(entries, bytes);
    }
}

impl fmt::Debug for SharedCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.inner.ordinary.entry_count() + self.inner.protected.entry_count();
        f.debug_struct("SharedCache")
            .field("entries", &entries)
            .finish()
    }
}

fn region(bytes: u64, shares: &Arc<Mutex<Shares>>) -> Region {
    let shares = Arc::clone(shares);
    moka::sync::Cache::builder()
        .name("tower_cimd")
        .max_capacity(bytes)
        .weigher(|client_id: &Arc<str>, kept: &Kept| weigh(client_id, &kept.entry))
        .expire_after(WorthKeeping)
        .eviction_listener(move |client_id, kept: Kept, _| {
            event::dropped(1, weigh(&client_id, &kept.entry).into());
            if let Some(place) = kept.place {
                lock(&shares).remove(place);
            }
        })
        .build()
}

fn weigh(client_id: &str, entry: &Entry) -> u32 {
    u32::try_from(client_id.len() + entry.weight()).unwrap_or(u32::MAX)
}

/// Nothing that runs under these locks leaves anything half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Frees the memory of what is worth it no longer. Whether an entry is fresh, our own clock
/// decides.
struct WorthKeeping;

impl Expiry<Arc<str>, Kept> for WorthKeeping {
    fn expire_after_create(&self, _: &Arc<str>, kept: &Kept, _: Instant) -> Option<Duration> {
        Some(kept.entry.worth_keeping())
    }

    fn expire_after_update(
        &self,
        _: &Arc<str>,
        kept: &Kept,
        _: Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(kept.entry.worth_keeping())
    }
}

/// A quarter.
const KEPT_FOR_PROVEN: u64 = 4;
