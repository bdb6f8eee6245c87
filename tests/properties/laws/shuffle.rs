//! Another order, the same for the same seed.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The items in another order, which depends on the seed alone.
pub fn shuffled<T>(items: impl IntoIterator<Item = T>, seed: impl Hash) -> Vec<T> {
    let numbered = items.into_iter().enumerate();
    let mut keyed: Vec<_> = numbered
        .map(|(place, item)| (hash((&seed, place)), item))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, item)| item).collect()
}

/// The same number for the same value, in every run.
pub fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
