//! What the layers do.

use tracing::Level;

use crate::resolve::event::target::TARGET;

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
