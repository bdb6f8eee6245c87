//! What was withdrawn, and when: so that nothing older comes back (T9).

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::time::{Instant, SystemTime};

/// A moment by both clocks. Copies of our own are compared by the monotonic one, which nobody can
/// set; those that another node has labelled, by the calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) at: Instant,
    pub(crate) wall: SystemTime,
}

/// For each client_id whose document was withdrawn, the moment before which nothing is believed.
///
/// No answer is kept here: the next request fetches. It is bounded; where marks must make room, the
/// latest of them counts for every client_id from then on, so that whoever has many documents
/// withdrawn brings back none.
#[derive(Debug, Default)]
pub(crate) struct Watermarks {
    keys: RandomState,
    recent: HashMap<u64, Mark>,
    earlier: HashMap<u64, Mark>,
    floor: Option<Mark>,
}

impl Mark {
    /// The later of both, by each clock.
    fn max(self, other: Mark) -> Mark {
        Mark {
            at: self.at.max(other.at),
            wall: self.wall.max(other.wall),
        }
    }
}

impl Watermarks {
    /// Nothing older than `mark` is believed of `client_id` from now on.
    pub(crate) fn raise(&mut self, client_id: &str, mark: Mark) {
        if self.recent.len() >= GENERATION {
            let passing = std::mem::take(&mut self.recent);
            let dropped = std::mem::replace(&mut self.earlier, passing);
            self.floor = dropped.into_values().chain(self.floor).reduce(Mark::max);
        }
        let key = self.keys.hash_one(client_id);
        self.recent
            .entry(key)
            .and_modify(|held| *held = held.max(mark))
            .or_insert(mark);
    }

    /// The moment before which nothing is believed of `client_id`.
    pub(crate) fn of(&self, client_id: &str) -> Option<Mark> {
        let key = self.keys.hash_one(client_id);
        let marks = [self.recent.get(&key), self.earlier.get(&key)];
        let marks = marks.into_iter().flatten().copied();
        marks.chain(self.floor).reduce(Mark::max)
    }
}

/// Marks that are kept are twice as many: 65,536, of some 40 bytes.
const GENERATION: usize = 32_768;
