//! What publishers answer.

use std::error::Error;
use std::time::Duration;

use http::StatusCode;
use tracing::Level;

use crate::resolve::error::ResolveError;
use crate::resolve::event::flight::milliseconds;
use crate::resolve::event::target::TARGET;
use crate::resolve::event::throttle::{Throttle, tell};
use crate::resolve::told::{Chain, Names, Told};
use crate::rules::change::ChangeKinds;

/// An answer came from a publisher.
pub(crate) fn fetched(client_id: &str, status: StatusCode, bytes: usize, elapsed: Duration) {
    tracing::event!(
        name: "cimd.fetched",
        target: TARGET,
        Level::DEBUG,
        client_id = %Told(client_id),
        status = status.as_u16(),
        bytes,
        elapsed_ms = milliseconds(elapsed),
        "an answer came from a publisher"
    );
}

/// No usable answer came.
pub(crate) fn weather(
    throttle: &Throttle,
    client_id: &str,
    error: &ResolveError,
    elapsed: Duration,
) {
    tell!(
        throttle,
        "cimd.weather",
        error.cause(),
        Level::INFO,
        client_id = %Told(client_id),
        cause = error.cause(),
        detail = error.source().map(Chain).map(tracing::field::display),
        elapsed_ms = milliseconds(elapsed),
        "no usable answer came"
    );
}

/// A publisher gave another document than the one that was held.
pub(crate) fn changed(throttle: &Throttle, client_id: &str, kinds: ChangeKinds) {
    tell!(
        throttle,
        "cimd.changed",
        "",
        Level::INFO,
        client_id = %Told(client_id),
        kinds = %Names(kinds),
        "a publisher gave another document than the one that was held"
    );
}

/// A publisher no longer gives a valid document where one was held.
pub(crate) fn unpublished(throttle: &Throttle, client_id: &str, error: &ResolveError) {
    tell!(
        throttle,
        "cimd.unpublished",
        error.cause(),
        Level::INFO,
        client_id = %Told(client_id),
        rule = error.cause(),
        "a publisher no longer gives a valid document where one was held"
    );
}
