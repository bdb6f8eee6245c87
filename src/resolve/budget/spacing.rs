//! How often a client_id whose document was refused is tried again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::resolve::error::ResolveError;

/// The last attempts for one client_id that brought no valid document.
///
/// A developer who mends a document reloads: three attempts within a minute are free. From the
/// fourth on they are spaced, by a pause that doubles. The last refusal is remembered as the reason
/// of the pause, not as an answer: when the pause is over, the next request fetches
/// (draft-ietf-oauth-client-id-metadata-document-02 §5.2 forbids to cache a failure).
#[derive(Clone, Debug, Default)]
pub(crate) struct Spacing {
    /// When the last of them came, newest first.
    attempts: [Option<Instant>; FREE],
    /// How many pauses there were.
    pauses: u32,
    until: Option<Instant>,
    last: Option<Arc<ResolveError>>,
}

impl Spacing {
    /// An attempt was refused, and the origin may have said when to come again.
    pub(crate) fn refused(
        &mut self,
        error: &ResolveError,
        retry_after: Option<Duration>,
        now: Instant,
    ) {
        if self.is_forgotten(now) {
            *self = Spacing::default();
        }
        self.attempts.rotate_right(1);
        self.attempts[0] = Some(now);
        self.last = Some(Arc::new(error.clone()));
        let pause = self.next_pause(now).max(retry_after.unwrap_or_default());
        self.until = Some(now + pause);
    }

    /// How long until it may be tried again; zero if it may be now.
    pub(crate) fn wait(&self, now: Instant) -> Duration {
        self.until
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// Why the last attempt was refused, and how long ago.
    pub(crate) fn last(&self, now: Instant) -> Option<(Arc<ResolveError>, Duration)> {
        let (last, [at, ..]) = (self.last.clone()?, self.attempts);
        Some((last, now.saturating_duration_since(at?)))
    }

    /// When it is as if there had never been an attempt.
    pub(crate) fn forgotten_at(&self) -> Option<Instant> {
        let [newest, ..] = self.attempts;
        newest.map(|at| at + MEMORY).max(self.until)
    }

    fn is_forgotten(&self, now: Instant) -> bool {
        self.forgotten_at().is_none_or(|at| at <= now)
    }

    fn next_pause(&mut self, now: Instant) -> Duration {
        let [.., oldest] = self.attempts;
        let crowded = oldest.is_some_and(|at| now.saturating_duration_since(at) < WINDOW);
        if !crowded && self.pauses == 0 {
            return Duration::ZERO;
        }
        let pause = doubled(FIRST_PAUSE, self.pauses).min(LONGEST_PAUSE);
        self.pauses += 1;
        pause
    }
}

/// `first`, doubled so many times.
pub(crate) fn doubled(first: Duration, times: u32) -> Duration {
    first.saturating_mul(2_u32.saturating_pow(times))
}

/// Attempts within a minute that are not spaced.
const FREE: usize = 3;
const WINDOW: Duration = Duration::from_secs(60);
const FIRST_PAUSE: Duration = Duration::from_secs(10);
/// A mended document is seen within a minute.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// How long pauses go on to grow after the last attempt.
const MEMORY: Duration = Duration::from_secs(120);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::resolve::clock::{Clock, SystemClock};

    /// The pauses after refusals that come so many seconds after the start.
    fn pauses(seconds: &[u64]) -> Vec<u64> {
        let (start, mut spacing) = (SystemClock.now(), Spacing::default());
        let pauses = seconds.iter().map(|second| {
            let now = start + Duration::from_secs(*second);
            spacing.refused(&ResolveError::OwnHost, None, now);
            spacing.wait(now).as_secs()
        });
        pauses.collect()
    }

    #[test]
    fn spacing_starts_at_the_fourth_attempt_within_a_minute() {
        assert_eq!(pauses(&[0, 0, 0]), [0, 0, 10]);
        assert_eq!(pauses(&[0, 30, 59]), [0, 0, 10]);
        assert_eq!(pauses(&[0, 30, 60, 90, 120]), [0, 0, 0, 0, 0]);
        assert_eq!(pauses(&[0, 58, 59, 61]), [0, 0, 10, 20]);
    }

    #[test]
    fn pauses_double_up_to_a_minute() {
        let seconds = [0, 1, 2, 12, 32, 72, 132, 192];
        assert_eq!(pauses(&seconds), [0, 0, 10, 20, 40, 60, 60, 60]);
    }

    #[test]
    fn pauses_begin_anew_after_two_quiet_minutes() {
        assert_eq!(pauses(&[0, 1, 2, 122, 123, 124]), [0, 0, 10, 0, 0, 10]);
        assert_eq!(pauses(&[0, 1, 2, 121]), [0, 0, 10, 20]);
    }

    #[test]
    fn an_origin_may_ask_for_a_longer_pause_and_not_for_a_shorter() {
        let (mut spacing, now) = (Spacing::default(), SystemClock.now());
        let mut refused = |seconds| {
            spacing.refused(
                &ResolveError::OwnHost,
                Some(Duration::from_secs(seconds)),
                now,
            );
            spacing.wait(now).as_secs()
        };
        assert_eq!([refused(300), refused(7), refused(1)], [300, 7, 10]);
    }

    proptest! {
        #[test]
        fn a_pause_is_bounded_and_honest(gaps in prop::collection::vec(0_u64..200, 1..60)) {
            let (mut now, mut spacing) = (SystemClock.now(), Spacing::default());
            for gap in gaps {
                now += spacing.wait(now) + Duration::from_secs(gap);
                prop_assert!(spacing.wait(now).is_zero());
                spacing.refused(&ResolveError::OwnHost, None, now);
                let wait = spacing.wait(now);
                prop_assert!(wait <= LONGEST_PAUSE);
                prop_assert!(spacing.forgotten_at() >= Some(now + wait));
            }
        }
    }
}
