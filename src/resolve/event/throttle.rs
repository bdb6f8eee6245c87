//! A flood is a few lines and a count.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::resolve::clock::{Clock, SystemClock};
use crate::resolve::records::Records;

/// How often each kind of event, by its name and rule, is told at its own level.
///
/// A stranger can make most of them happen as often as he likes, and logs cost money and hide what
/// matters. Names and rules are written in this crate or by the host, so that there are only so many
/// kinds. There is no timer: what was suppressed is told with the next event of the kind.
#[derive(Debug)]
pub(crate) struct Throttle {
    clock: Arc<dyn Clock>,
    windows: Mutex<BTreeMap<Kind, Window>>,
    /// Where refusals are taken down, of those who have one.
    records: Option<Arc<Records>>,
}

/// How an event is to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Telling {
    /// At its own level, with how many of its kind were not since the last one that was.
    Aloud(Option<u64>),
    /// At debug, where everything is told.
    Quietly,
}

type Kind = (&'static str, &'static str);

#[derive(Debug)]
struct Window {
    since: Instant,
    told: u32,
    suppressed: u64,
}

impl Throttle {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Throttle {
            clock,
            windows: Mutex::default(),
            records: None,
        }
    }

    /// The same, for refusals that are taken down, too.
    pub(crate) fn recording(self, records: Arc<Records>) -> Self {
        Throttle {
            records: Some(records),
            ..self
        }
    }

    pub(crate) fn records(&self) -> Option<&Arc<Records>> {
        self.records.as_ref()
    }

    fn admit(&self, kind: Kind) -> Telling {
        let now = self.clock.now();
        let mut windows = self.windows();
        let window = windows.entry(kind).or_insert_with(|| Window::new(now));
        window.admit(now)
    }

    /// Nothing that runs under the lock can panic.
    fn windows(&self) -> MutexGuard<'_, BTreeMap<Kind, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// By the time of the system, for what has no clock of its own.
impl Default for Throttle {
    fn default() -> Self {
        Throttle::new(Arc::new(SystemClock))
    }
}

impl Telling {
    /// How an event `name` about `rule` is told, which is always aloud where there is no throttle.
    pub(super) fn of<'a>(
        throttle: impl Into<Option<&'a Throttle>>,
        name: &'static str,
        rule: &'static str,
    ) -> Telling {
        let throttle = throttle.into();
        throttle.map_or(Telling::Aloud(None), |throttle| {
            throttle.admit((name, rule))
        })
    }
}

impl Window {
    fn new(since: Instant) -> Self {
        Window {
            since,
            told: 0,
            suppressed: 0,
        }
    }

    fn admit(&mut self, now: Instant) -> Telling {
        let mut suppressed = 0;
        if now.saturating_duration_since(self.since) >= LENGTH {
            suppressed = self.suppressed;
            *self = Window::new(now);
        }
        if self.told == LINES {
            self.suppressed = self.suppressed.saturating_add(1);
            return Telling::Quietly;
        }
        self.told += 1;
        Telling::Aloud((suppressed > 0).then_some(suppressed))
    }
}

/// Tells an event that a stranger can cause: `tell!(throttle, name, rule, level, fields, message)`.
macro_rules! tell {
    ($throttle:expr, $name:literal, $rule:expr, $level:expr, $($told:tt)+) => {
        match $crate::resolve::event::throttle::Telling::of($throttle, $name, $rule) {
            $crate::resolve::event::throttle::Telling::Aloud(suppressed) => tracing::event!(
                name: $name,
                target: $crate::resolve::event::target::TARGET,
                $level,
                suppressed,
                $($told)+
            ),
            $crate::resolve::event::throttle::Telling::Quietly => tracing::event!(
                name: $name,
                target: $crate::resolve::event::target::TARGET,
                tracing::Level::DEBUG,
                $($told)+
            ),
        }
    };
}
pub(super) use tell;

/// So many lines of a kind in so long a time: enough to see that it goes on, and half a line a
/// second at most.
const LINES: u32 = 5;
const LENGTH: Duration = Duration::from_secs(10);
