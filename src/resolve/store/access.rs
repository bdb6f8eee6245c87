//! The way to the store, and what happens while there is none.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::resolve::clock::{Clock, within};
use crate::resolve::event::{self, Throttle};
use crate::resolve::fetch::BoxFuture;
use crate::resolve::store::backend::{Store, StoreError};

/// Asks the store, within a short deadline, and leaves it alone for a while once it fails.
///
/// An outage begins with the first failure and ends with the first answer. It is told once, and
/// its end once. While it lasts one operation in [`RETRY`] is tried; the others come to nothing at
/// once, so that a store that hangs delays nobody.
pub(crate) struct Access {
    store: Arc<dyn Store>,
    /// How often events about the store are told.
    pub(crate) throttle: Throttle,
    clock: Arc<dyn Clock>,
    deadline: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    outage: Option<Outage>,
    was_late: Option<bool>,
}

#[derive(Clone, Copy, Debug)]
struct Outage {
    since: Instant,
    /// When the store is tried again.
    retry: Instant,
}

/// How the store is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Health {
    /// For how long it has not answered, where it does not.
    pub(crate) lost_for: Option<Duration>,
    /// Whether its last failure was to be late, if it ever failed.
    pub(crate) was_late: Option<bool>,
}

impl Access {
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, deadline: Duration) -> Self {
        event::store_joined();
        Access {
            store,
            throttle: Throttle::new(Arc::clone(&clock)),
            clock,
            deadline,
            state: Mutex::default(),
        }
    }

    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// What the store answers; `None` while it is away.
    pub(crate) async fn ask<'a, T>(
        &'a self,
        operation: impl FnOnce(&'a dyn Store) -> BoxFuture<'a, Result<T, StoreError>>,
    ) -> Option<T> {
        if !self.is_due() {
            return None;
        }
        match within(&*self.clock, self.deadline, operation(&*self.store)).await {
            Some(Ok(answer)) => {
                self.end_outage();
                Some(answer)
            }
            Some(Err(error)) => self.note_failure(Some(&error)),
            None => self.note_failure(None),
        }
    }

    /// How the store is.
    pub(crate) fn health(&self) -> Health {
        let (now, state) = (self.clock.now(), self.state());
        Health {
            lost_for: state
                .outage
                .map(|outage| now.saturating_duration_since(outage.since)),
            was_late: state.was_late,
        }
    }

    fn is_due(&self) -> bool {
        let now = self.clock.now();
        match &mut self.state().outage {
            Some(outage) if now < outage.retry => false,
            Some(outage) => {
                // This one tries; the next one not before this one had its time.
                outage.retry = now + RETRY;
                true
            }
            None => true,
        }
    }

    fn end_outage(&self) {
        if self.state().outage.take().is_some() {
            event::store_recovered();
        }
    }

    fn note_failure<T>(&self, error: Option<&StoreError>) -> Option<T> {
        let now = self.clock.now();
        let since = {
            let mut state = self.state();
            state.was_late = Some(error.is_none());
            let since = state.outage.map(|outage| outage.since);
            state.outage = Some(Outage {
                since: since.unwrap_or(now),
                retry: now + RETRY,
            });
            since
        };
        if since.is_none() {
            event::store_lost(error.map(|error| error as _));
        }
        None
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

/// How long a store that failed is left alone: short, so that after a restart of the store its
/// nodes are back within a second.
pub(crate) const RETRY: Duration = Duration::from_secs(1);
