//! Bodies that arrive in pieces.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body::{Body as _, Frame};
use http_body_util::BodyExt;
use tower::{Layer, ServiceExt, service_fn};
use tower_cimd::layer::advertise::Unadvertised;

use super::{BARE, PATH, json, public, server, serving};
use crate::bodies::{broken, cut, dripping, endless, frames};
use crate::rig::{get, whole};

/// A server that answers once, with this body.
fn once(body: Body) -> Router {
    let body = std::sync::Arc::new(std::sync::Mutex::new(Some(body)));
    server(public(), move || {
        let body = body.lock().expect("no panic").take();
        json().body(body.expect("one request")).expect("a response")
    })
}

async fn respond(body: Body) -> Response<Body> {
    once(body).oneshot(get(PATH)).await.expect("a response")
}

#[tokio::test]
async fn pieces_are_put_together() {
    let whole_piece = super::advertised(public(), BARE).await.body;
    for size in [1, 7, 34] {
        let answer = whole(respond(cut(BARE.as_bytes(), size)).await).await;
        assert_eq!(answer.body, whole_piece, "{size}");
    }
}

#[tokio::test]
async fn a_slow_body_is_waited_for() {
    let (sender, body) = dripping();
    let response = tokio::spawn(respond(body));
    for piece in BARE.as_bytes().chunks(9) {
        crate::support::settle().await;
        assert!(!response.is_finished());
        sender.send(Bytes::from_static(piece)).expect("a reader");
    }
    drop(sender);
    let answer = whole(response.await.expect("no panic")).await;
    assert!(answer.body.contains("\"none\""), "{}", answer.body);
}

#[tokio::test]
async fn a_long_stream_passes_whole() {
    let long = BARE.to_owned() + &" ".repeat(200_000);
    let response = respond(cut(long.as_bytes(), 1000)).await;
    assert_eq!(response.extensions().get(), Some(&Unadvertised::Size));
    assert_eq!(whole(response).await.body, long);
}

#[tokio::test]
async fn a_stream_of_nothing_is_not_read_for_ever() {
    let response = respond(endless()).await;
    assert_eq!(response.extensions().get(), Some(&Unadvertised::Size));
}

#[tokio::test]
async fn a_body_that_breaks_off_breaks_off_where_it_did() {
    let response = respond(broken(b"{\"issuer\":")).await;
    assert_eq!(response.extensions().get(), Some(&Unadvertised::Broken));
    let mut body = response.into_body();
    let data = body.frame().await.expect("a frame").expect("data");
    assert_eq!(data.into_data().expect("data"), "{\"issuer\":");
    assert!(!body.is_end_stream());
    assert!(body.frame().await.expect("a failure").is_err());
    assert!(body.frame().await.is_none());
}

#[tokio::test]
async fn trailers_come_last() {
    let trailers = HeaderMap::from_iter([(http::header::ETAG, "x".parse().expect("a value"))]);
    let sent = [
        Frame::data(Bytes::from_static(BARE.as_bytes())),
        Frame::trailers(trailers.clone()),
    ];
    let body = Body::new(frames(sent.map(Ok::<_, Infallible>)));
    let collected = respond(body).await.into_body().collect().await;
    let collected = collected.expect("a body");
    assert_eq!(collected.trailers(), Some(&trailers));
    assert!(collected.to_bytes().len() > BARE.len());
}

#[tokio::test]
async fn the_size_is_known_before_it_is_sent() {
    let foreign = BARE.replace("as.", "other.");
    for metadata in [BARE, &foreign, "[]"] {
        let server = serving(public(), metadata);
        let body = server
            .oneshot(get(PATH))
            .await
            .expect("a response")
            .into_body();
        let told = body.size_hint().exact().expect("a size");
        let sent = body.collect().await.expect("a body").to_bytes();
        assert_eq!(told, sent.len() as u64, "{metadata}");
    }
}

#[tokio::test]
async fn an_error_of_the_inner_service_stays_what_it_is() {
    let inner = service_fn(|_: Request<()>| async { Err::<Response<Body>, _>("ours") });
    let service = public().layer(inner);
    let error = service
        .oneshot(Request::new(()))
        .await
        .expect_err("an error");
    assert_eq!(error, "ours");
}
