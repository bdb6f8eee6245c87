//! What the server says of itself (RFC 8414).

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::scope;

pub(crate) async fn metadata(State(app): State<App>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", app.issuer);
    Json(json!({
        "issuer": &*app.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "revocation_endpoint": at("/revoke"),
        "introspection_endpoint": at("/introspect"),
        "scopes_supported": scope::ALL.map(|(token, _)| token),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint_auth_methods_supported": METHODS,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

const METHODS: [&str; 3] = ["client_secret_basic", "client_secret_post", "none"];
