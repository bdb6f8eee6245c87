//! The store that nodes share.

use std::error::Error;

use tracing::Level;

#[cfg(feature = "metrics")]
use crate::resolve::event::metric;
use crate::resolve::event::target::TARGET;
use crate::resolve::event::throttle::{Throttle, tell};
use crate::resolve::told::{Chain, Told};

/// A copy was dropped, because another node withdrew it.
pub(crate) fn withdrawn(client_id: &str) {
    tracing::event!(
        name: "cimd.withdrawn",
        target: TARGET,
        Level::DEBUG,
        client_id = %Told(client_id),
        "a copy was dropped, because another node withdrew it"
    );
}

/// The shared store failed; `None` where it was late.
pub(crate) fn store_lost(error: Option<&(dyn Error + 'static)>) {
    #[cfg(feature = "metrics")]
    metric::store_is(false);
    tracing::event!(
        name: "cimd.store_lost",
        target: TARGET,
        Level::WARN,
        detail = error.map(Chain).map(tracing::field::display),
        "the shared store failed, and this node works alone"
    );
}

/// The shared store answers again.
pub(crate) fn store_recovered() {
    #[cfg(feature = "metrics")]
    metric::store_is(true);
    tracing::event!(
        name: "cimd.store_recovered",
        target: TARGET,
        Level::INFO,
        "the shared store answers again"
    );
}

/// Something out of the shared store was refused.
///
/// Whose a message is can be read only under a seal that holds, so there may be no client_id.
pub(crate) fn store_refused(throttle: &Throttle, client_id: Option<&str>, rule: &'static str) {
    #[cfg(feature = "metrics")]
    metric::store_refused(rule);
    tell!(
        throttle,
        "cimd.store_refused",
        rule,
        Level::WARN,
        client_id = client_id.map(Told).map(tracing::field::display),
        rule,
        "something out of the shared store was refused"
    );
}

/// More messages came by the shared store than are heeded.
pub(crate) fn store_flooded() {
    tracing::event!(
        name: "cimd.store_flooded",
        target: TARGET,
        Level::WARN,
        "more messages came by the shared store than are heeded"
    );
}

/// Too many withdrawals wait for the shared store to send one more.
pub(crate) fn withdrawal_lost(throttle: &Throttle, client_id: &str) {
    tell!(
        throttle,
        "cimd.withdrawal_lost",
        "",
        Level::WARN,
        client_id = %Told(client_id),
        "too many withdrawals wait for the shared store to send one more"
    );
}
