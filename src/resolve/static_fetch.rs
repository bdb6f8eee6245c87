//! A fetcher that answers from memory. (stub; signatures final)
use crate::resolve::fetch::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};
/// In-memory publisher for users' tests. Cheap to clone; clones share the documents and the counter.
#[derive(Clone, Debug, Default)]
pub struct StaticFetch {
    _private: (),
}
impl StaticFetch {
    /// nothing published: every fetch is a 404
    pub fn new() -> Self {
        StaticFetch::default()
    }
    /// publishes `document` at `url` as application/json with status 200
    #[must_use]
    pub fn publish(self, url: impl Into<String>, document: impl Into<bytes::Bytes>) -> Self {
        let _ = (url.into(), document.into());
        todo!()
    }
    /// answers `url` with any answer
    #[must_use]
    pub fn answer(self, url: impl Into<String>, answer: Fetched) -> Self {
        let _ = (url.into(), answer);
        todo!()
    }
    /// number of fetches so far
    pub fn fetches(&self) -> usize {
        todo!()
    }
}
impl Fetch for StaticFetch {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        let _ = request;
        todo!()
    }
}
