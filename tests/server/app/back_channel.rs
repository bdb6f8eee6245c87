//! The other endpoints.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_cimd::layer::{Rejection, RejectionKind};
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::{CimdClient, OAuthParams, PendingClient};

use super::grants::Grant;
use super::{App, answer};

/// The user types the code in at once.
pub(super) async fn device(
    State(app): State<Arc<App>>,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> Response {
    let body = json!({
        "device_code": app.device_codes.keep(Grant::asked(&client, &request)),
        "user_code": "ABCD-EFGH",
        "verification_uri": "https://as.example.com/device",
        "expires_in": 60,
    });
    answer(StatusCode::OK, body)
}

/// Who asks, where nobody may have looked the client up.
///
/// A pending client is nobody authenticated, and is served as that.
type Caller = Result<CimdClient, Rejection>;

fn caller(
    client: Caller,
    pending: Option<&PendingClient>,
    authenticated: Option<Authenticated>,
) -> Result<(String, Option<Authenticated>), Rejection> {
    match (client, pending) {
        (Ok(client), _) => Ok((client.client_id().as_str().to_owned(), authenticated)),
        (Err(rejection), Some(pending)) if rejection.kind() == RejectionKind::Pending => {
            Ok((pending.0.as_str().to_owned(), None))
        }
        (Err(rejection), _) => Err(rejection),
    }
}

pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    client: Caller,
    request: axum::extract::Request,
) -> Response {
    let extensions = request.extensions();
    let (pending, authenticated) = (extensions.get(), extensions.get().copied());
    let (client_id, authenticated) = match caller(client, pending, authenticated) {
        Ok(caller) => caller,
        Err(rejection) => return rejection.into_response(),
    };
    let (parts, _) = request.into_parts();
    let OAuthParams(request) = match OAuthParams::of(&parts) {
        Ok(request) => request,
        Err(rejection) => return rejection.into_response(),
    };
    let token = request.get("token").unwrap_or_default();
    let is_ours = |grant: &Grant| grant.is_of(&client_id, authenticated.as_ref());
    app.access_tokens.take(token, is_ours);
    app.refresh_tokens.take(token, is_ours);
    // Also where there is no such token (RFC 7009 §2.2).
    answer(StatusCode::OK, json!({}))
}

pub(super) async fn introspect(
    State(app): State<Arc<App>>,
    client: CimdClient,
    authenticated: Option<Authenticated>,
    OAuthParams(request): OAuthParams,
) -> Response {
    let token = request.get("token").unwrap_or_default();
    let client_id = client.client_id().as_str();
    let grant = app.access_tokens.get(token);
    let grant = grant.filter(|grant| grant.is_of(client_id, authenticated.as_ref()));
    let body = match grant {
        Some(grant) => json!({ "active": true, "client_id": grant.client_id }),
        None => json!({ "active": false }),
    };
    answer(StatusCode::OK, body)
}
