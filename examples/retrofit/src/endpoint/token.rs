//! The token endpoint (RFC 6749 §3.2).

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::endpoint::{code, refresh};
use crate::identify;
use crate::incoming::Incoming;
use crate::refusal::Refusal;

pub(crate) async fn token(State(app): State<App>, request: Incoming) -> Result<Response, Refusal> {
    let client = identify::authenticate(&app, &request).await?;
    match request.params.get("grant_type") {
        Some("authorization_code") => code::redeem(&app, &client, &request).await,
        Some("refresh_token") => refresh::rotate(&app, &client, &request).await,
        _ => Err(Refusal(
            "unsupported_grant_type",
            "authorization_code or refresh_token",
        )),
    }
}
