//! A clock that runs ahead.

use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use tower_cimd::resolve::{Clock, SystemClock};

/// Sixty times as fast as the machine's: each second is a minute, and rates count by it.
#[derive(Debug)]
pub(crate) struct FastClock {
    start: (Instant, SystemTime),
}

impl FastClock {
    pub(crate) fn new() -> FastClock {
        FastClock {
            start: (Instant::now(), SystemTime::now()),
        }
    }

    fn elapsed(&self) -> Duration {
        self.start.0.elapsed() * 60
    }
}

impl Clock for FastClock {
    fn now(&self) -> Instant {
        self.start.0 + self.elapsed()
    }

    fn wall(&self) -> SystemTime {
        self.start.1 + self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        SystemClock.sleep(duration / 60)
    }
}
