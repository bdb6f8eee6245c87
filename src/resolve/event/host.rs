//! The host's own parts, and its switches.

use std::error::Error;

use tracing::Level;

use crate::resolve::event::target::TARGET;
use crate::resolve::told::{Chain, Told};

/// The host's observer panicked.
pub(crate) fn observer_panicked(client_id: &str) {
    tracing::event!(
        name: "cimd.observer_panicked",
        target: TARGET,
        Level::ERROR,
        client_id = %Told(client_id),
        "the host's observer panicked"
    );
}

/// The host's client table could not be asked; `None` where it was late.
pub(crate) fn registered_unavailable(client_id: &str, error: Option<&(dyn Error + 'static)>) {
    tracing::event!(
        name: "cimd.registered_unavailable",
        target: TARGET,
        Level::ERROR,
        client_id = %Told(client_id),
        detail = error.map(Chain).map(tracing::field::display),
        "the host's client table could not be asked"
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
