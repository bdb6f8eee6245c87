//! Requests that must not make the server fetch (T11).

use axum::body::Body;
use axum::extract::Request;
use http::Method;

use crate::rig::{CLIENT, ask, authorize, layer, network, server, token, with};

/// Whether a request for a client that nobody has looked up makes the server fetch.
async fn check(request: Request<Body>, fetches: bool) {
    let told = format!("{request:?}");
    let network = network();
    let server = server(layer(network.clone()));
    let head = request.method() == Method::HEAD;
    let answer = ask(&server, request).await;
    assert_eq!(network.fetches(), usize::from(fetches), "{told}");
    let expected = if fetches { "client" } else { "pending" };
    assert_eq!(answer.status, 200);
    if !head {
        assert_eq!(answer.seen(), format!("{expected} {CLIENT}"), "{told}");
    }
}

fn head() -> Request<Body> {
    let mut request = authorize(CLIENT);
    *request.method_mut() = Method::HEAD;
    request
}

#[tokio::test]
async fn a_head_request_fetches_nothing() {
    check(head(), false).await;
    check(authorize(CLIENT), true).await;
}

#[tokio::test]
async fn a_head_request_is_answered_from_the_cache() {
    let network = network();
    let server = server(layer(network.clone()));
    ask(&server, authorize(CLIENT)).await;
    assert_eq!(ask(&server, head()).await.status, 200);
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_navigation_a_frame_and_a_script_call_fetch() {
    for destination in ["document", "empty", "iframe", "frame"] {
        check(with(authorize(CLIENT), "sec-fetch-dest", destination), true).await;
        check(with(token(CLIENT), "sec-fetch-dest", destination), true).await;
    }
}

#[tokio::test]
async fn a_subresource_fetches_nothing() {
    for destination in [
        "audio",
        "audioworklet",
        "embed",
        "font",
        "image",
        "json",
        "manifest",
        "object",
        "paintworklet",
        "report",
        "script",
        "serviceworker",
        "sharedworker",
        "style",
        "track",
        "video",
        "webidentity",
        "worker",
        "xslt",
        "something-of-2030",
        "",
        "Document",
    ] {
        check(
            with(authorize(CLIENT), "sec-fetch-dest", destination),
            false,
        )
        .await;
    }
    let twice = with(authorize(CLIENT), "sec-fetch-dest", "document");
    check(with(twice, "sec-fetch-dest", "image"), false).await;
}

#[tokio::test]
async fn a_cached_client_serves_a_subresource() {
    let network = network();
    let server = server(layer(network.clone()));
    ask(&server, authorize(CLIENT)).await;
    let image = with(authorize(CLIENT), "sec-fetch-dest", "image");
    assert_eq!(ask(&server, image).await.seen(), format!("client {CLIENT}"));
    assert_eq!(network.fetches(), 1);
}
