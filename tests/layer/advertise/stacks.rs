//! Beside other layers.

use axum::body::Body;
use axum::extract::Request;
use http::Response;
use http_body::Body as HttpBody;
use http_body_util::{BodyExt, Full};
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tower_cimd::layer::advertise::Unadvertised;
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

use super::{BARE, PATH, json, public};
use crate::rig::{get, with};

type Error = std::convert::Infallible;

/// Long enough to be worth compressing, of a body that cannot be made from bytes again.
async fn metadata<B>(_: http::Request<B>) -> Result<Response<Full<bytes::Bytes>>, Error> {
    let metadata = BARE.to_owned() + &" ".repeat(1000);
    Ok(json().body(Full::from(metadata)).expect("a response"))
}

fn coded() -> Request {
    with(get(PATH), "accept-encoding", "gzip")
}

async fn text<B: HttpBody<Error: std::fmt::Debug>>(response: Response<B>) -> String {
    let body = response.into_body().collect().await.expect("a body");
    String::from_utf8(body.to_bytes().to_vec()).expect("utf-8")
}

#[tokio::test]
async fn compression_outside_codes_what_was_amended() {
    let stack = ServiceBuilder::new()
        .layer(CompressionLayer::new())
        .layer(public())
        .service(service_fn(metadata::<Body>));
    let plain = stack.clone().oneshot(get(PATH)).await.expect("a response");
    assert!(text(plain).await.contains("\"none\""));
    let coded = stack.oneshot(coded()).await.expect("a response");
    assert_eq!(coded.headers()["content-encoding"], "gzip");
    assert_eq!(coded.extensions().get::<Unadvertised>(), None);
}

#[tokio::test]
async fn compression_inside_is_left_alone() {
    let stack = ServiceBuilder::new()
        .layer(public())
        .layer(CompressionLayer::new())
        .service(service_fn(metadata::<Body>));
    let plain = stack.clone().oneshot(get(PATH)).await.expect("a response");
    assert!(text(plain).await.contains("\"none\""));
    let coded = stack.oneshot(coded()).await.expect("a response");
    let why = coded.extensions().get::<Unadvertised>();
    assert_eq!(why, Some(&Unadvertised::ContentEncoding));
}

#[tokio::test]
async fn a_body_that_another_layer_wrapped_is_read() {
    let stack = ServiceBuilder::new()
        .layer(TraceLayer::new_for_http())
        .layer(public())
        .layer(TraceLayer::new_for_http())
        .service(service_fn(metadata::<Body>));
    let response = stack.oneshot(get(PATH)).await.expect("a response");
    assert!(text(response).await.contains("\"none\""));
}
