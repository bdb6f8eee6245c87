//! Bounds that a policy puts on the freshness of one client's documents.

use std::time::Duration;

use crate::rules::freshness::lifetime::Freshness;

/// How long a document of one client is fresh at least and at most, as a policy has it
/// ([`Policy::lifetime`](crate::resolve::Policy::lifetime)). The default bounds nothing.
///
/// They come on top of the server's own ([`FreshnessRules`](crate::rules::freshness::FreshnessRules)) and
/// hold for what those hold for: neither `no-store`, `private`, `no-cache` nor `Vary: *` is a matter of
/// bounds. The longest counts where the two contradict each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LifetimeBounds {
    /// The shortest lifetime. It prolongs none beyond the server's own `max`.
    pub min: Option<Duration>,
    /// The longest lifetime. It may be shorter than the server's own `min`.
    pub max: Option<Duration>,
}

impl LifetimeBounds {
    /// Both at once: the longer of the shortest, and the shorter of the longest.
    pub fn and(self, other: LifetimeBounds) -> LifetimeBounds {
        let shorter = |one: Duration| other.max.map_or(one, |other| other.min(one));
        LifetimeBounds {
            min: self.min.max(other.min),
            max: self.max.map(shorter).or(other.max),
        }
    }
}

impl Freshness {
    /// The same within `bounds`, prolonged to no more than `ceiling`.
    #[must_use]
    pub fn within(self, bounds: LifetimeBounds, ceiling: Duration) -> Freshness {
        if !self.storable || self.no_cache {
            return self;
        }
        let at_least = bounds.min.unwrap_or_default().min(ceiling);
        let at_most = bounds.max.unwrap_or(Duration::MAX);
        Freshness {
            lifetime: self.lifetime.max(at_least).min(at_most),
            ..self
        }
    }
}
