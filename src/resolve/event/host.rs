//! The host's own parts, and its switches.

use std::error::Error;

use tracing::Level;

#[cfg(feature = "metrics")]
use crate::resolve::event::metric;
use crate::resolve::event::target::TARGET;
use crate::resolve::event::throttle::{Throttle, tell};
use crate::resolve::told::{Chain, Told};

/// The host's observer panicked.
pub(crate) fn observer_panicked(client_id: &str) {
    #[cfg(feature = "metrics")]
    metric::host_failed("observer");
    tracing::event!(
        name: "cimd.observer_panicked",
        target: TARGET,
        Level::ERROR,
        client_id = %Told(client_id),
        "the host's observer panicked"
    );
}

/// The host's client table could not be asked; `None` where it was late.
pub(crate) fn registered_unavailable(
    throttle: &Throttle,
    client_id: &str,
    error: Option<&(dyn Error + 'static)>,
) {
    #[cfg(feature = "metrics")]
    metric::host_failed("registered");
    tell!(
        throttle,
        "cimd.registered_unavailable",
        "",
        Level::ERROR,
        client_id = %Told(client_id),
        detail = error.map(Chain).map(tracing::field::display),
        "the host's client table could not be asked"
    );
}

/// The host could not say whether a client is itself; `None` where it was late.
pub(crate) fn proof_unavailable(
    throttle: &Throttle,
    client_id: &str,
    method: &'static str,
    error: Option<&(dyn Error + 'static)>,
) {
    #[cfg(feature = "metrics")]
    metric::host_failed("proof");
    tell!(
        throttle,
        "cimd.proof_unavailable",
        method,
        Level::ERROR,
        client_id = %Told(client_id),
        method,
        detail = error.map(Chain).map(tracing::field::display),
        "the host could not say whether a client is itself"
    );
}

/// The host could not be asked about a grant; `None` where it was late.
pub(crate) fn grants_unavailable(
    throttle: &Throttle,
    client_id: &str,
    error: Option<&(dyn Error + 'static)>,
) {
    #[cfg(feature = "metrics")]
    metric::host_failed("grants");
    tell!(
        throttle,
        "cimd.grants_unavailable",
        "",
        Level::ERROR,
        client_id = %Told(client_id),
        detail = error.map(Chain).map(tracing::field::display),
        "the host could not be asked about a grant"
    );
}

/// The table in which the host materialises clients did not do an operation; `None` where it was
/// late.
pub(crate) fn client_table_unavailable(
    throttle: &Throttle,
    client_id: &str,
    operation: &'static str,
    error: Option<&(dyn Error + 'static)>,
) {
    #[cfg(feature = "metrics")]
    metric::host_failed("table");
    tell!(
        throttle,
        "cimd.client_table_unavailable",
        operation,
        Level::ERROR,
        client_id = %Told(client_id),
        operation,
        detail = error.map(Chain).map(tracing::field::display),
        "the table in which the host materialises clients did not answer"
    );
}

/// A snapshot out of the host's table was refused.
pub(crate) fn snapshot_refused(throttle: &Throttle, client_id: &str, rule: &'static str) {
    tell!(
        throttle,
        "cimd.snapshot_refused",
        rule,
        Level::INFO,
        client_id = %Told(client_id),
        rule,
        "a snapshot out of the host's table was refused"
    );
}

/// Something was built with a `danger_` switch.
#[cfg(feature = "reqwest")]
pub(crate) fn danger(switch: &'static str) {
    tracing::event!(
        name: "cimd.danger",
        target: TARGET,
        Level::WARN,
        switch,
        "a danger switch is on: not for production"
    );
}
