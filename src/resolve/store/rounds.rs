//! What runs beside the requests, for the operator's orders.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::resolve::store::beats::Beats;

/// The two tasks that keep the orders up to date. They end when this is dropped, begin with the first
/// use, and begin again if the runtime that they ran on is gone.
#[derive(Debug, Default)]
pub(crate) struct Rounds(Mutex<Option<[JoinHandle<()>; 2]>>);

impl Rounds {
    /// Makes sure that they run. Does nothing outside of a runtime.
    pub(crate) fn ensure(&self, beats: &Arc<Beats>) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let over = |tasks: &[JoinHandle<()>; 2]| tasks.iter().any(JoinHandle::is_finished);
        if tasks.as_ref().is_none_or(over) {
            let (teller, listener) = (Arc::clone(beats), Arc::clone(beats));
            let begun = [
                runtime.spawn(async move { teller.follow_orders().await }),
                runtime.spawn(async move { listener.listen().await }),
            ];
            abort(tasks.replace(begun));
        }
    }
}

impl Drop for Rounds {
    fn drop(&mut self) {
        let tasks = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        abort(tasks.take());
    }
}

fn abort(tasks: Option<[JoinHandle<()>; 2]>) {
    tasks.iter().flatten().for_each(JoinHandle::abort);
}
