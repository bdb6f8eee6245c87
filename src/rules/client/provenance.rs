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

/// What only a copy that is kept beyond a cache has to say of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// When the publisher was asked. The document tells of nothing later.
    pub(crate) asked_at: SystemTime,
    /// Until when it may be used where its publisher cannot be asked, as far as that one says.
    pub(crate) usable_until: SystemTime,
}

impl From<Provenance> for Terms {
    /// Those of a document of which nothing is known but that it was fresh.
    fn from(provenance: Provenance) -> Self {
        Terms {
            asked_at: provenance.fetched_at,
            usable_until: provenance.fresh_until,
        }
    }
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
    /// From the [snapshot](crate::rules::snapshot) that the host keeps, judged again.
    Snapshot,
}

impl Source {
    /// The stable name, as events spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Source::Fetched => "fetched",
            Source::Cache => "cache",
            Source::Stale => "stale",
            Source::Pinned => "pinned",
            Source::Snapshot => "snapshot",
        }
    }
}
