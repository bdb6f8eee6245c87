//! Where a client comes from.

use std::time::SystemTime;

/// When a document was fetched, and how long it may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// When the publisher gave or confirmed it.
    pub fetched_at: SystemTime,
    /// Until when it is used without asking the publisher again.
    pub fresh_until: SystemTime,
}

/// How this copy of a client came to the request at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// From the cache, fresh.
    Cache,
    /// Fetched for this request, or for one that ran at the same time, by this node or by another
    /// with which it shares a store.
    Fetched,
    /// From the cache, past its freshness.
    Stale,
    /// Supplied by the operator, in place of what the publisher gives.
    Pinned,
}

impl Source {
    /// The stable name, as events spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Source::Fetched => "fetched",
            Source::Cache => "cache",
            Source::Stale => "stale",
            Source::Pinned => "pinned",
        }
    }
}
