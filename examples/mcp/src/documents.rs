//! Documents that are given, and the internet for all others.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode};
use tower_cimd::net::HttpsFetch;
use tower_cimd::resolve::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};

/// A fetcher with some documents in hand; clones share them. What it does not have, it asks the guarded
/// fetcher for, so that clients out there are served too.
///
/// A real server leaves it out: all documents come from their publishers.
#[derive(Clone, Debug)]
pub struct Documents {
    given: Arc<RwLock<BTreeMap<String, Bytes>>>,
    internet: Arc<HttpsFetch>,
}

impl Documents {
    pub(crate) fn new(given: &BTreeMap<String, Vec<u8>>, internet: HttpsFetch) -> Self {
        let given = given.iter();
        let owned = given.map(|(url, document)| (url.clone(), Bytes::from(document.clone())));
        Documents {
            given: Arc::new(RwLock::new(owned.collect())),
            internet: Arc::new(internet),
        }
    }

    /// Gives `document` from now on to whoever fetches `url` anew.
    pub fn publish(&self, url: &str, document: impl Into<Bytes>) {
        let mut given = self.given.write().unwrap_or_else(PoisonError::into_inner);
        given.insert(url.to_owned(), document.into());
    }

    fn given(&self, url: &str) -> Option<Fetched> {
        let given = self.given.read().unwrap_or_else(PoisonError::into_inner);
        let body = given.get(url)?.clone();
        let json = (CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Some(Fetched {
            status: StatusCode::OK,
            headers: HeaderMap::from_iter([json]),
            body,
        })
    }
}

impl Fetch for Documents {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        match self.given(&request.url) {
            Some(answer) => Box::pin(async { Ok(answer) }),
            None => self.internet.fetch(request),
        }
    }
}
