//! Documents that are given, and the internet for all others.

use std::collections::BTreeMap;

use tower_cimd::net::HttpsFetch;
use tower_cimd::resolve::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched, StaticFetch};

use retrofit::store::Failure;

/// A fetcher with some documents in hand, so that the journey needs no internet. A real server has none: all
/// documents come from their publishers.
#[derive(Debug)]
pub(crate) struct Documents {
    urls: Vec<String>,
    given: StaticFetch,
    internet: HttpsFetch,
}

impl Documents {
    pub(crate) fn new(given: BTreeMap<String, Vec<u8>>) -> Result<Self, Failure> {
        let urls = given.keys().cloned().collect();
        let publish = |network: StaticFetch, (url, document)| network.publish(url, document);
        Ok(Documents {
            urls,
            given: given.into_iter().fold(StaticFetch::new(), publish),
            internet: HttpsFetch::builder().build()?,
        })
    }
}

impl Fetch for Documents {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        match self.urls.iter().any(|url| *url == *request.url) {
            true => self.given.fetch(request),
            false => self.internet.fetch(request),
        }
    }
}
