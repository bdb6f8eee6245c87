//! The server's own metadata (RFC 8414 §2), as it was before clients had URLs. The rest is
//! [`AdvertiseLayer`](tower_cimd::AdvertiseLayer)'s.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_cimd::rules::jws::Algorithm;

use crate::authorization::state::Server;
use crate::mount::Mount;

pub(crate) async fn metadata(State(server): State<Arc<Server>>) -> Response {
    let issuer = server.issuer.as_str();
    let algorithms = Algorithm::ALL.iter().map(|algorithm| algorithm.as_str());
    let metadata = Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "pushed_authorization_request_endpoint": format!("{issuer}/par"),
        "revocation_endpoint": format!("{issuer}/revoke"),
        "revocation_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms.clone().collect::<Vec<_>>(),
        "introspection_endpoint": format!("{issuer}/introspect"),
        "introspection_endpoint_auth_methods_supported": ["private_key_jwt"],
        "introspection_endpoint_auth_signing_alg_values_supported": algorithms.collect::<Vec<_>>(),
        "scopes_supported": Mount::ALL.map(Mount::scope),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        // Otherwise an absent list means `client_secret_basic`, which this server does not have.
        "token_endpoint_auth_methods_supported": [],
    }));
    ([(CACHE_CONTROL, "no-store")], metadata).into_response()
}
