//! Is this token good? (RFC 7662)

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::app::App;
use crate::identify;
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::store::tokens::{Kind, Token};

/// Answers whoever has a secret; a public client has no business here.
pub(crate) async fn introspect(
    State(app): State<App>,
    request: Incoming,
) -> Result<Json<Value>, Refusal> {
    let client = identify::authenticate(&app, &request).await?;
    if client.secret.is_none() {
        return Err(Refusal("invalid_client", "a secret is required"));
    }
    let text = request.params.get("token");
    let text = text.ok_or(Refusal("invalid_request", "token is missing"))?;
    let token = app.tokens.find(text).await?;
    let good = token.filter(|token| token.kind != Kind::Code && !token.used);
    let told = match good {
        Some(token) => tell(&app, &token).await?,
        None => None,
    };
    Ok(Json(told.unwrap_or_else(|| json!({ "active": false }))))
}

async fn tell(app: &App, token: &Token) -> Result<Option<Value>, Refusal> {
    let grant = app.grants.find(&token.grant).await?;
    Ok(grant.map(|grant| {
        json!({
            "active": true,
            "client_id": grant.asked.client_id,
            "scope": token.scope,
            "sub": grant.user.to_string(),
            "aud": grant.asked.resource,
            "exp": token.expires,
            "iss": &*app.issuer,
        })
    }))
}
