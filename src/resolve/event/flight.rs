//! Fetches under way.

use std::future::Future;
use std::time::Duration;

use tracing::field::DisplayValue;
use tracing::instrument::{Instrument, Instrumented};
use tracing::{Level, Span};

use crate::resolve::event::target::TARGET;
use crate::resolve::told::Told;

/// What a flight fetches, and how its key is called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject {
    /// A client metadata document, by its `client_id`.
    Document,
    /// A key set, by its `jwks_uri`.
    #[cfg(feature = "private-key-jwt")]
    KeySet,
}

impl Subject {
    /// `key` under the name `client_id`, and under the name `jwks_uri`.
    fn fields(self, key: &str) -> [Option<DisplayValue<Told<'_>>>; 2] {
        let told = Some(tracing::field::display(Told(key)));
        match self {
            Subject::Document => [told, None],
            #[cfg(feature = "private-key-jwt")]
            Subject::KeySet => [None, told],
        }
    }
}

/// A fetch ended without an outcome.
pub(crate) fn crashed(subject: Subject, key: &str) {
    let [client_id, jwks_uri] = subject.fields(key);
    tracing::event!(
        name: "cimd.crashed",
        target: TARGET,
        Level::ERROR,
        client_id,
        jwks_uri,
        "a fetch ended without an outcome"
    );
}

/// Runs a fetch in its own span.
pub(crate) fn in_flight<F: Future>(subject: Subject, key: &str, fetch: F) -> Instrumented<F> {
    let [client_id, jwks_uri] = subject.fields(key);
    let span = tracing::span!(
        target: TARGET,
        parent: None,
        Level::DEBUG,
        "cimd.fetch",
        client_id,
        jwks_uri
    );
    span.follows_from(Span::current());
    fetch.instrument(span)
}

pub(super) fn milliseconds(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
