//! What was withdrawn, and when: so that nothing older comes back (T9).

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::time::Instant;

/// For each client_id whose document was withdrawn, the moment before which nothing is believed.
///
/// No answer is kept here: the next request fetches. It is bounded; where marks must make room, the
/// latest of them counts for every client_id from then on, so that whoever has many documents
/// withdrawn brings back none.
#[derive(Debug, Default)]
pub(crate) struct Watermarks {
    keys: RandomState,
    recent: HashMap<u64, Instant>,
    earlier: HashMap<u64, Instant>,
    floor: Option<Instant>,
}

impl Watermarks {
    /// Nothing older than `at` is believed of `client_id` from now on.
    pub(crate) fn raise(&mut self, client_id: &str, at: Instant) {
        if self.recent.len() >= GENERATION {
            let passing = std::mem::take(&mut self.recent);
            let dropped = std::mem::replace(&mut self.earlier, passing);
            self.floor = dropped.into_values().chain(self.floor).max();
        }
        let mark = self.recent.entry(self.keys.hash_one(client_id));
        mark.and_modify(|held| *held = at.max(*held)).or_insert(at);
    }

    /// The moment before which nothing is believed of `client_id`.
    pub(crate) fn of(&self, client_id: &str) -> Option<Instant> {
        let key = self.keys.hash_one(client_id);
        let marks = [self.recent.get(&key), self.earlier.get(&key)];
        marks.into_iter().flatten().copied().chain(self.floor).max()
    }
}

/// At most twice as many marks are kept, 65,536, of some 32 bytes; the latest of this many always.
const GENERATION: usize = 32_768;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crate::resolve::clock::{Clock, SystemClock};
    use crate::resolve::watermark::{GENERATION, Watermarks};

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_mark_is_of_its_own_client_id_and_only_rises() {
        let (mut marks, start) = (Watermarks::default(), SystemClock.now());
        marks.raise("a", start + SECOND);
        marks.raise("a", start);
        assert_eq!(marks.of("a"), Some(start + SECOND));
        assert_eq!(marks.of("b"), None);
    }

    #[test]
    fn who_has_many_documents_withdrawn_brings_back_none() {
        let (mut marks, start) = (Watermarks::default(), SystemClock.now());
        marks.raise("revoked", start);
        for n in 1..=100_000 {
            marks.raise(&n.to_string(), start + SECOND * n);
            assert!(marks.recent.len() + marks.earlier.len() <= 2 * GENERATION);
        }
        assert!(marks.of("revoked") >= Some(start));
        // What has made room counts for everybody, what is still kept does not.
        let dropped = u32::try_from(2 * GENERATION - 1).unwrap();
        assert_eq!(marks.of("another"), Some(start + SECOND * dropped));
        assert_eq!(marks.of("100000"), Some(start + SECOND * 100_000));
    }
}
