//! An authorization server whose handlers tell what they were given.

use axum::routing::{get, post};
use axum::{Json, Router};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::rule_set::RuleSet;
use tower_cimd::{CimdClient, CimdLayer, IdentifiedClient, Leg, Resolver};

use crate::origin::Origin;

/// A resolver that fetches from `origin` and supports `methods`, with the rules changed by `change`.
pub(crate) fn resolver(
    origin: &Origin,
    methods: &[AuthMethod],
    change: impl FnOnce(&mut RuleSet) + Send + 'static,
) -> Resolver {
    Resolver::builder("https://as.example.com")
        .fetch(origin.fetcher().build().unwrap())
        .auth_methods(methods.iter().copied())
        .rules(change)
        .build()
        .unwrap()
}

/// The server; one layer for each endpoint, one resolver for all.
pub(crate) fn server(resolver: Resolver) -> Router {
    let layer = CimdLayer::new(resolver);
    Router::new()
        .route(
            "/authorize",
            get(authorize).layer(layer.clone().leg(Leg::Authorization)),
        )
        .route("/token", post(token).layer(layer.clone().leg(Leg::Token)))
        .route(
            "/token/authenticating",
            post(identified).layer(layer.leg(Leg::Token).host_authenticates_clients()),
        )
}

/// The answer to an authorization request with `redirect_uri`.
pub(crate) async fn ask(app: &Router, client_id: &str, redirect_uri: &str) -> (StatusCode, Value) {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", client_id)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair(
            "code_challenge",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        )
        .append_pair("code_challenge_method", "S256")
        .finish();
    let request = Request::get(format!("/authorize?{query}")).header("accept", "application/json");
    send(app, request.body(String::new()).unwrap()).await
}

/// The answer to a token request at `path`.
pub(crate) async fn exchange(app: &Router, path: &str, client_id: &str) -> (StatusCode, Value) {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair(
            "code_verifier",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        )
        .append_pair("client_id", client_id)
        .finish();
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    send(app, request.body(form).unwrap()).await
}

async fn send(app: &Router, request: Request<String>) -> (StatusCode, Value) {
    let response = app
        .clone()
        .oneshot(request.map(axum::body::Body::from))
        .await
        .unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

/// The layer has checked the redirection URI.
async fn authorize(client: CimdClient) -> Json<Value> {
    Json(json!({
        "client_id": client.client_id().as_str(),
        "method": client.token_endpoint_auth_method().as_str(),
        "grants": client.grant_types(),
    }))
}

async fn token(client: CimdClient) -> Json<Value> {
    Json(json!({ "client_id": client.client_id().as_str() }))
}

async fn identified(IdentifiedClient(client): IdentifiedClient) -> Json<Value> {
    Json(json!({ "client_id": client.client_id().as_str(), "authenticated": false }))
}
