//! What this node has seen, lest a store brings back what was before (T7, T9).

use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

use crate::resolve::store::shared_document::SharedDocument;

/// For each client the newest document and the last withdrawal that this node knows of.
///
/// Memory alone: a node that has just started can be shown an old document until its lifetime is
/// over. Bounded, so that clients that were not seen for long may be forgotten.
#[derive(Clone, Debug)]
pub(crate) struct Watermarks {
    marks: moka::sync::Cache<[u8; 32], Mark>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    seen: SystemTime,
    withdrawn: SystemTime,
}

impl Default for Watermarks {
    fn default() -> Self {
        Self::new()
    }
}

impl Watermarks {
    fn new() -> Self {
        let marks = moka::sync::Cache::builder()
            .max_capacity(CLIENTS)
            .time_to_live(KEPT)
            .build();
        Watermarks { marks }
    }

    /// A document of the client that was fetched at `at` was seen.
    pub(crate) fn see(&self, client_id: &str, at: SystemTime) {
        self.update(client_id, |mark| mark.seen = mark.seen.max(at));
    }

    /// The client's document was withdrawn at `now`, by this node. Returns before what time
    /// whatever was fetched is over: `now`, or later if a node whose clock is ahead fetched it.
    pub(crate) fn withdraw(&self, client_id: &str, now: SystemTime) -> SystemTime {
        let mark = self.update(client_id, |mark| {
            let newest = mark.seen.max(mark.withdrawn);
            mark.withdrawn = now.max(newest + Duration::from_nanos(1));
        });
        mark.withdrawn
    }

    /// A neighbour withdrew what was fetched before `older_than`. `false` if that is known.
    pub(crate) fn hear(&self, client_id: &str, older_than: SystemTime) -> bool {
        let mut news = false;
        self.update(client_id, |mark| {
            news = mark.withdrawn < older_than;
            mark.withdrawn = mark.withdrawn.max(older_than);
        });
        news
    }

    /// Whether a document of the client is older than what was seen, or was asked for before it was
    /// withdrawn.
    pub(crate) fn is_over(&self, client_id: &str, document: &SharedDocument) -> bool {
        let mark = self.marks.get(&key(client_id));
        mark.is_some_and(|mark| {
            document.fetched_at < mark.seen || document.asked_at < mark.withdrawn
        })
    }

    /// Whether this node has seen a document of the client.
    pub(crate) fn has_seen(&self, client_id: &str) -> bool {
        let mark = self.marks.get(&key(client_id));
        mark.is_some_and(|mark| mark.seen > NOTHING.seen)
    }

    fn update(&self, client_id: &str, change: impl FnOnce(&mut Mark)) -> Mark {
        let entry = self.marks.entry(key(client_id)).and_upsert_with(|held| {
            let mut mark = held.map_or(NOTHING, |held| held.into_value());
            change(&mut mark);
            mark
        });
        entry.into_value()
    }
}

fn key(client_id: &str) -> [u8; 32] {
    Sha256::digest(client_id).into()
}

const NOTHING: Mark = Mark {
    seen: SystemTime::UNIX_EPOCH,
    withdrawn: SystemTime::UNIX_EPOCH,
};
/// Clients that are remembered: some 13 MiB at most.
const CLIENTS: u64 = 65_536;
/// A document is kept for a lifetime of at most 24 h, and for as long again to be renewed.
const KEPT: Duration = Duration::from_secs(48 * 60 * 60);
