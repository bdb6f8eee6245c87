//! What the operator does.

use tracing::Level;

use crate::resolve::event::target::TARGET;
use crate::resolve::told::Told;

/// What the operator has done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ordered<'a> {
    action: &'static str,
    client_id: Option<&'a str>,
    mode: Option<&'static str>,
    by: &'a str,
}

impl<'a> Ordered<'a> {
    /// Something about a client, or about those that a pattern matches.
    pub(crate) fn about(action: &'static str, client_id: &'a str, by: &'a str) -> Self {
        Ordered {
            action,
            client_id: Some(client_id),
            mode: None,
            by,
        }
    }

    /// Another mode.
    pub(crate) fn mode(mode: &'static str, by: &'a str) -> Self {
        Ordered {
            action: "mode",
            client_id: None,
            mode: Some(mode),
            by,
        }
    }
}

/// The operator has changed something.
pub(crate) fn ordered(ordered: Ordered<'_>) {
    tracing::event!(
        name: "cimd.ordered",
        target: TARGET,
        Level::INFO,
        action = ordered.action,
        client_id = ordered.client_id.map(Told).map(tracing::field::display),
        mode = ordered.mode,
        by = %Told(ordered.by),
        "the operator has changed something"
    );
}

/// This node goes by orders that another one has put into the store.
pub(crate) fn orders_taken(version: u64) {
    tracing::event!(
        name: "cimd.orders_taken",
        target: TARGET,
        Level::INFO,
        version,
        "the node goes by orders out of the shared store"
    );
}

/// The store could not be asked what is ordered, before the first request.
pub(crate) fn orders_unread() {
    tracing::event!(
        name: "cimd.orders_unread",
        target: TARGET,
        Level::ERROR,
        "the node serves clients without knowing whether the operator has blocked some"
    );
}

/// Has nothing told that `look` would tell: the operator looks on, and nobody asks for anything.
pub(crate) fn silently<T>(look: impl FnOnce() -> T) -> T {
    tracing::subscriber::with_default(tracing::subscriber::NoSubscriber::default(), look)
}
