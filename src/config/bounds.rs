//! How much and how long.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::resolve::budget::Limits;
use crate::resolve::builder;
use crate::rules::freshness::{FreshnessRules, StaleRules};

/// The cache of documents.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Cache {
    /// The most bytes of documents in the cache. 32 MiB is some ten thousand clients. To change it takes a
    /// restart.
    #[schemars(range(min = 65_536))]
    pub(crate) bytes: u64,
}

impl Default for Cache {
    fn default() -> Self {
        Cache {
            bytes: builder::CACHE_BYTES,
        }
    }
}

/// Bounds on how long a document is used before it is fetched anew, in the order min, default, max.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Freshness {
    /// Seconds, at least: a publisher's mistake does not have us fetch at each use.
    #[schemars(range(max = 86_400))]
    pub(crate) min_seconds: u64,
    /// Seconds, where the publisher says nothing: its next version should be seen soon.
    #[schemars(range(max = 86_400))]
    pub(crate) default_seconds: u64,
    /// Seconds, at most: within that a client that was taken over is seen.
    #[schemars(range(max = 86_400))]
    pub(crate) max_seconds: u64,
}

impl Freshness {
    pub(crate) fn rules(&self) -> FreshnessRules {
        FreshnessRules {
            min: Duration::from_secs(self.min_seconds),
            default: Duration::from_secs(self.default_seconds),
            max: Duration::from_secs(self.max_seconds),
        }
    }
}

impl Default for Freshness {
    fn default() -> Self {
        let rules = FreshnessRules::default();
        Freshness {
            min_seconds: rules.min.as_secs(),
            default_seconds: rules.default.as_secs(),
            max_seconds: rules.max.as_secs(),
        }
    }
}

/// For how long documents are used that are no longer fresh. Never one that its publisher has withdrawn.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Stale {
    /// Seconds past their freshness, while they are fetched anew behind those who use them.
    #[schemars(range(max = 60))]
    pub(crate) while_revalidating_seconds: u64,
    /// The age in seconds until which they are used while fetching fails.
    #[schemars(range(max = 86_400))]
    pub(crate) on_error_seconds: u64,
    /// The same at the token endpoint and where nothing is fetched: a publisher that is down for an evening
    /// ends nobody's session.
    #[schemars(range(max = 86_400))]
    pub(crate) on_error_at_token_seconds: u64,
}

impl Stale {
    pub(crate) fn rules(&self) -> StaleRules {
        StaleRules {
            while_revalidating: Duration::from_secs(self.while_revalidating_seconds),
            on_error: Duration::from_secs(self.on_error_seconds),
            on_error_at_token: Duration::from_secs(self.on_error_at_token_seconds),
        }
    }
}

impl Default for Stale {
    fn default() -> Self {
        let rules = StaleRules::default();
        Stale {
            while_revalidating_seconds: rules.while_revalidating.as_secs(),
            on_error_seconds: rules.on_error.as_secs(),
            on_error_at_token_seconds: rules.on_error_at_token.as_secs(),
        }
    }
}

/// Fetches that are under way.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Fetches {
    /// How many at once. There is no queue: a request that finds no place is refused. 256 is a quarter of the
    /// file descriptors that a process usually has.
    #[schemars(range(min = 8, max = 65_536))]
    pub(crate) in_flight: usize,
    /// How many requests may wait for one of them: those of a second for a popular client.
    #[schemars(range(min = 1, max = 1_048_576))]
    pub(crate) waiters: usize,
    /// Milliseconds for one of them, the last resort that frees the place of a fetcher that hangs.
    #[schemars(range(min = 1, max = 60_000))]
    pub(crate) deadline_ms: u64,
    /// Milliseconds for a hook of this server's own code. A hook that is late counts as one that failed.
    #[schemars(range(min = 1, max = 60_000))]
    pub(crate) hook_deadline_ms: u64,
}

impl Default for Fetches {
    fn default() -> Self {
        Fetches {
            in_flight: builder::IN_FLIGHT,
            waiters: builder::WAITERS,
            deadline_ms: millis(builder::FETCH_DEADLINE),
            hook_deadline_ms: millis(builder::HOOK_DEADLINE),
        }
    }
}

/// How often documents may be fetched, a minute. Of each rate a quarter is for strangers, and half for them and
/// signed-in users together.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Rates {
    /// Documents that are not at hand, in all.
    #[schemars(range(min = 4, max = 100_000))]
    pub(crate) discovery: u32,
    /// Newer copies of documents that are, in all.
    #[schemars(range(min = 4, max = 100_000))]
    pub(crate) refresh: u32,
    /// From one host: nothing to a web server, and enough for 750 clients that live on it.
    #[schemars(range(min = 4, max = 100_000))]
    pub(crate) host: u32,
    /// From a host that a rule trusts. Finite, because anybody may sign up there.
    #[schemars(range(min = 4, max = 100_000))]
    pub(crate) trusted_host: u32,
    /// From all hosts of one registrable domain, trusted ones not counted: whoever owns a domain makes up hosts
    /// as he likes. Counts in a program that was built with the feature public-suffix of tower-cimd.
    #[schemars(range(min = 4, max = 100_000))]
    pub(crate) site: u32,
    /// Unknown documents for one user or, where this server names none, one IPv4 address or IPv6 /64.
    #[schemars(range(min = 4, max = 100_000))]
    pub(crate) requester: u32,
    /// Client_ids, hosts, requesters and proven clients that are remembered for all that, some 10 MiB.
    #[schemars(range(min = 1_024, max = 1_048_576))]
    pub(crate) accounts: usize,
}

impl Rates {
    pub(crate) fn limits(&self) -> Limits {
        Limits::default()
            .discovery(self.discovery)
            .refresh(self.refresh)
            .host(self.host)
            .trusted_host(self.trusted_host)
            .site(self.site)
            .requester(self.requester)
            .accounts(self.accounts)
    }
}

impl Default for Rates {
    fn default() -> Self {
        let limits = Limits::default();
        Rates {
            discovery: limits.discovery,
            refresh: limits.refresh,
            host: limits.host,
            trusted_host: limits.trusted_host,
            site: limits.site,
            requester: limits.requester,
            accounts: limits.accounts,
        }
    }
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
