//! Tokens, made.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::authorization::presenter::Presenter;
use crate::authorization::state::Server;
use crate::store::grant::Grant;
use crate::store::ticket::{Access, Ticket};

/// An access token for the grant's mount, and a refresh token for a client that lists the grant type.
pub(crate) fn issue(
    server: &Server,
    presenter: &Presenter,
    grant: &Arc<Grant>,
    scope: String,
) -> Response {
    let lifetime = server.access_tokens.lifetime();
    let access_token = server.access_tokens.keep(Access {
        grant: Arc::clone(grant),
        scope: scope.clone(),
        assurance: presenter.assurance(&grant.asked),
        expires_at: SystemTime::now() + lifetime,
    });
    let mut tokens = json!({
        "access_token": access_token,
        "token_type": "Bearer",
        "expires_in": lifetime.as_secs(),
        "scope": scope,
    });
    let mut grants = presenter.client.grant_types().iter();
    if grants.any(|grant_type| grant_type == "refresh_token") {
        let ticket = Ticket::new(Arc::clone(grant), presenter.binding(&grant.asked));
        tokens["refresh_token"] = server.refresh_tokens.keep(ticket).into();
    }
    ([(CACHE_CONTROL, "no-store")], Json(tokens)).into_response()
}
