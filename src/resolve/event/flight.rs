//! Fetches under way.

use std::future::Future;
use std::time::Duration;

use tracing::field::DisplayValue;
use tracing::instrument::{Instrument, Instrumented};
use tracing::{Level, Span};

#[cfg(feature = "metrics")]
use crate::resolve::event::metric::UnderWay;
use crate::resolve::event::target::TARGET;
use crate::resolve::told::Told;

/// What a flight is for, and how its key is called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject {
    /// A client metadata document, by its `client_id`.
    Document,
    /// A client that the host's table gets, by its `client_id`.
    Row,
    /// A key set, by its `jwks_uri`.
    #[cfg(feature = "private-key-jwt")]
    KeySet,
}

impl Subject {
    /// The name, as metrics spell it.
    #[cfg(feature = "metrics")]
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Subject::Document => "document",
            Subject::Row => "save",
            #[cfg(feature = "private-key-jwt")]
            Subject::KeySet => "keys",
        }
    }

    /// `key` under the name `client_id`, and under the name `jwks_uri`.
    fn fields(self, key: &str) -> [Option<DisplayValue<Told<'_>>>; 2] {
        let told = Some(tracing::field::display(Told(key)));
        match self {
            Subject::Document | Subject::Row => [told, None],
            #[cfg(feature = "private-key-jwt")]
            Subject::KeySet => [None, told],
        }
    }
}

/// A fetch, or a save, ended without an outcome.
pub(crate) fn crashed(subject: Subject, key: &str) {
    let [client_id, jwks_uri] = subject.fields(key);
    tracing::event!(
        name: "cimd.crashed",
        target: TARGET,
        Level::ERROR,
        client_id,
        jwks_uri,
        "a fetch or a save ended without an outcome"
    );
}

/// Runs a fetch, or a save, in its own span.
pub(crate) fn in_flight<F: Future>(
    subject: Subject,
    key: &str,
    fetch: F,
) -> Instrumented<impl Future<Output = F::Output> + use<F>> {
    #[cfg(feature = "metrics")]
    let fetch = counted(fetch, UnderWay::new(subject.kind()));
    let [client_id, jwks_uri] = subject.fields(key);
    macro_rules! named {
        ($name:literal) => {
            tracing::span!(target: TARGET, parent: None, Level::DEBUG, $name, client_id, jwks_uri)
        };
    }
    let span = match subject {
        Subject::Document => named!("cimd.fetch"),
        Subject::Row => named!("cimd.save"),
        #[cfg(feature = "private-key-jwt")]
        Subject::KeySet => named!("cimd.fetch"),
    };
    span.follows_from(Span::current());
    fetch.instrument(span)
}

#[cfg(feature = "metrics")]
async fn counted<F: Future>(fetch: F, _until_it_ends: UnderWay) -> F::Output {
    fetch.await
}

pub(super) fn milliseconds(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
