//! What the operator's rules did, or would have done.

use tracing::Level;

use crate::resolve::event::target::TARGET;
use crate::resolve::told::Told;

/// A rule refused a client, or a request of it.
pub(crate) fn ruled(client_id: &str, name: &str, rule: &'static str) {
    tracing::event!(
        name: "cimd.ruled",
        target: TARGET,
        Level::INFO,
        client_id = %Told(client_id),
        name = %Told(name),
        rule,
        "a rule of the operator refused a client"
    );
}

/// A rule that is only reported spoke against a client, or a request of it.
pub(crate) fn reported(client_id: &str, name: &str, rule: &'static str) {
    tracing::event!(
        name: "cimd.reported",
        target: TARGET,
        Level::INFO,
        client_id = %Told(client_id),
        name = %Told(name),
        rule,
        "a rule of the operator is against a client, and is only reported"
    );
}
