//! A rate, and how much of it is spent.

use std::time::{Duration, Instant};

/// So many in a minute, all of which may come at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate(u32);

impl Rate {
    pub(crate) const fn per_minute(count: u32) -> Self {
        Rate(count)
    }

    /// The part of it that is one of `parts`, at least one in a minute.
    pub(crate) fn divided(self, parts: u32) -> Self {
        Rate((self.0 / parts).max(1))
    }

    /// The time in which one is refilled.
    fn interval(self) -> Duration {
        MINUTE / self.0.max(1)
    }
}

/// A token bucket that needs no refilling: all it knows is when it will be full.
///
/// It is the generic cell rate algorithm (ITU-T I.371): what is spent is a debt in time, of which
/// each spending adds one interval and the clock pays back the rest.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bucket {
    full_at: Option<Instant>,
}

impl Bucket {
    /// How long until something can be spent; zero if it can be now.
    pub(crate) fn wait(&self, rate: Rate, now: Instant) -> Duration {
        (self.debt(now) + rate.interval()).saturating_sub(MINUTE)
    }

    /// How many can be spent now.
    pub(crate) fn left(&self, rate: Rate, now: Instant) -> u32 {
        let credit = MINUTE.saturating_sub(self.debt(now)).as_nanos();
        u32::try_from(credit / rate.interval().as_nanos().max(1)).unwrap_or(u32::MAX)
    }

    /// Spends one, which was there to be spent.
    pub(crate) fn spend(&mut self, rate: Rate, now: Instant) {
        self.full_at = Some(now + self.debt(now) + rate.interval());
    }

    /// When it is as if nothing had ever been spent.
    pub(crate) fn full_at(&self) -> Option<Instant> {
        self.full_at
    }

    fn debt(&self, now: Instant) -> Duration {
        self.full_at
            .map_or(Duration::ZERO, |full| full.saturating_duration_since(now))
    }
}

const MINUTE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::resolve::clock::{Clock, SystemClock};

    /// Plays attempts that come so many milliseconds after each other, and says when those came
    /// that were let through, in milliseconds.
    fn let_through(rate: Rate, gaps: &[u64]) -> Vec<u64> {
        let (start, mut bucket, mut at) = (SystemClock.now(), Bucket::default(), 0);
        let mut through = Vec::new();
        for gap in gaps {
            at += gap;
            let now = start + Duration::from_millis(at);
            if bucket.wait(rate, now).is_zero() {
                bucket.spend(rate, now);
                through.push(at);
            }
        }
        through
    }

    proptest! {
        #[test]
        fn a_minute_lets_a_burst_and_a_refill_through_and_no_more(
            count in 1_u32..50,
            gaps in prop::collection::vec(0_u64..5_000, 1..400),
        ) {
            let through = let_through(Rate::per_minute(count), &gaps);
            for (first, at) in through.iter().enumerate() {
                let in_minute = through[first..].iter().take_while(|other| *other - at < 60_000);
                prop_assert!(in_minute.count() <= 2 * count as usize);
            }
        }

        #[test]
        fn whoever_keeps_to_the_rate_is_never_refused(count in 1_u32..1_000, attempts in 1_usize..200) {
            let gap = 60_000_u64.div_ceil(u64::from(count));
            let gaps = vec![gap; attempts];
            prop_assert_eq!(let_through(Rate::per_minute(count), &gaps).len(), attempts);
        }

        #[test]
        fn a_wait_is_honest_to_the_nanosecond(
            count in 1_u32..100_000,
            spent in 1_u32..2_000,
            later in 0_u64..60_000,
        ) {
            let (rate, start, mut bucket) = (Rate::per_minute(count), SystemClock.now(), Bucket::default());
            for _ in 0..spent.min(count) {
                prop_assert!(bucket.wait(rate, start).is_zero());
                bucket.spend(rate, start);
            }
            let now = start + Duration::from_millis(later);
            let wait = bucket.wait(rate, now);
            prop_assert!(wait <= MINUTE);
            prop_assert!(bucket.wait(rate, now + wait).is_zero());
            if !wait.is_zero() {
                let early = now + wait - Duration::from_nanos(1);
                prop_assert!(!bucket.wait(rate, early).is_zero());
            }
        }
    }

    #[test]
    fn a_burst_is_the_whole_minute() {
        for count in [1, 3, 7, 60, 600, 99_999] {
            let gaps = vec![0; count as usize + 10];
            assert_eq!(
                let_through(Rate::per_minute(count), &gaps).len(),
                count as usize
            );
        }
    }

    #[test]
    fn a_clock_that_stands_still_or_falls_back_refills_nothing() {
        let (rate, start, mut bucket) = (Rate::per_minute(1), SystemClock.now(), Bucket::default());
        let later = start + Duration::from_secs(100);
        bucket.spend(rate, later);
        assert_eq!(bucket.wait(rate, later), MINUTE);
        assert_eq!(bucket.wait(rate, start), MINUTE + Duration::from_secs(100));
    }
}
