//! What runs beside the requests.

use std::sync::{Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// The two tasks that keep something up to date with the store. They end when this is dropped.
///
/// They begin with the first use, because a resolver may be built outside of a runtime, and again
/// if the runtime that they ran on is gone.
#[derive(Debug, Default)]
pub(crate) struct Tasks(Mutex<Option<[JoinHandle<()>; 2]>>);

impl Tasks {
    /// Makes sure that they run. Does nothing outside of a runtime.
    pub(crate) fn ensure(&self, begin: impl FnOnce(&Handle) -> [JoinHandle<()>; 2]) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let over = |tasks: &[JoinHandle<()>; 2]| tasks.iter().any(JoinHandle::is_finished);
        if tasks.as_ref().is_none_or(over) {
            abort(tasks.replace(begin(&runtime)));
        }
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        let tasks = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        abort(tasks.take());
    }
}

fn abort(tasks: Option<[JoinHandle<()>; 2]>) {
    tasks.iter().flatten().for_each(JoinHandle::abort);
}
