//! All of it behind one router.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::app::App;
use crate::endpoint::{authorize, consent, introspect, login, metadata, revoke, token};

/// The server.
pub fn router(app: App) -> Router {
    let authorize = get(authorize::authorize).post(authorize::authorize);
    let token = post(token::token);
    let revoke = post(revoke::revoke);
    let metadata = get(metadata::metadata);
    Router::new()
        .route("/authorize", authorize)
        .route("/login", get(login::show).post(login::submit))
        .route("/consent", post(consent::consent))
        .route("/token", token)
        .route("/revoke", revoke)
        .route("/introspect", post(introspect::introspect))
        .route("/.well-known/oauth-authorization-server", metadata)
        .layer(DefaultBodyLimit::max(FORM))
        .with_state(app)
}

/// The largest form, in bytes: many times what a client sends.
const FORM: usize = 16 * 1024;
