//! Moments, as a page shows them: how long ago or ahead, and exactly.

use std::time::SystemTime;

use crate::admin::said::Said;
use crate::admin::when::{span, timestamp};
use crate::resolve::operator::Given;

/// A moment, seen from another one.
pub(super) struct Moment {
    /// As RFC 3339 has it.
    pub(super) at: String,
    /// `3 min ago`, or `in 3 min`.
    pub(super) words: String,
}

/// A day that is far away.
pub(super) struct Day(Moment);

/// Who ordered something, when and why.
pub(super) struct Signed {
    pub(super) by: Said,
    pub(super) why: Said,
    pub(super) at: Moment,
}

impl Moment {
    pub(super) fn new(at: SystemTime, now: SystemTime) -> Self {
        let words = match at.duration_since(now) {
            Ok(ahead) if !ahead.is_zero() => format!("in {}", span(ahead)),
            Ok(_) => "just now".to_owned(),
            Err(error) => format!("{} ago", span(error.duration())),
        };
        Moment {
            at: timestamp(at),
            words,
        }
    }
}

impl Day {
    pub(super) fn new(at: SystemTime, now: SystemTime) -> Self {
        Day(Moment::new(at, now))
    }

    /// As RFC 3339 has it.
    pub(super) fn at(&self) -> &str {
        &self.0.at
    }

    /// `2026-01-31, in 29 d 23 h`
    pub(super) fn words(&self) -> String {
        let date = self.0.at.split('T').next().unwrap_or_default();
        format!("{date}, {}", self.0.words)
    }
}

impl Signed {
    pub(super) fn new(given: &Given, now: SystemTime) -> Self {
        Signed {
            by: Said::new(&given.by),
            why: Said::new(&given.why),
            at: Moment::new(given.at, now),
        }
    }
}
