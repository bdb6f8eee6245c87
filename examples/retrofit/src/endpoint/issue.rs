//! Tokens for a grant, and who may have them.

use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::app::App;
use crate::asked::Asked;
use crate::client::Client;
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::store::grants::Grant;
use crate::store::tokens::{Kind, Token};

/// A token that a client presents, and the grant behind it. It may have been used before.
pub(crate) async fn presented(
    app: &App,
    client: &Client,
    request: &Incoming,
    (name, kind): (&str, Kind),
) -> Result<(Token, Grant), Refusal> {
    let text = request.params.get(name).unwrap_or_default();
    let refusal = Refusal(
        "invalid_grant",
        "unknown, expired, revoked or another client's",
    );
    let token = app.tokens.find(text).await?;
    let token = token.filter(|token| token.kind == kind).ok_or(refusal)?;
    let grant = app.grants.find(&token.grant).await?.ok_or(refusal)?;
    let asked = &grant.asked;
    let is_its_own = asked.client_id == client.id
        && request.cimd.iter().all(|it| it.is_held_by(&asked.binding)) // CIMD
        && is_for(request, asked);
    match is_its_own {
        true => Ok((token, grant)),
        false => Err(refusal),
    }
}

/// Whether the resource is the grant's, where one is named (RFC 8707 §2.2).
fn is_for(request: &Incoming, asked: &Asked) -> bool {
    let named = request.params.get("resource");
    named.is_none_or(|named| named == asked.resource)
}

/// Uses a token up. What is used twice has been stolen from somebody, so that the grant ends with it
/// (RFC 6749 §4.1.2, RFC 9700 §4.14.2).
pub(crate) async fn spend(app: &App, token: &Token) -> Result<(), Refusal> {
    if app.tokens.spend(token).await? {
        return Ok(());
    }
    app.grants.revoke(&token.grant).await?;
    Err(Refusal("invalid_grant", "used before"))
}

/// A fresh pair of tokens.
pub(crate) async fn issue(app: &App, grant: &Grant, scope: &str) -> Result<Response, Refusal> {
    let tokens = json!({
        "access_token": app.tokens.issue(Kind::Access, grant, scope).await?,
        "token_type": "Bearer",
        "expires_in": Kind::Access.lifetime(),
        "refresh_token": app.tokens.issue(Kind::Refresh, grant, &grant.asked.scope).await?,
        "scope": scope,
    });
    Ok(([(CACHE_CONTROL, "no-store")], Json(tokens)).into_response())
}
