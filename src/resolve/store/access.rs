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
    /// When the store is tried again, during an outage.
    outage: Mutex<Option<Instant>>,
}

impl Access {
    pub(crate) fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, deadline: Duration) -> Self {
        event::store_joined();
        Access {
            store,
            throttle: Throttle::new(Arc::clone(&clock)),
            clock,
            deadline,
            outage: Mutex::default(),
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

    fn is_due(&self) -> bool {
        let now = self.clock.now();
        match &mut *self.outage() {
            Some(retry) if now < *retry => false,
            Some(retry) => {
                // This one tries; the next one not before this one had its time.
                *retry = now + RETRY;
                true
            }
            None => true,
        }
    }

    fn end_outage(&self) {
        if self.outage().take().is_some() {
            event::store_recovered();
        }
    }

    fn note_failure<T>(&self, error: Option<&StoreError>) -> Option<T> {
        let retry = self.clock.now() + RETRY;
        if self.outage().replace(retry).is_none() {
            event::store_lost(error.map(|error| error as _));
        }
        None
    }

    fn outage(&self) -> MutexGuard<'_, Option<Instant>> {
        self.outage.lock().unwrap_or_else(PoisonError::into_inner)
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
