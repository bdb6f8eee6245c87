//! A publisher whose answer a test changes as it goes.

use tower_cimd::resolve::{FetchError, Hold, Resolution, ResolveError, StaticFetch};
use tower_cimd::rules::client::Source;
use tower_cimd::{CimdClient, Leg, Resolver};

use crate::support::{document, fetched};
use crate::world::{CLIENT_ID, detached, on};

const JSON: (&str, &str) = ("content-type", "application/json");

/// The publisher of [`CLIENT_ID`]. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Publisher {
    pub(crate) network: StaticFetch,
}

impl Publisher {
    /// Publishes a valid document with these header fields.
    pub(crate) fn with(fields: &[(&str, &str)]) -> Self {
        let publisher = Publisher {
            network: StaticFetch::new(),
        };
        publisher.publishes(document(CLIENT_ID), fields);
        publisher
    }

    pub(crate) fn publishes(&self, document: String, fields: &[(&str, &str)]) {
        let answer = fetched(200, &[&[JSON], fields].concat(), document);
        let _ = self.network.clone().answer(CLIENT_ID, answer);
    }

    /// Answers with this status and no document.
    pub(crate) fn answers(&self, status: u16) {
        let answer = fetched(status, &[], "");
        let _ = self.network.clone().answer(CLIENT_ID, answer);
    }

    /// Cannot be reached.
    pub(crate) fn goes_away(&self) {
        let _ = self.network.clone().fail(CLIENT_ID, || FetchError::Connect);
    }

    /// Answers nobody until the hold is dropped.
    pub(crate) fn is_slow(&self) -> Hold {
        self.network.hold(CLIENT_ID)
    }

    pub(crate) fn fetches(&self) -> usize {
        self.network.fetches()
    }
}

/// The client that a request on `leg` gets.
pub(crate) async fn get(
    resolver: &Resolver,
    leg: impl Into<Option<Leg>>,
) -> Result<CimdClient, ResolveError> {
    let context = leg.into().map_or(detached(), on);
    match resolver.resolve(CLIENT_ID, &context).await? {
        Resolution::Client(client) => Ok(client),
        other => panic!("{other:?}"),
    }
}

/// Where the client of a request on `leg` comes from, or why there is none.
pub(crate) async fn from(
    resolver: &Resolver,
    leg: impl Into<Option<Leg>>,
) -> Result<Source, &'static str> {
    let client = get(resolver, leg).await;
    client
        .map(|client| client.source())
        .map_err(|error| error.cause())
}
