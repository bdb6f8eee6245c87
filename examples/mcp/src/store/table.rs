//! Values under a random key, for a while.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::store::random::random;

/// Values under a random key. Each is forgotten after the table's lifetime; beyond [`ROWS`] the oldest
/// makes room.
#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: Mutex<HashMap<String, Row<T>>>,
    lifetime: Duration,
}

#[derive(Debug)]
struct Row<T> {
    value: T,
    expires: Instant,
}

impl<T: Clone> Table<T> {
    pub(crate) fn new(lifetime: Duration) -> Self {
        Table {
            rows: Mutex::default(),
            lifetime,
        }
    }

    pub(crate) fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Keeps the value and returns its key.
    pub(crate) fn keep(&self, value: T) -> String {
        let (key, now) = (random(), Instant::now());
        let mut rows = self.rows();
        if rows.len() >= ROWS {
            make_room(&mut rows, now);
        }
        let expires = now + self.lifetime;
        rows.insert(key.clone(), Row { value, expires });
        key
    }

    pub(crate) fn get(&self, key: &str) -> Option<T> {
        let rows = self.rows();
        let row = rows.get(key)?;
        (row.expires > Instant::now()).then(|| row.value.clone())
    }

    pub(crate) fn forget(&self, key: &str) {
        self.rows().remove(key);
    }

    fn rows(&self) -> MutexGuard<'_, HashMap<String, Row<T>>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows expire in the order in which they came.
fn make_room<T>(rows: &mut HashMap<String, Row<T>>, now: Instant) {
    rows.retain(|_, row| row.expires > now);
    if rows.len() < ROWS {
        return;
    }
    let oldest = rows.iter().min_by_key(|(_, row)| row.expires);
    if let Some(key) = oldest.map(|(key, _)| key.clone()) {
        rows.remove(&key);
    }
}

/// How many values one table holds.
const ROWS: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_for_its_lifetime() {
        let table = Table::new(Duration::from_secs(60));
        let key = table.keep(1);
        assert_eq!(table.get(&key), Some(1));
        assert_eq!(table.get(&random()), None);
    }

    #[test]
    fn a_value_is_not_found_after_its_lifetime() {
        let table = Table::new(Duration::ZERO);
        let key = table.keep(1);
        assert_eq!(table.get(&key), None);
    }

    #[test]
    fn the_oldest_makes_room() {
        let table = Table::new(Duration::from_secs(60));
        let keys: Vec<String> = (0..=ROWS).map(|value| table.keep(value)).collect();
        assert_eq!(table.get(&keys[0]), None);
        assert_eq!(table.get(&keys[1]), Some(1));
        assert_eq!(table.get(&keys[ROWS]), Some(ROWS));
        assert_eq!(table.rows().len(), ROWS);
    }
}
