//! One rate for several classes of requests, of which the lower cannot use up what is the higher's.

use std::time::{Duration, Instant};

use crate::resolve::budget::bucket::{Bucket, Rate};

/// What a request for a document counts for, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Nobody is known to stand behind it but an address.
    Stranger,
    /// A user of the host's has signed in.
    User,
    /// The client has completed a consent or a token exchange before.
    Proven,
    /// The operator named this client_id.
    Named,
}

impl Standing {
    /// Whether places and rates are kept for it.
    pub(crate) fn is_kept(self) -> bool {
        self >= Standing::Proven
    }

    /// The first of the [`Tiers`] that it pays from.
    fn first(self) -> usize {
        match self {
            Standing::Stranger => 0,
            Standing::User => 1,
            Standing::Proven => 2,
            Standing::Named => 3,
        }
    }
}

/// A rate of which a quarter is for strangers, half for strangers and users, and all for everybody:
/// each pays from his own part and from all that contain it. The operator's named ids pay nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tiers([Bucket; 3]);

impl Tiers {
    /// How long until a request of this standing can be paid for; zero if it can be now.
    pub(crate) fn wait(&self, standing: Standing, rate: Rate, now: Instant) -> Duration {
        let tiers = self.0.iter().zip(PARTS).skip(standing.first());
        let waits = tiers.map(|(bucket, parts)| bucket.wait(rate.divided(parts), now));
        waits.max().unwrap_or_default()
    }

    /// How many requests of this standing can be paid for now.
    pub(crate) fn left(&self, standing: Standing, rate: Rate, now: Instant) -> u32 {
        let tiers = self.0.iter().zip(PARTS).skip(standing.first());
        let left = tiers.map(|(bucket, parts)| bucket.left(rate.divided(parts), now));
        left.min().unwrap_or(u32::MAX)
    }

    /// Pays for one.
    pub(crate) fn spend(&mut self, standing: Standing, rate: Rate, now: Instant) {
        for (bucket, parts) in self.0.iter_mut().zip(PARTS).skip(standing.first()) {
            bucket.spend(rate.divided(parts), now);
        }
    }

    /// When it is as if nothing had ever been spent.
    pub(crate) fn full_at(&self) -> Option<Instant> {
        self.0.iter().filter_map(Bucket::full_at).max()
    }
}

/// By how much the rate of each tier is divided.
const PARTS: [u32; 3] = [4, 2, 1];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::clock::{Clock, SystemClock};

    /// How many of this standing a rate of 40 lets through at once, after those before.
    fn let_through(tiers: &mut Tiers, standing: Standing, now: Instant) -> usize {
        let rate = Rate::per_minute(40);
        let attempts = (0..100).filter(|_| {
            let free = tiers.wait(standing, rate, now).is_zero();
            if free {
                tiers.spend(standing, rate, now);
            }
            free
        });
        attempts.count()
    }

    #[test]
    fn the_lower_leave_to_the_higher_what_is_theirs() {
        let (mut tiers, now) = (Tiers::default(), SystemClock.now());
        let each = [
            (Standing::Stranger, 10),
            (Standing::User, 10),
            (Standing::Proven, 20),
            (Standing::Named, 100),
        ];
        for (standing, expected) in each {
            assert_eq!(
                let_through(&mut tiers, standing, now),
                expected,
                "{standing:?}"
            );
        }
    }

    #[test]
    fn the_higher_may_take_all() {
        let (mut tiers, now) = (Tiers::default(), SystemClock.now());
        assert_eq!(let_through(&mut tiers, Standing::Proven, now), 40);
        assert_eq!(let_through(&mut tiers, Standing::User, now), 0);
        assert_eq!(let_through(&mut tiers, Standing::Stranger, now), 0);
    }

    #[test]
    fn a_wait_is_that_of_the_narrowest_part() {
        let (mut tiers, now) = (Tiers::default(), SystemClock.now());
        let_through(&mut tiers, Standing::Stranger, now);
        let wait = tiers.wait(Standing::Stranger, Rate::per_minute(40), now);
        assert_eq!(wait, Duration::from_secs(6));
        assert_eq!(let_through(&mut tiers, Standing::Stranger, now + wait), 1);
    }
}
