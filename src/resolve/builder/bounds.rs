//! How much and how long, and what of it is out of range.

use std::time::Duration;

use crate::resolve::budget::Limits;
use crate::resolve::builder::error::BuildError;
use crate::resolve::builder::parts::ResolverBuilder;
use crate::resolve::store::SharedStore;
use crate::rules::freshness::{FreshnessRules, StaleRules};

impl ResolverBuilder {
    /// The most bytes of documents in the cache, from 65,536. Default: 33,554,432 (32 MiB), which
    /// is some ten thousand clients: a real document has about 600 bytes, and counts for four times
    /// that. A quarter is kept for [proven](crate::Resolver::proven) clients, and one host has a sixteenth
    /// (see [`SharedCache`](crate::resolve::SharedCache)).
    ///
    /// Has no effect beside [`cache`](ResolverBuilder::cache).
    pub fn cache_bytes(mut self, bytes: u64) -> Self {
        self.cache_bytes = bytes;
        self
    }

    /// The bounds that this server puts on the freshness of documents, in the order `min`,
    /// `default`, `max`, the last at most 24 h. Default: 60 s, 300 s and 24 h: a publisher's
    /// mistake does not make us fetch at each use, and its change reaches us within a day (SEP-991
    /// recommends that maximum).
    pub fn freshness(mut self, rules: FreshnessRules) -> Self {
        self.freshness = rules;
        self
    }

    /// For how long this server uses documents that are no longer fresh. Default: for 60 s past
    /// their freshness while they are fetched anew; until they are 1 h old while fetching fails, and
    /// 24 h at the token endpoint and where nothing is fetched (revocation, introspection). The
    /// first is at most 60 s, the others 24 h.
    ///
    /// That is never so for a document that its publisher has withdrawn or spoilt, nor under
    /// `must-revalidate`, `proxy-revalidate`, `s-maxage` or `no-cache` (RFC 9111 §4.2.4).
    pub fn stale(mut self, rules: StaleRules) -> Self {
        self.stale = rules;
        self
    }

    /// The most fetches under way at once, from 8 to 65,536. Default: 256, a quarter of the 1,024
    /// file descriptors that a process usually has; with publishers that answer within 200 ms that
    /// is still 1,280 unknown clients a second.
    ///
    /// One host holds at most an eighth of them. A quarter is kept for client_ids that the policy
    /// [names](crate::resolve::Admission::Named) and for [proven](crate::Resolver::proven) ones. A request that finds none is refused with
    /// [`ResolveError::Busy`](crate::resolve::ResolveError::Busy): there is no queue.
    pub fn in_flight(mut self, fetches: usize) -> Self {
        self.in_flight = fetches;
        self
    }

    /// How often documents may be fetched: in all, from one host, for one requester. See [`Limits`]
    /// for the defaults.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The most requests that wait for one fetch, from 1 to 1,048,576. Default: 4,096: a popular
    /// client whose document has expired gathers that many at 4,096 requests a second and a
    /// publisher that takes a second. A request beyond is refused with
    /// [`ResolveError::Busy`](crate::resolve::ResolveError::Busy).
    pub fn waiters(mut self, requests: usize) -> Self {
        self.waiters = requests;
        self
    }

    /// How long a fetch may take altogether, more than zero and at most 60 s. Default: 10 s. It is
    /// the last resort that frees the slot of a fetcher that hangs; the guarded fetcher's own
    /// deadline, 5 s, comes first.
    pub fn fetch_deadline(mut self, deadline: Duration) -> Self {
        self.fetch_deadline = deadline;
        self
    }

    /// How long [`Policy::may_fetch`](crate::resolve::Policy::may_fetch) and [`RegisteredClients::lookup`](crate::resolve::RegisteredClients::lookup) may take, more than zero
    /// and at most 60 s. Default: 2 s. A hook that is late counts as one that failed: nothing is
    /// fetched.
    pub fn hook_deadline(mut self, deadline: Duration) -> Self {
        self.hook_deadline = deadline;
        self
    }

    pub(super) fn check_settings(&self) -> Result<(), BuildError> {
        let deadlines = Duration::from_nanos(1)..=LONGEST_DEADLINE;
        let ordered = self.freshness.min <= self.freshness.default
            && self.freshness.default <= self.freshness.max;
        let checks = [
            ("cache_bytes", self.cache_bytes >= LEAST_CACHE_BYTES),
            (
                "freshness",
                ordered && self.freshness.max <= LONGEST_LIFETIME,
            ),
            ("stale", is_in_range(&self.stale)),
            ("limits", self.limits.are_in_range()),
            ("in_flight", (8..=65_536).contains(&self.in_flight)),
            ("waiters", (1..=1_048_576).contains(&self.waiters)),
            ("fetch_deadline", deadlines.contains(&self.fetch_deadline)),
            ("hook_deadline", deadlines.contains(&self.hook_deadline)),
        ];
        let store = self.own.store.as_ref().or(self.written.store.as_ref());
        let of_store = store.into_iter().flat_map(SharedStore::checks);
        match checks.into_iter().chain(of_store).find(|(_, holds)| !holds) {
            Some((setting, _)) => Err(BuildError::Setting(setting)),
            None => Ok(()),
        }
    }
}

fn is_in_range(stale: &StaleRules) -> bool {
    stale.while_revalidating <= StaleRules::LONGEST_WHILE_REVALIDATING
        && stale.on_error.max(stale.on_error_at_token) <= StaleRules::LONGEST_ON_ERROR
}

const LEAST_CACHE_BYTES: u64 = 64 * 1024;
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
const LONGEST_DEADLINE: Duration = Duration::from_secs(60);
