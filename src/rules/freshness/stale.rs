//! Whether an answer may be used past its freshness.

use std::time::Duration;

use crate::rules::freshness::lifetime::Freshness;

/// Bounds that this server puts on the use of what is no longer fresh.
///
/// What an origin says can only shorten them (RFC 5861 §3, §4). Each bound may be zero, which turns
/// that use off.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StaleRules {
    /// How long past its freshness an answer is used while it is fetched anew. Default and most
    /// 60 seconds: nobody waits for a publisher that is merely slow, and a change is still seen
    /// within a minute.
    pub while_revalidating: Duration,
    /// How old an answer may be that is used while the publisher cannot be reached. Default 1 hour:
    /// an outage of the publisher does not lock people out at once. At most 24 hours.
    pub on_error: Duration,
    /// The same where a grant already issued is exchanged, revoked or introspected. Default and
    /// most 24 hours: an outage of the publisher must not end what people have agreed to.
    pub on_error_at_token: Duration,
}

impl Default for StaleRules {
    fn default() -> Self {
        StaleRules {
            while_revalidating: StaleRules::LONGEST_WHILE_REVALIDATING,
            on_error: Duration::from_secs(60 * 60),
            on_error_at_token: StaleRules::LONGEST_ON_ERROR,
        }
    }
}

impl StaleRules {
    /// The most that [`while_revalidating`](StaleRules::while_revalidating) may be: 60 seconds.
    pub const LONGEST_WHILE_REVALIDATING: Duration = Duration::from_secs(60);
    /// The most that the other two may be: 24 hours.
    pub const LONGEST_ON_ERROR: Duration = Duration::from_secs(24 * 60 * 60);
}

impl Freshness {
    /// Whether the answer may be used without asking its origin, `age` after the origin gave or
    /// confirmed it.
    pub fn is_fresh(&self, age: Duration) -> bool {
        age < self.lifetime
    }

    /// Whether it may be used, `age` after the origin gave or confirmed it, while it is fetched
    /// anew, for at most `bound` past its freshness.
    pub fn is_usable_while_revalidating(&self, age: Duration, bound: Duration) -> bool {
        let stated = self.stale_while_revalidate.unwrap_or(bound);
        self.may_be_stale() && age < self.lifetime.saturating_add(bound.min(stated))
    }

    /// Whether it may be used, `age` after the origin gave or confirmed it, while the origin cannot
    /// be reached, until it is as old as `bound`.
    ///
    /// The bound counts from the last answer of the origin, so that no failure prolongs it.
    pub fn is_usable_on_error(&self, age: Duration, bound: Duration) -> bool {
        let within = |stated| age < self.lifetime.saturating_add(stated);
        self.may_be_stale() && age < bound && self.stale_if_error.is_none_or(within)
    }

    /// For how long the answer may be used at most, counted from when the origin gave or confirmed
    /// it, whoever cannot be reached.
    pub(crate) fn longest_use(&self) -> Duration {
        let stale = match self.may_be_stale() {
            true => self.stale_if_error.unwrap_or(StaleRules::LONGEST_ON_ERROR),
            false => Duration::ZERO,
        };
        let ceiling = StaleRules::LONGEST_ON_ERROR.max(self.lifetime);
        self.lifetime.saturating_add(stale).min(ceiling)
    }

    /// Whether anything at all allows it to be used once it is stale.
    pub fn may_be_stale(&self) -> bool {
        self.storable && !self.must_revalidate
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use http::{HeaderMap, HeaderValue};

    use super::*;
    use crate::rules::freshness::rules::FreshnessRules;

    #[test]
    fn the_longest_use_ends_with_the_day_or_with_the_lifetime() {
        for (control, seconds) in [
            ("max-age=600", 86_400),
            ("max-age=600, stale-if-error=60", 660),
            ("max-age=600, stale-if-error=0", 600),
            ("max-age=86400, stale-if-error=60", 86_400),
            ("max-age=600, must-revalidate", 600),
            ("no-store", 0),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("cache-control", HeaderValue::from_static(control));
            let (at, rules) = (SystemTime::UNIX_EPOCH, FreshnessRules::default());
            let freshness = Freshness::read(&headers, at, Duration::ZERO, &rules);
            let longest = freshness.longest_use();
            assert_eq!(longest, Duration::from_secs(seconds), "{control}");
        }
    }
}
