//! An authorization server: everything that the layer does not do.

mod authorize;
mod back_channel;
mod grants;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, routing::MethodRouter};
use serde_json::json;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::{CimdLayer, Leg};

pub(crate) use authorize::Pushed;
pub(crate) use grants::{Grant, Grants};

/// What the server remembers.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) issuer: Issuer,
    /// Requests that wait for the user's word, by transaction.
    pub(crate) waiting: Grants,
    pub(crate) codes: Grants,
    pub(crate) device_codes: Grants,
    pub(crate) refresh_tokens: Grants,
    pub(crate) access_tokens: Grants,
    pub(crate) pushed: Pushed,
}

impl App {
    pub(crate) fn new(issuer: Issuer) -> Arc<Self> {
        Arc::new(App {
            issuer,
            waiting: Grants::default(),
            codes: Grants::default(),
            device_codes: Grants::default(),
            refresh_tokens: Grants::default(),
            access_tokens: Grants::default(),
            pushed: Pushed::default(),
        })
    }
}

/// The server, with `layer` around each endpoint.
pub(crate) fn router(app: &Arc<App>, layer: &CimdLayer) -> Router {
    let on = |leg: Leg, route: MethodRouter<Arc<App>>| route.route_layer(layer.clone().leg(leg));
    let authorize = get(authorize::authorize).post(authorize::authorize);
    Router::new()
        .route("/authorize", on(Leg::Authorization, authorize))
        .route("/consent", post(authorize::consent))
        .route("/par", on(Leg::PushedAuthorization, post(authorize::push)))
        .route("/token", on(Leg::Token, post(token::token)))
        .route(
            "/device_authorization",
            on(Leg::DeviceAuthorization, post(back_channel::device)),
        )
        .route("/revoke", on(Leg::Revocation, post(back_channel::revoke)))
        .route(
            "/introspect",
            on(Leg::Introspection, post(back_channel::introspect)),
        )
        .with_state(Arc::clone(app))
}

fn refuse(error: &str) -> Response {
    answer(StatusCode::BAD_REQUEST, json!({ "error": error }))
}

fn answer(status: StatusCode, body: serde_json::Value) -> Response {
    (status, [(CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
