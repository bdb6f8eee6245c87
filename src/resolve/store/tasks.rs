//! What runs beside the requests.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::resolve::store::desk::Desk;
use crate::resolve::store::post::Post;

/// The tasks of the post: one that delivers, and those that listen. They end when this is dropped.
///
/// They begin with the first use, because a resolver may be built outside of a runtime, and again
/// if the runtime that they ran on is gone.
#[derive(Debug, Default)]
pub(crate) struct Tasks(Mutex<Running>);

#[derive(Debug, Default)]
struct Running {
    deliverer: Option<JoinHandle<()>>,
    listeners: Vec<JoinHandle<()>>,
    /// Others deliver now, and listen as soon as they can.
    relieved: bool,
}

impl Tasks {
    /// Makes sure that they run. Does nothing outside of a runtime.
    pub(crate) fn ensure(&self, post: &Arc<Post>) {
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let mut running = self.running();
        if !running.relieved && running.is_over() {
            running.abort();
            *running = Running::begin(&runtime, post);
        }
    }

    /// Delivers nothing any longer, and listens to the end of this. Whether it ran at all.
    pub(crate) fn relieve(&self) -> bool {
        let mut running = self.running();
        running.relieved = true;
        let deliverer = running.deliverer.take();
        deliverer.inspect(JoinHandle::abort).is_some()
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.running().abort();
    }
}

impl Running {
    fn begin(runtime: &Handle, post: &Arc<Post>) -> Self {
        let sender = Arc::clone(post);
        let listen = |desk: &Arc<Desk>| {
            let (listener, desk) = (Arc::clone(post), Arc::clone(desk));
            runtime.spawn(async move { listener.listen(&desk).await })
        };
        Running {
            deliverer: Some(runtime.spawn(async move { sender.deliver().await })),
            listeners: post.desks.iter().map(listen).collect(),
            relieved: false,
        }
    }

    fn is_over(&self) -> bool {
        let over = |tasks: &JoinHandle<()>| tasks.is_finished();
        self.deliverer.as_ref().is_none_or(over) || self.listeners.iter().any(over)
    }

    fn abort(&self) {
        let all = self.deliverer.iter().chain(&self.listeners);
        all.for_each(JoinHandle::abort);
    }
}
