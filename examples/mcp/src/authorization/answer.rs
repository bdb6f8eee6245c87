//! The way back to the client.

use axum::response::Response;
use tower_cimd::rules::authorization_response::AuthorizationResponse;

use crate::authorization::state::Server;
use crate::store::grant::Asked;

/// Redirects with a code.
pub(crate) fn code(server: &Server, asked: &Asked, code: &str) -> Response {
    response(server, asked).code(code).see_other()
}

/// Redirects with an error, once a person has seen where that leads.
pub(crate) fn error(server: &Server, asked: &Asked, error: &str) -> Response {
    response(server, asked).error(error, None).see_other()
}

fn response<'a>(server: &'a Server, asked: &'a Asked) -> AuthorizationResponse<'a> {
    AuthorizationResponse {
        issuer: &server.issuer,
        redirect_uri: &asked.redirect_uri,
        state: asked.state.as_deref(),
    }
}
