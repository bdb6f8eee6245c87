//! Metadata that a server has already, and what the layer makes of it.

mod additions;
mod alone;
mod bodies;
mod headers;
mod stacks;
mod text;

use axum::Router;
use axum::body::Body;
use axum::routing::any;
use http::Response;
use http::response::Builder;
use tower_cimd::layer::advertise::AdvertiseLayer;
use tower_cimd::resolve::StaticFetch;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::{CimdLayer, Resolver};

use crate::rig::{Answer, ask, builder, get};

const PATH: &str = "/.well-known/oauth-authorization-server";

/// The least metadata of the rig's issuer.
const BARE: &str = r#"{"issuer":"https://as.example.com"}"#;

/// A resolver of a server with these methods.
fn resolver(methods: &[AuthMethod]) -> Resolver {
    let methods = methods.to_vec();
    let builder = builder(StaticFetch::new()).auth_methods(methods);
    builder.build().expect("a resolver")
}

/// For a server with public clients alone.
fn public() -> AdvertiseLayer {
    AdvertiseLayer::new(&CimdLayer::new(resolver(&[AuthMethod::None])))
}

/// For a server that verifies ES256 assertions, too.
fn confidential() -> AdvertiseLayer {
    let resolver = resolver(&[AuthMethod::PrivateKeyJwt, AuthMethod::None]);
    let cimd = CimdLayer::new(resolver).host_authenticates_clients();
    AdvertiseLayer::new(&cimd).assertion_algorithms(["ES256"])
}

/// A server that answers on the metadata route as `respond` says.
fn server(
    layer: AdvertiseLayer,
    respond: impl Fn() -> Response<Body> + Clone + Send + Sync + 'static,
) -> Router {
    let handler = any(move || async move { respond() });
    Router::new().route(PATH, handler).route_layer(layer)
}

fn json() -> Builder {
    Response::builder().header("content-type", "application/json")
}

/// A server with this metadata.
fn serving(layer: AdvertiseLayer, metadata: &str) -> Router {
    let metadata = metadata.to_owned();
    server(layer, move || {
        let response = json().header("content-length", metadata.len());
        response.body(metadata.clone().into()).expect("a response")
    })
}

async fn advertised(layer: AdvertiseLayer, metadata: &str) -> Answer {
    ask(&serving(layer, metadata), get(PATH)).await
}
