//! When key sets were last fetched, whatever came of it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::resolve::keys::error::KeysError;

/// At most one fetch in each interval for each key set (T20).
///
/// It remembers attempts and not their outcomes, apart from the cache, so that neither a failure
/// nor an eviction makes a publisher be asked again at once. What it remembers is bounded; while it
/// is full, nothing is fetched that it could not remember.
#[derive(Debug)]
pub(super) struct Spacing {
    interval: Duration,
    most: usize,
    attempts: Mutex<Attempts>,
}

#[derive(Debug, Default)]
struct Attempts {
    of: HashMap<Arc<str>, Instant>,
    /// The same, the oldest first.
    queue: VecDeque<(Arc<str>, Instant)>,
}

impl Spacing {
    pub(super) fn new(interval: Duration, most: usize) -> Self {
        Spacing {
            interval,
            most,
            attempts: Mutex::default(),
        }
    }

    /// Takes the turn for `jwks_uri` at `now`.
    pub(super) fn take_turn(&self, jwks_uri: &Arc<str>, now: Instant) -> Result<(), KeysError> {
        let left = |at| {
            self.interval
                .saturating_sub(now.saturating_duration_since(at))
        };
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.forget(|at| left(at).is_zero());
        if let Some(at) = attempts.of.get(jwks_uri) {
            let retry_after = left(*at);
            return Err(KeysError::HeldBack { retry_after });
        }
        if attempts.of.len() >= self.most {
            return Err(KeysError::Busy);
        }
        attempts.remember(jwks_uri, now);
        Ok(())
    }
}

impl Attempts {
    fn forget(&mut self, is_over: impl Fn(Instant) -> bool) {
        while self.queue.front().is_some_and(|(_, at)| is_over(*at)) {
            if let Some((jwks_uri, _)) = self.queue.pop_front() {
                self.of.remove(&jwks_uri);
            }
        }
    }

    fn remember(&mut self, jwks_uri: &Arc<str>, now: Instant) {
        self.of.insert(Arc::clone(jwks_uri), now);
        self.queue.push_back((Arc::clone(jwks_uri), now));
    }
}
