//! This server's own bounds.

use std::time::Duration;

/// Bounds that this server puts on freshness.
///
/// They hold for an answer that may be stored and need not be revalidated each time: `no-store`,
/// `private`, `no-cache` and `Vary: *` are no matter of bounds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FreshnessRules {
    /// The lifetime of an answer that states none. Default 5 minutes: an origin that says nothing
    /// has not thought about caching, and its next version should be seen soon.
    pub default: Duration,
    /// The shortest lifetime. Default 60 seconds, so that `max-age=0` does not make each
    /// authorization request a fetch that a stranger can order.
    pub min: Duration,
    /// The longest lifetime. Default 24 hours, within which a client that was taken over is seen.
    pub max: Duration,
}

impl Default for FreshnessRules {
    fn default() -> Self {
        FreshnessRules {
            default: Duration::from_secs(5 * 60),
            min: Duration::from_secs(60),
            max: Duration::from_secs(24 * 60 * 60),
        }
    }
}

impl FreshnessRules {
    pub(super) fn clamp(&self, lifetime: Duration) -> Duration {
        lifetime.max(self.min).min(self.max)
    }
}
