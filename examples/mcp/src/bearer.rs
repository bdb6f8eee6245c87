//! Bearer tokens on the way to the tools.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::authorization::state::Server;
use crate::mount::Mount;

pub(crate) async fn guard(
    State((server, mount)): State<(Arc<Server>, Mount)>,
    mut request: Request,
    next: Next,
) -> Response {
    let header = request.headers().get(AUTHORIZATION);
    let token = header.and_then(|header| header.to_str().ok()?.strip_prefix("Bearer "));
    let access = token
        .and_then(|token| server.access_tokens.get(token))
        .filter(|access| !access.grant.is_revoked() && access.grant.asked.mount == mount);
    match access {
        Some(access) => {
            request.extensions_mut().insert(access);
            next.run(request).await
        }
        None => {
            let (issuer, path, scope) = (&server.issuer, mount.path(), mount.scope());
            let challenge = format!(
                "Bearer resource_metadata=\"{issuer}/.well-known/oauth-protected-resource{path}\", scope=\"{scope}\""
            );
            (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, challenge)]).into_response()
        }
    }
}
