//! How clients are authenticated.

use std::error::Error;
use std::time::Duration;

use http::StatusCode;
use tracing::Level;

use crate::resolve::event::flight::milliseconds;
#[cfg(feature = "metrics")]
use crate::resolve::event::metric;
use crate::resolve::event::target::TARGET;
use crate::resolve::event::throttle::{Throttle, tell};
use crate::resolve::told::{Chain, Told};

/// An answer came from where a client's keys are.
pub(crate) fn keys_fetched(jwks_uri: &str, status: StatusCode, bytes: usize, elapsed: Duration) {
    tracing::event!(
        name: "cimd.keys_fetched",
        target: TARGET,
        Level::DEBUG,
        jwks_uri = %Told(jwks_uri),
        status = status.as_u16(),
        bytes,
        elapsed_ms = milliseconds(elapsed),
        "an answer came from where a client's keys are"
    );
}

/// No usable key set came of a fetch.
pub(crate) fn keys_unavailable(
    throttle: &Throttle,
    jwks_uri: &str,
    cause: &'static str,
    error: Option<&(dyn Error + 'static)>,
    elapsed: Duration,
) {
    tell!(
        throttle,
        "cimd.keys_unavailable",
        cause,
        Level::INFO,
        jwks_uri = %Told(jwks_uri),
        cause,
        detail = error.map(Chain).map(tracing::field::display),
        elapsed_ms = milliseconds(elapsed),
        "no usable key set came of a fetch"
    );
}

/// The store of used assertions could not be asked; `None` where it was late.
pub(crate) fn replay_store_unavailable(
    throttle: &Throttle,
    client_id: &str,
    error: Option<&(dyn Error + 'static)>,
) {
    #[cfg(feature = "metrics")]
    metric::host_failed("replay");
    tell!(
        throttle,
        "cimd.replay_store_unavailable",
        "",
        Level::ERROR,
        client_id = %Told(client_id),
        detail = error.map(Chain).map(tracing::field::display),
        "the store of used assertions could not be asked"
    );
}
