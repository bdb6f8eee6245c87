//! Who is there: `/login`.

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::endpoint::{answer, browser};
use crate::incoming::Incoming;
use crate::page;
use crate::page::Shown;
use crate::refusal::Refusal;

/// Shows the form, in a session of nobody's.
pub(crate) async fn show(State(app): State<App>, request: Incoming) -> Result<Response, Shown> {
    form(&app, &request, false).await
}

/// Reads the form. Whoever signs in gets a new session, so that nobody else knows its cookie.
pub(crate) async fn submit(State(app): State<App>, request: Incoming) -> Result<Response, Shown> {
    let get = |name| request.params.get(name).unwrap_or_default();
    let session = browser::sender(&app, &request).await?;
    let user = app.users.sign_in(get("name"), get("password")).await;
    let Some(user) = user.map_err(Refusal::from)? else {
        return form(&app, &request, true).await;
    };
    app.sessions.end(&session).await.map_err(Refusal::from)?;
    let begun = app.sessions.begin(Some(user)).await;
    let (_, cookie) = begun.map_err(Refusal::from)?;
    let answer = answer::to(return_to(&request));
    Ok(browser::remember(&app, answer, &cookie))
}

async fn form(app: &App, request: &Incoming, refused: bool) -> Result<Response, Shown> {
    let begun = app.sessions.begin(None).await;
    let (session, cookie) = begun.map_err(Refusal::from)?;
    let page = page::login::page(&session.csrf, return_to(request), refused);
    Ok(browser::remember(app, page, &cookie))
}

/// Back to the request that was interrupted, and nowhere else.
fn return_to(request: &Incoming) -> &str {
    let wanted = request.params.get("return_to").unwrap_or_default();
    match wanted.starts_with("/authorize?") {
        true => wanted,
        false => "/authorize",
    }
}
