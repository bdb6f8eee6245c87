//! What a user's test may rely on.

use http::StatusCode;
use tower_cimd::resolve::{Fetch, FetchError, FetchRequest, Fetched, StaticFetch};

use crate::support::{fetched, settle};

const URL: &str = "https://client.example.com/oauth";

async fn fetch(network: &StaticFetch, url: &str) -> Result<Fetched, FetchError> {
    network.fetch(FetchRequest::document(url, 5120)).await
}

#[tokio::test]
async fn what_is_not_published_is_not_found() {
    let answer = fetch(&StaticFetch::new(), URL).await.unwrap();
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_published_is_json() {
    let network = StaticFetch::new().publish(URL, "{}");
    let answer = fetch(&network, URL).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(&answer.body[..], b"{}");
}

#[tokio::test]
async fn a_url_is_another_in_another_spelling() {
    let network = StaticFetch::new().publish(URL, "{}");
    let answer = fetch(&network, "https://client.example.com:443/oauth").await;
    assert_eq!(answer.unwrap().status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_published_last_stands() {
    let network = StaticFetch::new().publish(URL, "{}");
    let _ = network.clone().answer(URL, fetched(410, &[], ""));
    assert_eq!(fetch(&network, URL).await.unwrap().status, StatusCode::GONE);
}

#[tokio::test]
async fn a_failure_is_made_anew_for_each_fetch() {
    let network = StaticFetch::new().fail(URL, || FetchError::Dns);
    for _ in 0..2 {
        assert!(matches!(fetch(&network, URL).await, Err(FetchError::Dns)));
    }
}

#[tokio::test]
async fn clones_share_the_count() {
    let network = StaticFetch::new();
    let _ = fetch(&network.clone(), URL).await;
    let _ = fetch(&network, URL).await;
    assert_eq!(network.fetches(), 2);
}

#[tokio::test]
async fn a_held_fetch_waits_for_the_hold_to_be_dropped() {
    let network = StaticFetch::new().publish(URL, "{}");
    let hold = network.hold(URL);
    let held = tokio::spawn({
        let network = network.clone();
        async move { fetch(&network, URL).await }
    });
    settle().await;
    assert_eq!(network.fetches(), 1);
    assert!(!held.is_finished());

    drop(hold);
    assert_eq!(held.await.unwrap().unwrap().status, StatusCode::OK);
}

#[tokio::test]
async fn a_hold_holds_one_url_alone() {
    let network = StaticFetch::new();
    let _hold = network.hold("https://other.example.com/oauth");
    assert!(fetch(&network, URL).await.is_ok());
}
