//! The authorization server's endpoints. [`CimdLayer`] is set where client_ids arrive, and nowhere else.

mod refusal;
pub(crate) mod state;
mod request;
mod answer;
mod page;
mod authorize;
mod consent;
mod pushed;
mod presenter;
mod token;
mod issue;
mod revoke;
mod introspect;
mod metadata;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use tower_cimd::layer::protect::McpCors;
use tower_cimd::{AdvertiseLayer, CimdLayer, Leg};

use crate::authorization::state::Server;

/// The endpoints that programs call.
pub(crate) fn endpoints(server: &Arc<Server>, cimd: &CimdLayer) -> Router {
    // What is said here is done: `Grant::is_proven_by`, and `answer`.
    let advertise = AdvertiseLayer::new(cimd).s256().issues_iss();
    let on = |leg| cimd.clone().leg(leg);
    Router::new()
        .route("/token", post(token::token).layer(on(Leg::Token)))
        .route(
            "/par",
            post(pushed::push).layer(on(Leg::PushedAuthorization)),
        )
        .route("/revoke", post(revoke::revoke).layer(on(Leg::Revocation)))
        .route(
            "/introspect",
            post(introspect::introspect).layer(on(Leg::Introspection)),
        )
        .route(
            "/.well-known/oauth-authorization-server",
            get(metadata::metadata).layer(advertise),
        )
        .layer(McpCors::new())
        .with_state(Arc::clone(server))
}

/// The pages that a browser opens.
pub(crate) fn pages(server: &Arc<Server>, cimd: &CimdLayer) -> Router {
    let authorize = get(authorize::authorize).post(authorize::authorize);
    Router::new()
        .route(
            "/authorize",
            authorize.layer(cimd.clone().leg(Leg::Authorization)),
        )
        .route("/consent", post(consent::consent))
        .with_state(Arc::clone(server))
}
