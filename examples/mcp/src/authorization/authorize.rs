//! The authorization endpoint (RFC 6749 §3.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, OAuthParams};

use crate::authorization::browser;
use crate::authorization::consent;
use crate::authorization::refusal::Refusal;
use crate::authorization::request;
use crate::authorization::state::Server;

pub(crate) async fn authorize(
    State(server): State<Arc<Server>>,
    uri: Uri,
    headers: HeaderMap,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> Result<Response, Refusal> {
    if server.auto_consent {
        let asked = request::read(server.issuer.as_str(), &client, &request)?;
        let query = Parameters::parse(uri.query().unwrap_or_default().as_bytes());
        server
            .pushes
            .spend(query.get("request_uri").unwrap_or_default());
        return Ok(consent::allow(&server, asked));
    }
    consent::ask(&server, &client, &request, &browser::known_or_new(&headers))
}
