//! What the layers do.

use tracing::Level;

use crate::resolve::event::target::TARGET;

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
pub(crate) fn unadvertised(rule: &'static str, is_usual: bool) {
    macro_rules! at {
        ($level:expr) => {
            tracing::event!(
                name: "cimd.unadvertised",
                target: TARGET,
                $level,
                rule,
                "metadata passed without additions"
            )
        };
    }
    match is_usual {
        true => at!(Level::DEBUG),
        false => at!(Level::INFO),
    }
}
