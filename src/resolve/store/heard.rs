//! How much is heard on a channel.

use std::time::{Duration, Instant};

/// How many messages were heard in the present second.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    since: Option<Instant>,
    messages: u32,
}

impl Heard {
    /// The number of this message within its second.
    pub(crate) fn count(&mut self, now: Instant) -> u32 {
        let age = self.since.map(|since| now.saturating_duration_since(since));
        if age.is_none_or(|age| age >= SECOND) {
            self.since = Some(now);
            self.messages = 0;
        }
        self.messages = self.messages.saturating_add(1);
        self.messages
    }
}

/// Messages that are heeded in a second: far more than documents can be fetched in, and some
/// milliseconds of work.
pub(crate) const MESSAGES: u32 = 1000;
const SECOND: Duration = Duration::from_secs(1);
