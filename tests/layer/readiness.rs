//! A request that waits keeps nobody from being served.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use axum::body::Body;
use axum::extract::Request;
use http::{Response, StatusCode};
use tower::limit::ConcurrencyLimitLayer;
use tower::load_shed::LoadShedLayer;
use tower::{BoxError, Layer, Service, ServiceBuilder, ServiceExt, service_fn};
use tower_test::mock;

use crate::bodies::dripping;
use crate::rig::{CLIENT, authorize, layer, network, token};
use crate::support::{ScriptedFetch, settle};

async fn handle(_: Request) -> Result<Response<Body>, Infallible> {
    Ok(Response::new(Body::empty()))
}

/// Has a request wait in `service`, which stays alive, and then asks for a registered client.
async fn check<S>(mut service: S, waiting: Request)
where
    S: Service<Request, Response = Response<Body>> + Clone + Send + 'static,
    S::Error: std::fmt::Debug + Send,
    S::Future: Send + 'static,
{
    let told = format!("{waiting:?}");
    let first = service.ready().await.expect("ready").call(waiting);
    let first = tokio::spawn(first);
    settle().await;
    assert!(!first.is_finished(), "{told}");

    let again = service.ready().await.expect("ready");
    let response = again.call(authorize("opaque")).await.expect("a response");
    assert_eq!(response.status(), StatusCode::OK, "{told}");
    let response = service.clone().oneshot(authorize("opaque")).await;
    assert_eq!(
        response.expect("a response").status(),
        StatusCode::OK,
        "{told}"
    );
    first.abort();
}

/// A request whose document never comes, and one whose form never does.
fn waiting() -> [Request; 3] {
    let (sender, body) = dripping();
    std::mem::forget(sender);
    let mut dripping = token(CLIENT);
    *dripping.body_mut() = body;
    [authorize(CLIENT), token(CLIENT), dripping]
}

#[tokio::test]
async fn a_silent_origin_takes_no_place_of_a_concurrency_limit() {
    for request in waiting() {
        let limited = ConcurrencyLimitLayer::new(1).layer(service_fn(handle));
        check(layer(ScriptedFetch::silent()).layer(limited), request).await;
    }
}

#[tokio::test]
async fn a_silent_origin_takes_no_place_of_a_buffer() {
    for request in waiting() {
        let service = ServiceBuilder::new()
            .layer(layer(ScriptedFetch::silent()))
            .buffer(1)
            .service(service_fn(handle));
        check(service, request).await;
    }
}

#[tokio::test]
async fn a_silent_origin_makes_nobody_be_shed() {
    for request in waiting() {
        let service = ServiceBuilder::new()
            .layer(layer(ScriptedFetch::silent()))
            .layer(LoadShedLayer::new())
            .concurrency_limit(1)
            .service(service_fn(handle));
        check(service, request).await;
    }
}

#[tokio::test]
async fn a_refused_request_gives_its_place_back() {
    let limited = ConcurrencyLimitLayer::new(1).layer(service_fn(handle));
    let mut service = layer(network()).layer(limited);
    let kept = service.ready().await.expect("ready");
    let refused = kept
        .call(authorize("https://localhost/"))
        .await
        .expect("a response");
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let other = service.clone().oneshot(authorize("opaque")).await;
    assert_eq!(other.expect("a response").status(), StatusCode::OK);
}

#[tokio::test]
async fn a_request_that_waited_goes_on_once_the_inner_service_is_ready() {
    let (inner, mut handle) = mock::pair::<Request, Response<Body>>();
    handle.allow(1);
    let network = network();
    let hold = network.hold(CLIENT);
    let mut service = layer(network).layer(inner);
    let response = service
        .ready()
        .await
        .expect("ready")
        .call(authorize(CLIENT));
    handle.allow(0);
    let mut response = Box::pin(response);

    assert!(
        poll(&mut response).is_pending(),
        "the document is held back"
    );
    drop(hold);
    settle().await;
    assert!(poll(&mut response).is_pending(), "nobody is ready");
    handle.allow(1);
    assert!(poll(&mut response).is_pending(), "nobody has answered");
    let (_, send) = handle.next_request().await.expect("a request");
    send.send_response(Response::new(Body::empty()));
    settle().await;
    assert!(poll(&mut response).is_ready());
}

