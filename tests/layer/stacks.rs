//! The layer among its neighbours: what compiles and runs.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{any, get};
use bytes::Bytes;
use http::StatusCode;
use http_body_util::Full;
use tower::{Layer, Service, ServiceBuilder, ServiceExt, service_fn};
use tower_cimd::layer::body::Replayed;
use tower_cimd::{Cimd, CimdLayer, Leg};
use tower_http::ServiceBuilderExt;
use tower_http::compression::CompressionLayer;
use tower_http::cors::CorsLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::rig::{
    CLIENT, ask, authorization, authorize, get as ask_for, layer, network, see, token, whole,
};

async fn through(request: Request, next: Next) -> Response {
    next.run(request).await
}

fn timeout() -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(5))
}

/// Both kinds of request reach the handler through the whole stack, and a refusal comes out.
async fn check(server: Router) {
    let client = format!("client {CLIENT}");
    assert_eq!(ask(&server, authorize(CLIENT)).await.seen(), client);
    assert_eq!(ask(&server, token(CLIENT)).await.seen(), client);
    assert_eq!(ask(&server, token("opaque")).await.seen(), "Registered");
    assert_eq!(
        ask(&server, authorize("https://localhost/")).await.status,
        400
    );
}

fn routes() -> Router {
    Router::new()
        .route("/authorize", any(see))
        .route("/token", any(see))
}

#[tokio::test]
async fn in_axum_one_by_one_in_the_order_to_use() {
    let server = routes()
        .route_layer(layer(network()))
        .layer(from_fn(through))
        .layer(RequestBodyLimitLayer::new(1 << 20))
        .layer(timeout())
        .layer(CorsLayer::permissive())
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http());
    check(server).await;
}

#[tokio::test]
async fn in_axum_one_by_one_with_everything_inside() {
    let server = routes()
        .layer(from_fn(through))
        .layer(RequestBodyLimitLayer::new(1 << 20))
        .layer(timeout())
        .layer(CorsLayer::permissive())
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
        .layer(layer(network()));
    check(server).await;
}

#[tokio::test]
async fn in_one_service_builder_in_the_order_to_use() {
    let stack = ServiceBuilder::new()
        .layer(TraceLayer::new_for_http())
        .layer(CompressionLayer::new())
        .layer(CorsLayer::permissive())
        .layer(timeout())
        .layer(from_fn(through))
        .layer(layer(network()));
    check(routes().layer(stack)).await;
}

/// Layers that keep the body's type may also stand inside.
#[tokio::test]
async fn in_one_service_builder_with_layers_inside() {
    let stack = ServiceBuilder::new()
        .layer(layer(network()))
        .layer(CorsLayer::permissive())
        .layer(timeout())
        .layer(from_fn(through));
    check(routes().layer(stack)).await;
    let between = ServiceBuilder::new()
        .layer(from_fn(through))
        .layer(layer(network()))
        .layer(from_fn(through));
    check(routes().layer(between)).await;
}

/// A layer that wraps the request's body stands outside of [`Replayed`], or brings it along.
#[tokio::test]
async fn in_one_service_builder_inside_a_body_limit() {
    let stack = ServiceBuilder::new()
        .layer(RequestBodyLimitLayer::new(1 << 20))
        .map_request_body(Replayed::new)
        .layer(layer(network()));
    check(routes().layer(stack)).await;
}

/// A layer that wraps the response's body may stand inside if the host answers refusals itself.
#[tokio::test]
async fn in_one_service_builder_around_compression() {
    let stack = ServiceBuilder::new()
        .map_response_body(Body::new)
        .layer(layer(network()))
        .map_response_body(Body::new)
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http());
    check(routes().layer(stack)).await;
}

#[tokio::test]
async fn around_a_whole_router_with_the_legs_told() {
    let network = network();
    let legs = layer(network.clone()).legs(|parts| match parts.uri.path() {
        "/authorize" => Some(Leg::Authorization),
        "/token" => Some(Leg::Token),
        _ => None,
    });
    let server = routes().route("/search", get(see)).layer(legs);
    let search = format!("/search?response_type=code&client_id={CLIENT}");
    assert_eq!(ask(&server, ask_for(&search)).await.seen(), "NotJudged");
    assert_eq!(network.fetches(), 0);
    check(server).await;
}

#[tokio::test]
async fn a_route_of_its_own_has_a_layer_of_its_own() {
    let network = network();
    let cimd = layer(network.clone());
    let server = Router::new()
        .route(
            "/authorize",
            get(see).layer(cimd.clone().leg(Leg::Authorization)),
        )
        .route("/token", any(see).layer(cimd.leg(Leg::Token)));
    check(server).await;
    assert_eq!(network.fetches(), 1, "one cache");
}

#[tokio::test]
async fn nested_routes_are_read_as_well() {
    let server = Router::new().nest("/oauth", routes().route_layer(layer(network())));
    let uri = format!(
        "/oauth/authorize?{}",
        authorization(&[("client_id", CLIENT)])
    );
    assert_eq!(
        ask(&server, ask_for(&uri)).await.seen(),
        format!("client {CLIENT}")
    );
}

#[tokio::test]
async fn a_time_out_outside_bounds_the_wait_for_a_document() {
    let silent = crate::support::ScriptedFetch::silent();
    let short = TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, Duration::ZERO);
    let server = routes().route_layer(layer(silent)).layer(short);
    assert_eq!(ask(&server, authorize(CLIENT)).await.status, 504);
}

#[test]
fn what_is_handed_around_can_be_sent_and_shared() {
    fn check<T: Send + Sync + Clone + std::fmt::Debug + 'static>() {}
    fn sent<T: Send>(_: T) {}

    type Handler = axum::routing::Route;
    check::<CimdLayer>();
    check::<Cimd<Handler>>();
    let handler = service_fn(|_: http::Request<Full<Bytes>>| async {
        Ok::<_, Infallible>(http::Response::new(Full::<Bytes>::default()))
    });
    let mut service = layer(network()).layer(handler);
    sent(service.call(http::Request::new(Full::default())));
    let _ = (whole, service.boxed_clone());
}
