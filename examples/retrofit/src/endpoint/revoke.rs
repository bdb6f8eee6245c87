//! A client gives a token back (RFC 7009).

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::identify;
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::store::tokens::Kind;

/// Whatever the token was, it is good for nothing afterwards; a client learns no more than that.
pub(crate) async fn revoke(
    State(app): State<App>,
    request: Incoming,
) -> Result<StatusCode, Refusal> {
    let client = identify::authenticate(&app, &request).await?;
    let text = request.params.get("token");
    let text = text.ok_or(Refusal("invalid_request", "token is missing"))?;
    let Some(token) = app.tokens.find(text).await? else {
        return Ok(StatusCode::OK);
    };
    let grant = app.grants.find(&token.grant).await?;
    if grant.is_some_and(|grant| grant.asked.client_id == client.id) {
        match token.kind {
            Kind::Access => drop(app.tokens.spend(&token).await?),
            Kind::Code | Kind::Refresh => app.grants.revoke(&token.grant).await?,
        }
    }
    Ok(StatusCode::OK)
}
