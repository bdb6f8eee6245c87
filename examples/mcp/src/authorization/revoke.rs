//! The revocation endpoint (RFC 7009 §2).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use tower_cimd::{CimdClient, OAuthParams};

use crate::authorization::state::Server;
use crate::store::grant::Grant;

/// Takes back the whole grant behind a token. A token that is not there, or not the client's, is answered
/// the same.
pub(crate) async fn revoke(
    State(server): State<Arc<Server>>,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> StatusCode {
    let token = request.get("token").unwrap_or_default();
    let ours = |grant: &Arc<Grant>| grant.asked.client_id == client.client_id().as_str();
    if let Some(grant) = server.grant(token).filter(ours) {
        grant.revoke();
    }
    StatusCode::OK
}
