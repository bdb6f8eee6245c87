//! What the layers do.

use tracing::Level;

use crate::resolve::event::target::TARGET;
use crate::resolve::event::throttle::{Throttle, tell};

/// A layer was made for token requests, and nobody tells it what their grants are bound to.
pub(crate) fn grants_unheld() {
    tracing::event!(
        name: "cimd.grants_unheld",
        target: TARGET,
        Level::INFO,
        "the layer does not hold grants to their clients, because it was given no `grants`"
    );
}

/// A response on a metadata route passed without additions.
pub(crate) fn unadvertised(throttle: &Throttle, rule: &'static str, is_usual: bool) {
    match is_usual {
        true => tracing::event!(
            name: "cimd.unadvertised",
            target: TARGET,
            Level::DEBUG,
            rule,
            "metadata passed without additions"
        ),
        false => tell!(
            throttle,
            "cimd.unadvertised",
            rule,
            Level::INFO,
            rule,
            "metadata passed without additions"
        ),
    }
}
