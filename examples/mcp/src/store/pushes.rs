//! Requests that were pushed.

use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use http::request::Parts;
use tower_cimd::layer::stored::{Answer, PushedRequests, StoredRequest};

use crate::store::table::Table;

/// Pushed requests by their `request_uri`. Until it expires or is answered a request may be read again: the
/// person may reload the page (RFC 9126 §4).
#[derive(Clone, Debug)]
pub(crate) struct Pushes(Arc<Table<StoredRequest>>);

impl Pushes {
    /// RFC 9126 §2.2 gives 5 to 600 seconds as a range.
    pub(crate) const LIFETIME: Duration = Duration::from_secs(60);

    pub(crate) fn new() -> Self {
        Pushes(Arc::new(Table::new(Self::LIFETIME)))
    }

    /// Keeps the request and returns its `request_uri`.
    pub(crate) fn keep(&self, request: StoredRequest) -> String {
        format!("{PREFIX}{}", self.0.keep(request))
    }

    /// Forgets a request that was answered.
    pub(crate) fn spend(&self, request_uri: &str) {
        self.0
            .forget(request_uri.strip_prefix(PREFIX).unwrap_or_default());
    }
}

impl PushedRequests for Pushes {
    fn pushed<'a>(&'a self, request_uri: &'a str, _: &'a Parts) -> Answer<'a> {
        let key = request_uri.strip_prefix(PREFIX).unwrap_or_default();
        Box::pin(ready(Ok(self.0.get(key))))
    }
}

/// RFC 9126 §2.2.
const PREFIX: &str = "urn:ietf:params:oauth:request_uri:";
