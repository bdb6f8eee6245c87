//! One task for all who wait for the same thing.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::resolve::event::{self, Subject};

/// Single flight: at most one task per key, which belongs to nobody who waits for it.
///
/// A request that goes away does not cancel the task, so that clients who hang up while a document
/// is slow cannot make it be fetched again and again. A task that panics fails those who wait for
/// it and nobody after them.
pub(crate) struct Flights<T> {
    flying: Arc<Flying<T>>,
    subject: Subject,
    /// The most waiters that one flight takes.
    waiters: usize,
}

type Flying<T> = Mutex<HashMap<Arc<str>, watch::Sender<State<T>>>>;

enum State<T> {
    Flying,
    Landed(T),
    Crashed,
}

/// What came of the wish to join a flight.
pub(crate) enum Joined<T, E> {
    /// On board.
    Waiting(Waiter<T>),
    /// The flight takes no more waiters.
    Full,
    /// There was no flight, and none was started.
    NotStarted(E),
}

/// A seat on a flight.
pub(crate) struct Waiter<T>(watch::Receiver<State<T>>);

/// Whether a flight can be started here, which takes a tokio runtime.
pub(crate) fn is_possible() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

impl<T: Clone + Send + Sync + 'static> Flights<T> {
    pub(crate) fn new(waiters: usize) -> Self {
        Self::of(Subject::Document, waiters)
    }

    /// The same flights, with another number of waiters for those who join from now on.
    pub(crate) fn with_waiters(&self, waiters: usize) -> Self {
        Flights {
            flying: Arc::clone(&self.flying),
            subject: self.subject,
            waiters,
        }
    }

    pub(crate) fn of(subject: Subject, waiters: usize) -> Self {
        Flights {
            flying: Arc::default(),
            subject,
            waiters,
        }
    }

    /// Joins the flight for `key`, or starts the one that `start` makes.
    ///
    /// `start` runs while no other flight can start or land, so that what it looks at stays true.
    /// It must be quick, and must not come back here.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime, where nothing can be spawned.
    pub(crate) fn join<F, E>(
        &self,
        key: &Arc<str>,
        start: impl FnOnce() -> Result<F, E>,
    ) -> Joined<T, E>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let (future, landing, waiter) = {
            let mut flying = lock(&self.flying);
            if let Some(state) = flying.get(key) {
                return self.board(state);
            }
            let future = match start() {
                Ok(future) => future,
                Err(error) => return Joined::NotStarted(error),
            };
            let (state, waiter) = watch::channel(State::Flying);
            flying.insert(Arc::clone(key), state.clone());
            (future, self.landing(key, state), Waiter(waiter))
        };
        // Not under the lock: if spawning panics, the landing is dropped, and that takes the lock.
        tokio::spawn(event::in_flight(self.subject, key, async move {
            let landed = future.await;
            landing.land(landed);
        }));
        Joined::Waiting(waiter)
    }

    fn board<E>(&self, state: &watch::Sender<State<T>>) -> Joined<T, E> {
        match state.receiver_count() < self.waiters {
            true => Joined::Waiting(Waiter(state.subscribe())),
            false => Joined::Full,
        }
    }

    fn landing(&self, key: &Arc<str>, state: watch::Sender<State<T>>) -> Landing<T> {
        Landing {
            flying: Arc::clone(&self.flying),
            subject: self.subject,
            key: Arc::clone(key),
            state,
            landed: None,
        }
    }
}

impl<T> fmt::Debug for Flights<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flying = lock(&self.flying).len();
        f.debug_struct("Flights").field("flying", &flying).finish()
    }
}

impl<T: Clone> Waiter<T> {
    /// What the flight came to; `None` if it crashed.
    pub(crate) async fn wait(mut self) -> Option<T> {
        let over = |state: &State<T>| !matches!(state, State::Flying);
        match &*self.0.wait_for(over).await.ok()? {
            State::Landed(landed) => Some(landed.clone()),
            State::Flying | State::Crashed => None,
        }
    }
}

/// Ends the flight when it is dropped, however that comes about.
struct Landing<T> {
    flying: Arc<Flying<T>>,
    subject: Subject,
    key: Arc<str>,
    state: watch::Sender<State<T>>,
    landed: Option<T>,
}

impl<T> Landing<T> {
    fn land(mut self, landed: T) {
        self.landed = Some(landed);
    }
}

impl<T> Drop for Landing<T> {
    fn drop(&mut self) {
        lock(&self.flying).remove(&self.key);
        let state = match self.landed.take() {
            Some(landed) => State::Landed(landed),
            None => {
                event::crashed(self.subject, &self.key);
                State::Crashed
            }
        };
        self.state.send_replace(state);
    }
}

/// Nothing can panic under this lock but a `start` that does so before anything is inserted.
fn lock<T>(flying: &Flying<T>) -> MutexGuard<'_, HashMap<Arc<str>, watch::Sender<State<T>>>> {
    flying.lock().unwrap_or_else(PoisonError::into_inner)
}
