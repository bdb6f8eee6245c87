//! A host's own answers.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::Request;
use axum::response::IntoResponse;
use http::Response;
use tower::{Layer, ServiceExt, service_fn};
use tower_cimd::layer::{Rejection, RejectionKind};

use crate::rig::{authorize, layer, network};

const BAD: &str = "https://localhost/";

#[tokio::test]
async fn a_host_may_answer_itself_in_a_body_of_its_own() {
    let handler = service_fn(|_: Request| async { Ok::<_, Infallible>(Response::new(0_u8)) });
    let own = layer(network()).rejection(|rejection, parts| {
        assert_eq!(parts.uri.path(), "/authorize");
        let mut response = Response::new(1_u8);
        *response.status_mut() = rejection.status();
        response
    });
    let service = own.layer(handler);
    let refused = service
        .clone()
        .oneshot(authorize(BAD))
        .await
        .expect("a response");
    assert_eq!((refused.status().as_u16(), *refused.body()), (400, 1));
    let passed = service
        .oneshot(authorize("opaque"))
        .await
        .expect("a response");
    assert_eq!((passed.status().as_u16(), *passed.body()), (200, 0));
}

#[tokio::test]
async fn the_reason_stands_in_the_extensions_of_every_refusal() {
    let handler =
        service_fn(|_: Request| async { Ok::<_, Infallible>(Response::new(Body::empty())) });
    let own = layer(network()).rejection(|_, _| Response::new(Body::empty()));
    for response in [
        own.layer(handler).oneshot(authorize(BAD)).await,
        layer(network())
            .layer(handler)
            .oneshot(authorize(BAD))
            .await,
    ] {
        let response = response.expect("a response");
        let rejection = response.extensions().get::<Rejection>().expect("a reason");
        assert_eq!(rejection.kind(), RejectionKind::ClientId);
        let again = rejection.clone().into_response();
        assert!(again.extensions().get::<Rejection>().is_some());
    }
}

#[tokio::test]
async fn what_passes_carries_no_reason() {
    let handler =
        service_fn(|_: Request| async { Ok::<_, Infallible>(Response::new(Body::empty())) });
    let response = layer(network())
        .layer(handler)
        .oneshot(authorize("opaque"))
        .await;
    assert!(
        response
            .expect("a response")
            .extensions()
            .get::<Rejection>()
            .is_none()
    );
}
