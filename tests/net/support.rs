//! What the tests of this floor share.

use tower_cimd::net::HttpsFetch;
use tower_cimd::resolve::{Fetch, FetchError, FetchRequest, Fetched};

use crate::origin::{Origin, Step};

/// Where the tests publish.
pub(crate) const URL: &str = "https://client.example/client.json";

/// The bound on bodies that the tests ask for.
pub(crate) const MAX_BYTES: usize = 5_120;

pub(crate) async fn fetch(fetcher: &HttpsFetch, url: &str) -> Result<Fetched, FetchError> {
    fetcher.fetch(FetchRequest::document(url, MAX_BYTES)).await
}

/// The name of the failure of a fetch.
pub(crate) async fn failure(fetcher: &HttpsFetch, url: &str) -> String {
    match fetch(fetcher, url).await {
        Ok(fetched) => panic!("{url} was fetched: {fetched:?}"),
        Err(error) => format!("{error:?}"),
    }
}

/// Answers [`URL`] and fetches it.
pub(crate) async fn fetch_answer(answer: impl Into<Vec<Step>>) -> Result<Fetched, FetchError> {
    let origin = Origin::start().await;
    origin.answer(URL, answer);
    fetch(&origin.fetcher().build().unwrap(), URL).await
}

/// Answers [`URL`], fetches it, and holds the name of the failure against `expected`.
pub(crate) async fn check_failure(answer: impl Into<Vec<Step>>, expected: &str) {
    match fetch_answer(answer).await {
        Ok(fetched) => panic!("expected {expected}, fetched {fetched:?}"),
        Err(error) => assert_eq!(format!("{error:?}"), expected),
    }
}
