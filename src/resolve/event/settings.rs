//! Settings that a running server reads anew.

use std::fmt::Display;

use tracing::Level;

use crate::resolve::event::target::TARGET;

/// New settings are in force.
pub(crate) fn settings_applied() {
    tracing::event!(
        name: "cimd.settings_applied",
        target: TARGET,
        Level::INFO,
        "new settings are in force"
    );
}

/// New settings are wrong. `detail` is the operator's own, and repeats no value.
pub(crate) fn settings_refused(detail: &dyn Display) {
    tracing::event!(
        name: "cimd.settings_refused",
        target: TARGET,
        Level::ERROR,
        detail = %detail,
        "new settings are wrong, and the old ones stay in force"
    );
}
