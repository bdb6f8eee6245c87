//! A fetcher that writes the document of whoever is asked for, without a network.

use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use tower_cimd::resolve::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};

use crate::clients::document;

#[derive(Debug)]
pub(crate) struct Press;

impl Fetch for Press {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (CACHE_CONTROL, HeaderValue::from_static("max-age=86400")),
        ];
        let fetched = Fetched {
            status: StatusCode::OK,
            headers: HeaderMap::from_iter(headers),
            body: document(&request.url).into(),
        };
        Box::pin(async { Ok(fetched) })
    }
}
