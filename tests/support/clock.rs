//! A clock that only a test moves.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;
use tower_cimd::resolve::Clock;

/// Stands still until [`advance`](FakeClock::advance). Clones share the time.
#[derive(Clone, Debug)]
pub(crate) struct FakeClock {
    start: Instant,
    elapsed: watch::Sender<Duration>,
    calendar: Arc<Mutex<SystemTime>>,
}

impl FakeClock {
    /// A clock whose calendar starts at [`FakeClock::EPOCH`].
    pub(crate) fn new() -> Self {
        FakeClock {
            start: Instant::now(),
            elapsed: watch::Sender::new(Duration::ZERO),
            calendar: Arc::new(Mutex::new(SystemTime::UNIX_EPOCH + FakeClock::EPOCH)),
        }
    }

    /// The calendar time at which every fake clock starts: 2026-01-01T00:00:00Z.
    pub(crate) const EPOCH: Duration = Duration::from_secs(1_767_225_600);

    /// Moves the time on and wakes whoever slept until then.
    pub(crate) fn advance(&self, by: Duration) {
        self.elapsed.send_modify(|elapsed| *elapsed += by);
    }

    /// How far the time was moved on.
    pub(crate) fn elapsed(&self) -> Duration {
        *self.elapsed.borrow()
    }

    /// Sets the calendar, as an administrator or a time server does. No time passes.
    pub(crate) fn set_wall(&self, wall: SystemTime) {
        *self.calendar.lock().unwrap() = wall - *self.elapsed.borrow();
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        self.start + *self.elapsed.borrow()
    }

    fn wall(&self) -> SystemTime {
        *self.calendar.lock().unwrap() + *self.elapsed.borrow()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let due = *self.elapsed.borrow() + duration;
        let mut elapsed = self.elapsed.subscribe();
        Box::pin(async move {
            // An error means that the clock is gone: then the time never comes.
            if elapsed.wait_for(|elapsed| *elapsed >= due).await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}
