//! What runs beside the requests.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::resolve::store::post::Post;

/// The two tasks of the post. They end when this is dropped.
///
/// They begin with the first use, because a resolver may be built outside of a runtime, and again
/// if the runtime that they ran on is gone.
#[derive(Debug, Default)]
pub(crate) struct Tasks(Mutex<Option<[JoinHandle<()>; 2]>>);

impl Tasks {
    /// Makes sure that they run. Does nothing outside of a runtime.
    pub(crate) fn ensure(&self, post: &Arc<Post>) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let over = |tasks: &[JoinHandle<()>; 2]| tasks.iter().any(JoinHandle::is_finished);
        if tasks.as_ref().is_none_or(over) {
            let (sender, listener) = (Arc::clone(post), Arc::clone(post));
            let begun = [
                runtime.spawn(async move { sender.deliver().await }),
                runtime.spawn(async move { listener.listen().await }),
            ];
            abort(tasks.replace(begun));
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
