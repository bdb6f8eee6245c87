//! The pushed authorization request endpoint (RFC 9126 §2).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_cimd::layer::stored::StoredRequest;
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, OAuthParams};

use crate::authorization::refusal::Refusal;
use crate::authorization::request;
use crate::authorization::state::Server;
use crate::store::pushes::Pushes;

pub(crate) async fn push(
    State(server): State<Arc<Server>>,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> Result<Response, Refusal> {
    request::read(server.issuer.as_str(), &client, &request)?;
    let stored = StoredRequest::new(client.client_id().as_str(), kept(&request)?);
    let request_uri = server.pushes.keep(stored);
    let body = Json(json!({
        "request_uri": request_uri,
        "expires_in": Pushes::LIFETIME.as_secs(),
    }));
    Ok((StatusCode::CREATED, [(CACHE_CONTROL, "no-store")], body).into_response())
}

/// The request without what proved who pushed it, and not of any size (T13).
fn kept(request: &Parameters) -> Result<Parameters, Refusal> {
    let pairs = request.iter().filter(|(name, _)| !PROOF.contains(name));
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    match form.len() > FORM {
        true => Err(Refusal("invalid_request", "the request is too large")),
        false => Ok(Parameters::parse(form.as_bytes())),
    }
}

const PROOF: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

/// The largest request that is kept, in bytes.
const FORM: usize = 8192;
