//! The pushed authorization request endpoint (RFC 9126 §2).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_cimd::{CimdClient, OAuthParams};

use crate::authorization::authorize::REQUEST_URI;
use crate::authorization::refusal::Refusal;
use crate::authorization::request;
use crate::authorization::state::Server;

pub(crate) async fn push(
    State(server): State<Arc<Server>>,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> Result<Response, Refusal> {
    if request.get("request_uri").is_some() {
        return Err(Refusal("invalid_request", "request_uri cannot be pushed"));
    }
    let asked = request::read(&server.issuer, &client, &request)?;
    let key = server.pushed.keep(asked);
    let body = Json(json!({
        "request_uri": format!("{REQUEST_URI}{key}"),
        "expires_in": server.pushed.lifetime().as_secs(),
    }));
    Ok((StatusCode::CREATED, [(CACHE_CONTROL, "no-store")], body).into_response())
}
