//! The introspection endpoint (RFC 7662 §2).

use std::sync::Arc;
use std::time::SystemTime;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tower_cimd::rules::access_token::Assurance;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::{CimdClient, OAuthParams};

use crate::authorization::state::Server;
use crate::store::ticket::Access;

/// Tells a client of its own access tokens. It has to be authenticated: a client_id is no secret, and the
/// endpoint must not be open to whoever collects tokens (RFC 7662 §2.1).
pub(crate) async fn introspect(
    State(server): State<Arc<Server>>,
    client: CimdClient,
    _: Authenticated,
    OAuthParams(request): OAuthParams,
) -> Response {
    let token = request.get("token").unwrap_or_default();
    let access = server
        .access(token)
        .filter(|access| access.grant.asked.client_id == client.client_id().as_str());
    let told = match access {
        Some(access) => active(&server.issuer, &access),
        None => json!({ "active": false }),
    };
    ([(CACHE_CONTROL, "no-store")], Json(told)).into_response()
}

fn active(issuer: &str, access: &Access) -> Value {
    let asked = &access.grant.asked;
    json!({
        "active": true,
        "token_type": "Bearer",
        "iss": issuer,
        "aud": asked.mount.url(issuer),
        "client_id": asked.client_id,
        "scope": access.scope,
        "exp": seconds(access.expires_at),
        Assurance::CLAIM: access.assurance.name(),
    })
}

fn seconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
