//! Who is told when a client changes.

use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::resolve::error::ResolveError;
use crate::resolve::event;
use crate::rules::change::Changes;
use crate::rules::client::Client;

/// Is told when a document that was known differs from what its publisher gives now.
///
/// The comparison is between the copy that was held and the one that came, so it misses what
/// happened while nothing was held: a server that must not miss a change between a consent and its
/// use stores a [`binding`](crate::rules::binding) with the consent.
///
/// It is called where the fetch runs, before those who wait for it are answered: hand on what takes
/// time. A panic is told as the event `cimd.observer_panicked` and hurts nobody.
///
/// ```
/// use tower_cimd::CimdClient;
/// use tower_cimd::resolve::Observer;
/// use tower_cimd::rules::change::{ChangeKind, Changes};
///
/// #[derive(Debug)]
/// struct Downgrades;
///
/// impl Observer for Downgrades {
///     fn changed(&self, _: &CimdClient, new: &CimdClient, changes: &Changes) {
///         if changes.kinds().iter().any(ChangeKind::is_downgrade) {
///             eprintln!("{:?} proves less than it did", new.client_id());
///         }
///     }
/// }
/// ```
pub trait Observer: Debug + Send + Sync + 'static {
    /// The publisher gave another document than `old`, and both are valid.
    ///
    /// Not called where nothing differs that has an effect at this server.
    fn changed(&self, old: &Client, new: &Client, changes: &Changes) {
        let _ = (old, new, changes);
    }

    /// The publisher no longer gives a valid document where there was `old`: 404, 410, or whatever
    /// else `error` says. Bad weather is no such reason.
    fn withdrawn(&self, old: &Client, error: &ResolveError) {
        let _ = (old, error);
    }
}

/// Calls `observer`, if there is one, about `client`.
pub(crate) fn tell(
    observer: Option<&Arc<dyn Observer>>,
    client: &Client,
    call: impl FnOnce(&dyn Observer),
) {
    let Some(observer) = observer else { return };
    // Nothing of ours is touched inside, so nothing of ours is left half done.
    if catch_unwind(AssertUnwindSafe(|| call(&**observer))).is_err() {
        event::observer_panicked(client.client_id().as_str());
    }
}
