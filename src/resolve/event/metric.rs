//! Every metric of this crate, by name and label (feature `metrics`).
//!
//! They go to whatever recorder of the [`metrics`] facade is installed; without one they cost next to
//! nothing, and a hit allocates nothing. Install the recorder before a resolver is built. What each
//! says stands in [`ALL`] and, as a table, in the [guide](crate::guide::observability). No label ever holds a stranger's text: each is one of a few names that this crate, or the host's
//! own code, has written down (T18).

use std::time::Duration;

use metrics::{Unit, counter, gauge, histogram};

use crate::resolve::event::outcome::Outcome;
use crate::rules::client::Source;

/// A metric, as it is documented.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What tells its series apart.
    pub labels: &'static [&'static str],
    /// What it counts or measures.
    pub says: &'static str,
}

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// A distribution, here of seconds.
    Histogram,
}

impl Kind {
    /// The name, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        }
    }
}

/// Tells the recorder that is installed what each metric says, for those that show it.
pub fn describe() {
    for metric in ALL {
        match metric.kind {
            Kind::Counter => metrics::describe_counter!(metric.name, metric.says),
            Kind::Gauge => metrics::describe_gauge!(metric.name, metric.says),
            Kind::Histogram => {
                metrics::describe_histogram!(metric.name, Unit::Seconds, metric.says);
            }
        }
    }
}

/// Each series has static labels, so that a hit allocates nothing.
pub(super) fn resolved(outcome: Outcome, source: Option<Source>) {
    macro_rules! by_source {
        ($outcome:literal) => {
            match source {
                Some(Source::Fetched) => series!($outcome, "fetched"),
                Some(Source::Cache) => series!($outcome, "cache"),
                Some(Source::Stale) => series!($outcome, "stale"),
                Some(Source::Pinned) => series!($outcome, "pinned"),
                Some(Source::Snapshot) => series!($outcome, "snapshot"),
                None => series!($outcome, "none"),
            }
        };
    }
    macro_rules! series {
        ($outcome:literal, $source:literal) => {
            counter!(RESOLUTIONS, "outcome" => $outcome, "source" => $source)
        };
    }
    let series = match outcome {
        Outcome::Client => by_source!("client"),
        Outcome::Quarantined => by_source!("quarantined"),
        Outcome::Registered => by_source!("registered"),
        Outcome::Pending => by_source!("pending"),
    };
    series.increment(1);
}

pub(super) fn refused(rule: &'static str, leg: &'static str, blame: &'static str) {
    counter!(REFUSALS, "rule" => rule, "leg" => leg, "blame" => blame).increment(1);
}

pub(super) fn denied(rule: &'static str) {
    counter!(DENIALS, "rule" => rule).increment(1);
}

pub(super) fn landed(kind: &'static str, result: &'static str, elapsed: Duration) {
    histogram!(FETCHES, "kind" => kind, "result" => result).record(elapsed);
}

pub(super) fn unaffordable(rule: &'static str) {
    counter!(BUDGET_REFUSALS, "rule" => rule).increment(1);
}

#[cfg(feature = "private-key-jwt")]
pub(super) fn authenticated(result: &'static str) {
    counter!(ASSERTIONS, "result" => result).increment(1);
}

pub(super) fn kept(bytes: u64) {
    gauge!(CACHE_ENTRIES).increment(1);
    gauge!(CACHE_BYTES).increment(float(bytes));
}

pub(super) fn dropped(entries: u64, bytes: u64) {
    gauge!(CACHE_ENTRIES).decrement(float(entries));
    gauge!(CACHE_BYTES).decrement(float(bytes));
}

pub(super) fn store_is(up: bool) {
    gauge!(STORE_UP).set(if up { 1.0 } else { 0.0 });
}

pub(super) fn store_refused(rule: &'static str) {
    counter!(STORE_REFUSALS, "rule" => rule).increment(1);
}

pub(super) fn host_failed(part: &'static str) {
    counter!(HOST_FAILURES, "part" => part).increment(1);
}

/// One more that is under way, until it is dropped.
pub(super) struct UnderWay(&'static str);

impl UnderWay {
    pub(super) fn new(kind: &'static str) -> Self {
        gauge!(IN_FLIGHT, "kind" => kind).increment(1);
        UnderWay(kind)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        gauge!(IN_FLIGHT, "kind" => self.0).decrement(1);
    }
}

/// Exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "a gauge takes nothing else")]
fn float(number: u64) -> f64 {
    number as f64
}

/// Every metric.
pub const ALL: &[Metric] = &[
    Metric {
        name: RESOLUTIONS,
        kind: Kind::Counter,
        labels: &["outcome", "source"],
        says: "client_ids that were resolved",
    },
    Metric {
        name: REFUSALS,
        kind: Kind::Counter,
        labels: &["rule", "leg", "blame"],
        says: "requests that were refused, by the rule in full",
    },
    Metric {
        name: FETCHES,
        kind: Kind::Histogram,
        labels: &["kind", "result"],
        says: "seconds that a fetch took",
    },
    Metric {
        name: IN_FLIGHT,
        kind: Kind::Gauge,
        labels: &["kind"],
        says: "fetches, and saves to the host's table, that are under way",
    },
    Metric {
        name: BUDGET_REFUSALS,
        kind: Kind::Counter,
        labels: &["rule"],
        says: "fetches that were not begun for want of a place or a budget",
    },
    Metric {
        name: CACHE_ENTRIES,
        kind: Kind::Gauge,
        labels: &[],
        says: "documents in the caches of this process",
    },
    Metric {
        name: CACHE_BYTES,
        kind: Kind::Gauge,
        labels: &[],
        says: "what these weigh, roughly, in bytes",
    },
    Metric {
        name: STORE_UP,
        kind: Kind::Gauge,
        labels: &[],
        says: "1 while the shared store answers, 0 while this node works alone",
    },
    Metric {
        name: STORE_REFUSALS,
        kind: Kind::Counter,
        labels: &["rule"],
        says: "things out of the shared store that were refused",
    },
    Metric {
        name: ASSERTIONS,
        kind: Kind::Counter,
        labels: &["result"],
        says: "client assertions that were verified, `valid` or by the rule in full",
    },
    Metric {
        name: DENIALS,
        kind: Kind::Counter,
        labels: &["rule"],
        says: "calls of protected resources that were denied, by the rule in full",
    },
    Metric {
        name: HOST_FAILURES,
        kind: Kind::Counter,
        labels: &["part"],
        says: "answers that a part of the host did not give, or not in time",
    },
];

const RESOLUTIONS: &str = "cimd_resolutions_total";
const REFUSALS: &str = "cimd_refusals_total";
const FETCHES: &str = "cimd_fetch_seconds";
const IN_FLIGHT: &str = "cimd_in_flight";
const BUDGET_REFUSALS: &str = "cimd_budget_refusals_total";
const CACHE_ENTRIES: &str = "cimd_cache_entries";
const CACHE_BYTES: &str = "cimd_cache_bytes";
const STORE_UP: &str = "cimd_store_up";
const STORE_REFUSALS: &str = "cimd_store_refusals_total";
const ASSERTIONS: &str = "cimd_assertions_total";
const DENIALS: &str = "cimd_protect_denials_total";
const HOST_FAILURES: &str = "cimd_host_failures_total";
