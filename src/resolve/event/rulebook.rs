//! What the operator's rules did, or would have done.

use tracing::Level;

use crate::resolve::event::throttle::{Throttle, tell};
use crate::resolve::told::Told;

/// A rule refused a client, or a request of it.
pub(crate) fn ruled(throttle: &Throttle, client_id: &str, name: &str, rule: &'static str) {
    tell!(
        throttle,
        "cimd.ruled",
        rule,
        Level::INFO,
        client_id = %Told(client_id),
        name = %Told(name),
        rule,
        "a rule of the operator refused a client"
    );
}

/// A rule that is only reported spoke against a client, or a request of it.
pub(crate) fn reported(throttle: &Throttle, client_id: &str, name: &str, rule: &'static str) {
    tell!(
        throttle,
        "cimd.reported",
        rule,
        Level::INFO,
        client_id = %Told(client_id),
        name = %Told(name),
        rule,
        "a rule of the operator is against a client, and is only reported"
    );
}
