//! What a person answers.

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::asked::Asked;
use crate::endpoint::{answer, browser};
use crate::incoming::Incoming;
use crate::page::Shown;
use crate::refusal::Refusal;
use crate::store::tokens::Kind;

pub(crate) async fn consent(State(app): State<App>, request: Incoming) -> Result<Response, Shown> {
    let get = |name| request.params.get(name).unwrap_or_default();
    let session = browser::sender(&app, &request).await?;
    let Some(asked) = app.requests.take(get("request"), &session).await? else {
        return Err(Refusal("invalid_request", "nothing waits for this answer").into());
    };
    if get("answer") == "allow" {
        return Ok(allow(&app, session.user, asked).await?);
    }
    let state = asked.state.as_deref();
    let denied = ("error", "access_denied");
    Ok(answer::redirect(&app, &asked.redirect_uri, state, denied))
}

/// Grants what was asked for, and hands the client a code.
pub(crate) async fn allow(app: &App, user: i64, asked: Asked) -> Result<Response, Refusal> {
    let grant = app.grants.add(user, asked).await?;
    let asked = &grant.asked;
    let code = app.tokens.issue(Kind::Code, &grant, &asked.scope).await?;
    let state = asked.state.as_deref();
    Ok(answer::redirect(
        app,
        &asked.redirect_uri,
        state,
        ("code", &code),
    ))
}
