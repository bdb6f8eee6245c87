//! Which use is made of a copy that is held.

use std::time::{Duration, SystemTime};

use crate::resolve::policy::FetchContext;
use crate::rules::client::{Client, Source};
use crate::rules::freshness::{Freshness, StaleRules};
use crate::rules::leg::Leg;

/// The bounds of one resolver, by the kind of request.
#[derive(Debug)]
pub(crate) struct Staleness(pub(crate) StaleRules);

impl Staleness {
    /// As what a copy of this age is used at once, if it may be: fresh, while it is fetched anew, or
    /// because nothing may be fetched on this leg.
    pub(crate) fn at_once(
        &self,
        freshness: &Freshness,
        age: Duration,
        context: &FetchContext<'_>,
    ) -> Option<Source> {
        if freshness.is_fresh(age) {
            return Some(Source::Cache);
        }
        let usable = match context.leg() {
            _ if context.allows_fetch() => {
                freshness.is_usable_while_revalidating(age, self.0.while_revalidating)
            }
            // Such a leg cannot do better.
            Some(leg) if !leg.may_fetch() => freshness.is_usable_on_error(age, self.bound(leg)),
            // A request that may not cause a fetch, on a leg that else does, is nobody's loss.
            Some(_) | None => false,
        };
        usable.then_some(Source::Stale)
    }

    /// As what such a copy is used where the weather has kept a newer one away, if it may be.
    pub(crate) fn on_error(
        &self,
        freshness: &Freshness,
        age: Duration,
        context: &FetchContext<'_>,
    ) -> Option<Source> {
        if freshness.is_fresh(age) {
            return Some(Source::Cache);
        }
        let bound = context.leg().map_or(self.0.on_error, |leg| self.bound(leg));
        let usable = freshness.is_usable_on_error(age, bound);
        usable.then_some(Source::Stale)
    }

    /// Whether a snapshot of the host's is used where no newer copy can be had, at the age that it
    /// has by the calendar.
    pub(crate) fn outlasts(&self, snapshot: &Client, wall: SystemTime, leg: Leg) -> bool {
        let age = wall.duration_since(snapshot.fetched_at());
        let age = age.unwrap_or_default();
        wall < snapshot.terms().usable_until && age < self.bound(leg)
    }

    fn bound(&self, leg: Leg) -> Duration {
        match leg.is_of_grant() {
            true => self.0.on_error_at_token,
            false => self.0.on_error,
        }
    }
}
