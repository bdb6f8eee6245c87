//! All of it behind one router.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};
use tower_cimd::{AdvertiseLayer, CimdLayer, Leg}; // CIMD

use crate::app::App;
use crate::endpoint::{authorize, consent, introspect, login, metadata, revoke, token};

/// The endpoints that clients use.
#[derive(Clone, Debug)]
pub struct Server {
    authorize: MethodRouter<App>,
    token: MethodRouter<App>,
    revoke: MethodRouter<App>,
    metadata: MethodRouter<App>,
}

impl Default for Server {
    fn default() -> Self {
        Server {
            authorize: get(authorize::authorize).post(authorize::authorize),
            token: post(token::token),
            revoke: post(revoke::revoke),
            metadata: get(metadata::metadata),
        }
    }
}

impl Server {
    // CIMD {
    /// The same with the layer where a client_id arrives, and nowhere else. Only clients of the table may
    /// ask about tokens, so that introspection stays as it is.
    pub fn with(self, cimd: &CimdLayer) -> Self {
        Server {
            authorize: self.authorize.layer(cimd.clone().leg(Leg::Authorization)),
            token: self.token.layer(cimd.clone().leg(Leg::Token)),
            revoke: self.revoke.layer(cimd.clone().leg(Leg::Revocation)),
            metadata: self.metadata.layer(AdvertiseLayer::new(cimd)),
        }
    }
    // }

    /// Beside them, what only a browser opens.
    pub fn router(self, app: App) -> Router {
        Router::new()
            .route("/authorize", self.authorize)
            .route("/login", get(login::show).post(login::submit))
            .route("/consent", post(consent::consent))
            .route("/token", self.token)
            .route("/revoke", self.revoke)
            .route("/introspect", post(introspect::introspect))
            .route("/.well-known/oauth-authorization-server", self.metadata)
            .layer(DefaultBodyLimit::max(FORM))
            .with_state(app)
    }
}

/// The largest form, in bytes: many times what a client sends.
const FORM: usize = 16 * 1024;
