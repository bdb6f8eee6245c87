//! When a document that is in use is fetched anew, so that nobody waits for it.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// The uses of one document in its present lifetime, and which of them is to have it renewed.
///
/// A document that is used once is never renewed: otherwise a stranger who names ten thousand
/// client_ids would have us fetch twenty thousand documents (T12).
#[derive(Debug)]
pub(crate) struct Renewal {
    lifetime: Duration,
    /// Counted no further than it matters, so that later uses write to no shared memory.
    uses: AtomicU32,
    /// The age, in nanoseconds, from which a use has it renewed.
    due: AtomicU64,
}

impl Renewal {
    /// For a document that is fresh for `lifetime`.
    ///
    /// It is due when between 75 % and 95 % of that are over, each at a moment of its own: documents
    /// that were fetched together are not renewed together.
    pub(crate) fn new(lifetime: Duration) -> Self {
        let [jitter, ..] = RandomState::new().hash_one(()).to_be_bytes();
        let lead = lifetime / 20 + lifetime / 5 / 256 * u32::from(jitter);
        Renewal {
            lifetime,
            uses: AtomicU32::new(0),
            due: AtomicU64::new(nanoseconds(lifetime - lead)),
        }
    }

    /// Counts a use.
    pub(crate) fn count(&self) {
        if self.uses.load(Ordering::Relaxed) < IN_USE {
            self.uses.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether a use at `age` may be the one that has the document renewed.
    pub(crate) fn is_due(&self, age: Duration) -> bool {
        let due = self.due.load(Ordering::Relaxed);
        nanoseconds(age) >= due && (!self.is_ahead(age) || self.is_in_use())
    }

    /// Whether a use at `age`, at which it is due, is the one that has the document renewed.
    ///
    /// Only one is: of many at the same time, and until the document expires. If it could not be
    /// renewed by then, one use in half a minute tries again.
    pub(crate) fn claim(&self, age: Duration) -> bool {
        let next = nanoseconds(match self.is_ahead(age) {
            true => self.lifetime,
            false => age.saturating_add(AGAIN),
        });
        let due = self.due.fetch_max(next, Ordering::Relaxed);
        nanoseconds(age) >= due
    }

    fn is_ahead(&self, age: Duration) -> bool {
        age < self.lifetime
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
