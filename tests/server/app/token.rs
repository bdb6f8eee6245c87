//! The token endpoint.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::rules::pkce::verify_code_verifier;
use tower_cimd::{CimdClient, OAuthParams};

use super::grants::Grant;
use super::{App, answer, refuse};

pub(super) async fn token(
    State(app): State<Arc<App>>,
    client: CimdClient,
    authenticated: Option<Authenticated>,
    OAuthParams(request): OAuthParams,
) -> Response {
    let client_id = client.client_id().as_str();
    let given = |name: &str| request.get(name).unwrap_or_default().to_owned();
    let as_before = |grant: &Grant| grant.is_of(client_id, authenticated.as_ref());
    let grant = match &*given("grant_type") {
        "authorization_code" => app.codes.take(&given("code"), |grant| {
            grant.client_id == client_id && is_proven(grant, &request)
        }),
        "refresh_token" => app.refresh_tokens.take(&given("refresh_token"), as_before),
        DEVICE_CODE => {
            let asked = |grant: &Grant| grant.client_id == client_id;
            app.device_codes.take(&given("device_code"), asked)
        }
        "client_credentials" | TOKEN_EXCHANGE => Some(Grant::asked(&client, &request)),
        _ => return refuse("unsupported_grant_type"),
    };
    match grant {
        Some(grant) => issue(&app, grant, authenticated),
        None => refuse("invalid_grant"),
    }
}

/// The layer knows nothing of codes: that the request repeats what was asked is the app's.
fn is_proven(grant: &Grant, request: &Parameters) -> bool {
    let verifier = request.get("code_verifier").unwrap_or_default();
    let challenge = grant.code_challenge.as_deref();
    grant.redirect_uri.as_deref() == request.get("redirect_uri")
        && challenge.is_some_and(|challenge| verify_code_verifier(challenge, verifier))
}

fn issue(app: &App, grant: Grant, authenticated: Option<Authenticated>) -> Response {
    let grant = Grant {
        authenticated,
        ..grant
    };
    let scope = grant.scope.clone().unwrap_or_default();
    let tokens = json!({
        "access_token": app.access_tokens.keep(grant.clone()),
        "refresh_token": app.refresh_tokens.keep(grant),
        "scope": scope,
        "token_type": "Bearer",
        "expires_in": 300,
    });
    answer(StatusCode::OK, tokens)
}

pub(crate) const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(crate) const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
