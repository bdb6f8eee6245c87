//! All records together.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::resolve::clock::Clock;
use crate::resolve::records::change::{ChangeRecord, RecentChanges};
use crate::resolve::records::refusal::{RefusalRecord, Refusals, Refused};
use crate::resolve::records::result::{LastResult, Results};
use crate::rules::change::{ChangeKind, ChangeKinds};
use crate::rules::client::Client;

/// What happened lately. Nothing is taken down until somebody wants to know.
#[derive(Debug)]
pub(crate) struct Records {
    wanted: AtomicBool,
    clock: Arc<dyn Clock>,
    refusals: Mutex<Refusals>,
    changes: Mutex<RecentChanges>,
    results: Mutex<Results>,
}

impl Records {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Records {
            wanted: AtomicBool::new(false),
            clock,
            refusals: Mutex::default(),
            changes: Mutex::default(),
            results: Mutex::default(),
        }
    }

    /// Takes down what happens from now on.
    pub(crate) fn begin(&self) {
        self.wanted.store(true, Ordering::Release);
    }

    pub(crate) fn refused(&self, refused: Refused<'_>) {
        if self.is_wanted() {
            lock(&self.refusals).add(refused, self.clock.wall());
        }
    }

    /// The publisher gave another document than that of `old`.
    pub(crate) fn changed(&self, old: &Client, kinds: ChangeKinds) {
        let kinds = kinds.iter().map(ChangeKind::as_str).collect();
        self.change(old, kinds, None);
    }

    /// The publisher no longer gives a valid document.
    pub(crate) fn unpublished(&self, old: &Client, rule: &'static str) {
        self.change(old, Vec::new(), Some(rule));
    }

    /// What the fetch of a document came to.
    pub(crate) fn landed(&self, client_id: Arc<str>, outcome: &'static str) {
        if self.is_wanted() {
            let at = self.clock.wall();
            lock(&self.results).add(client_id, LastResult { outcome, at });
        }
    }

    pub(crate) fn refusals(&self) -> Vec<RefusalRecord> {
        lock(&self.refusals).all(self.clock.wall())
    }

    pub(crate) fn changes(&self) -> Vec<ChangeRecord> {
        lock(&self.changes).all()
    }

    pub(crate) fn result(&self, client_id: &str) -> Option<LastResult> {
        lock(&self.results).of(client_id)
    }

    fn change(&self, old: &Client, kinds: Vec<&'static str>, rule: Option<&'static str>) {
        if !self.is_wanted() {
            return;
        }
        lock(&self.changes).add(ChangeRecord {
            client_id: old.client_id().as_str().to_owned(),
            at: self.clock.wall(),
            kinds,
            rule,
            // A copy: the body may be a slice of something larger.
            before: Bytes::copy_from_slice(old.raw()),
        });
    }

    fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Acquire)
    }
}

/// Nothing that runs under these locks leaves anything half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
