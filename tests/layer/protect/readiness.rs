//! A verifier that takes its time keeps nobody from being served.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::Request;
use http::Response;
use tower::limit::ConcurrencyLimitLayer;
use tower::{Layer, Service, ServiceExt, service_fn};
use tower_cimd::ProtectLayer;
use tower_test::mock;

use super::{Tokens, bearing, call, claims, metadata};
use crate::support::settle;

async fn handle(_: Request) -> Result<Response<Body>, Infallible> {
    Ok(Response::new(Body::empty()))
}

fn protect(tokens: Tokens) -> ProtectLayer {
    ProtectLayer::new(&metadata(), tokens)
}

#[tokio::test]
async fn a_late_verifier_takes_no_place_of_a_concurrency_limit() {
    let limited = ConcurrencyLimitLayer::new(1).layer(service_fn(handle));
    let mut tokens = Tokens::saying(claims());
    tokens.hangs = true;
    let mut slow = protect(tokens).layer(limited.clone());
    let mut quick = protect(Tokens::saying(claims())).layer(limited);

    let first = slow.ready().await.expect("ready").call(call());
    let first = tokio::spawn(first);
    settle().await;
    assert!(!first.is_finished());
    let answer = quick.ready().await.expect("ready").call(call()).await;
    assert_eq!(answer.expect("a response").status(), 200);
    first.abort();
}

#[tokio::test]
async fn a_refused_request_gives_its_place_back() {
    let limited = ConcurrencyLimitLayer::new(1).layer(service_fn(handle));
    let mut service = protect(Tokens::saying(claims())).layer(limited);
    for (request, status) in [(bearing(&[]), 401), (bearing(&["Bearer bad"]), 401)] {
        let kept = service.ready().await.expect("ready");
        let refused = kept.call(request).await.expect("a response");
        assert_eq!(refused.status(), status);
        let other = service.clone().oneshot(call()).await;
        assert_eq!(other.expect("a response").status(), 200);
    }
}

#[tokio::test]
async fn a_request_goes_on_once_the_inner_service_is_ready() {
    let (inner, mut handle) = mock::pair::<Request, Response<Body>>();
    handle.allow(1);
    let mut service = protect(Tokens::saying(claims())).layer(inner);
    let response = service.ready().await.expect("ready").call(call());
    let response = tokio::spawn(response);
    settle().await;
    handle.allow(1);
    let (_, respond) = handle.next_request().await.expect("a request");
    respond.send_response(Response::new(Body::empty()));
    let response = response.await.expect("no panic").expect("a response");
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn the_inner_service_is_not_called_for_a_refused_request() {
    let (inner, mut handle) = mock::pair::<Request, Response<Body>>();
    handle.allow(2);
    let service = protect(Tokens::saying(claims())).layer(inner);
    let refused = service.clone().oneshot(bearing(&["Bearer bad"])).await;
    assert_eq!(refused.expect("a response").status(), 401);
    drop(service);
    assert!(handle.next_request().await.is_none());
}
