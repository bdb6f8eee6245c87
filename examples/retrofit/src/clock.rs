//! What time it is, in seconds since 1970.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The system's clock, or one that a test sets.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    System,
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands still until it is [moved](Clock::advance).
    pub fn standing_at(seconds: i64) -> Self {
        Clock::Set(Arc::new(AtomicI64::new(seconds)))
    }

    /// Moves a clock that stands; the system's goes by itself.
    pub fn advance(&self, seconds: i64) {
        if let Clock::Set(now) = self {
            now.fetch_add(seconds, Ordering::Relaxed);
        }
    }

    pub(crate) fn now(&self) -> i64 {
        match self {
            Clock::Set(now) => now.load(Ordering::Relaxed),
            Clock::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs().cast_signed()),
        }
    }
}