#[tokio::test]
async fn a_form_takes_memory_until_it_is_handed_on() {
    let (inner, mut handle) = mock::pair::<Request, Response<Body>>();
    let mut service = layer(network()).buffered_forms(200).layer(inner);
    let mut post = || {
        handle.allow(1);
        assert!(poll(&mut Box::pin(service.ready())).is_ready());
        let response = Box::pin(service.call(token("a-registered-client")));
        handle.allow(0);
        response
    };
    let (mut first, mut second, mut third) = (post(), post(), post());
    assert!(poll(&mut first).is_pending(), "nobody is ready");
    let Poll::Ready(Ok(refused)) = poll(&mut second) else {
        panic!("a refusal");
    };
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    handle.allow(2);
    assert!(poll(&mut first).is_pending(), "handed on");
    assert!(poll(&mut third).is_pending(), "handed on");
    assert!(handle.next_request().await.is_some());
    assert!(handle.next_request().await.is_some());
}

#[tokio::test]
async fn an_inner_service_that_fails_to_be_ready_fails_the_request() {
    let (inner, mut handle) = mock::pair::<Request, Response<Body>>();
    handle.allow(1);
    let network = network();
    let hold = network.hold(CLIENT);
    let mut service = layer(network).layer(inner);
    let response = service
        .ready()
        .await
        .expect("ready")
        .call(authorize(CLIENT));
    let mut response = Box::pin(response);
    settle().await;
    assert!(poll(&mut response).is_pending());
    handle.send_error("closed");
    drop(hold);
    settle().await;
    let Poll::Ready(Err(error)) = poll(&mut response) else {
        panic!("an error");
    };
    assert!(error.to_string().contains("closed"), "{error}");
}

#[tokio::test]
async fn readiness_is_that_of_the_inner_service() {
    let (inner, mut handle) = mock::pair::<Request, Response<Body>>();
    let mut service = layer(network()).layer(inner);
    handle.allow(0);
    let mut ready = Box::pin(async move { service.ready().await.map(|_| ()) });
    assert!(poll(&mut ready).is_pending());
    handle.allow(1);
    assert!(poll(&mut ready).is_ready());
}

/// Whoever is called must have been made ready, and a clone has not been.
#[tokio::test]
async fn only_a_service_that_was_made_ready_is_called() {
    let network = network();
    let service = layer(network.clone()).layer(Careful { ready: false });
    for request in [
        authorize("opaque"),
        authorize(CLIENT),
        authorize(CLIENT),
        token("opaque"),
        token(CLIENT),
    ] {
        let response = service.clone().oneshot(request).await.expect("a response");
        assert_eq!(response.status(), StatusCode::OK);
    }
    assert_eq!(network.fetches(), 1);
}

/// The ready service itself serves what needs no wait: the clone is left behind.
#[tokio::test]
async fn a_hit_and_a_pass_make_nobody_ready_again() {
    let (inner, mut handle) = mock::pair::<Request, Response<Body>>();
    let mut service = layer(network()).layer(inner);
    for request in [authorize("opaque"), authorize("https://localhost/")] {
        handle.allow(1);
        let _response = service.ready().await.expect("ready").call(request);
        handle.allow(0);
    }
    assert!(handle.next_request().await.is_some());
}

fn poll<F: Future>(future: &mut Pin<Box<F>>) -> Poll<F::Output> {
    future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
}

struct Careful {
    ready: bool,
}

impl Clone for Careful {
    fn clone(&self) -> Self {
        Careful { ready: false }
    }
}

impl Service<Request> for Careful {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Ready<Result<Response<Body>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.ready = true;
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request) -> Self::Future {
        assert!(
            std::mem::take(&mut self.ready),
            "called without being ready"
        );
        ready(Ok(Response::new(Body::empty())))
    }
}
