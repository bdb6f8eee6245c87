//! When a document that is in use is fetched anew, so that nobody waits for it.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// The uses of one document in its present lifetime, and which of them is to have it renewed.
///
/// A document that is used once is never renewed: otherwise a stranger who names ten thousand
/// client_ids would have us fetch twenty thousand documents (T12).
///
/// The lifetime is that of the moment, which the policy may bound in another way at each use.
#[derive(Debug)]
pub(crate) struct Renewal {
    /// Documents that were fetched together are not renewed together.
    jitter: u8,
    /// Counted no further than it matters, so that later uses write to no shared memory.
    uses: AtomicU32,
    /// The age, in nanoseconds, up to which a use has claimed it.
    claimed: AtomicU64,
}

impl Renewal {
    pub(crate) fn new() -> Self {
        let [jitter, ..] = RandomState::new().hash_one(()).to_be_bytes();
        Renewal {
            jitter,
            uses: AtomicU32::new(0),
            claimed: AtomicU64::new(0),
        }
    }

    /// Counts a use.
    pub(crate) fn count(&self) {
        if self.uses.load(Ordering::Relaxed) < IN_USE {
            self.uses.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether a use at `age` may be the one that has the document renewed.
    pub(crate) fn is_due(&self, age: Duration, lifetime: Duration) -> bool {
        let claimed = self.claimed.load(Ordering::Relaxed);
        let is_ahead = age < lifetime;
        age >= self.due(lifetime) && nanoseconds(age) >= claimed && (!is_ahead || self.is_in_use())
    }

    /// Whether a use at `age`, at which it is due, is the one that has the document renewed.
    ///
    /// Only one is: of many at the same time, and until the document expires. If it could not be
    /// renewed by then, one use in half a minute tries again.
    pub(crate) fn claim(&self, age: Duration, lifetime: Duration) -> bool {
        let next = match age < lifetime {
            true => lifetime,
            false => age.saturating_add(AGAIN),
        };
        let claimed = self.claimed.fetch_max(nanoseconds(next), Ordering::Relaxed);
        nanoseconds(age) >= claimed
    }

    /// When between 75 % and 95 % of the lifetime are over.
    fn due(&self, lifetime: Duration) -> Duration {
        let lead = lifetime / 20 + lifetime / 5 / 256 * u32::from(self.jitter);
        lifetime.saturating_sub(lead)
    }

    fn is_in_use(&self) -> bool {
        self.uses.load(Ordering::Relaxed) >= IN_USE
    }
}

fn nanoseconds(age: Duration) -> u64 {
    u64::try_from(age.as_nanos()).unwrap_or(u64::MAX)
}

/// Uses from which on a document is in use.
const IN_USE: u32 = 2;
/// How long after a renewal that brought nothing another is tried.
const AGAIN: Duration = Duration::from_secs(30);
