//! A server that is out of reach.

use std::time::{Duration, Instant};

use crate::resolve::budget::spacing::doubled;

/// The failures to get an answer at all, and the pause after the last one: 1 s, doubled by each
/// failure, at most 30 s (T10).
///
/// All failures count alike, so that the times at which we ask again tell nobody which it was (T18).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outage {
    failures: u32,
    until: Option<Instant>,
}

impl Outage {
    /// No answer came, and the origin may have said when to come again.
    pub(crate) fn failed(&mut self, retry_after: Option<Duration>, now: Instant) {
        // One of several fetches that were under way when the first of them failed is no news.
        if !self.wait(now).is_zero() {
            return;
        }
        if self.forgotten_at().is_some_and(|at| at <= now) {
            self.failures = 0;
        }
        let pause = doubled(FIRST_PAUSE, self.failures).min(LONGEST_PAUSE);
        self.failures = self.failures.saturating_add(1);
        self.until = Some(now + pause.max(retry_after.unwrap_or_default()));
    }

    /// How long until it may be tried again; zero if it may be now.
    pub(crate) fn wait(&self, now: Instant) -> Duration {
        self.until
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// When it is as if there had never been a failure.
    pub(crate) fn forgotten_at(&self) -> Option<Instant> {
        self.until.map(|until| until + MEMORY)
    }
}

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How long pauses go on to grow after the last one.
const MEMORY: Duration = Duration::from_secs(90);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::clock::{Clock, SystemClock};

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn pauses_double_up_to_thirty_seconds() {
        let (mut now, mut outage) = (SystemClock.now(), Outage::default());
        let pauses = (0..8).map(|_| {
            outage.failed(None, now);
            let pause = outage.wait(now);
            now += pause;
            pause.as_secs()
        });
        assert_eq!(pauses.collect::<Vec<_>>(), [1, 2, 4, 8, 16, 30, 30, 30]);
    }

    #[test]
    fn failures_at_once_are_one() {
        let (now, mut outage) = (SystemClock.now(), Outage::default());
        for _ in 0..24 {
            outage.failed(None, now);
        }
        assert_eq!(outage.wait(now), seconds(1));
    }

    #[test]
    fn pauses_begin_anew_after_a_quiet_time() {
        let (now, mut outage) = (SystemClock.now(), Outage::default());
        outage.failed(None, now);
        outage.failed(None, now + seconds(90));
        assert_eq!(outage.wait(now + seconds(90)), seconds(2));
        outage.failed(None, now + seconds(182));
        assert_eq!(outage.wait(now + seconds(182)), seconds(1));
    }

    #[test]
    fn an_origin_may_ask_for_a_longer_pause() {
        let (now, mut outage) = (SystemClock.now(), Outage::default());
        outage.failed(Some(seconds(300)), now);
        assert_eq!(outage.wait(now), seconds(300));
    }
}
