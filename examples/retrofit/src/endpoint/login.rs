//! Who is there: `/login`.

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::endpoint::{answer, browser};
use crate::incoming::Incoming;
use crate::page::{self, Shown};

/// Shows the form. What it carries stands in a cookie as well, and nowhere else: strangers open this page as
/// often as they like.
pub(crate) async fn show(State(app): State<App>, request: Incoming) -> Response {
    form(&app, &request, false)
}

/// Reads the form, if it is that of this browser: nobody signs others in as himself.
pub(crate) async fn submit(State(app): State<App>, request: Incoming) -> Result<Response, Shown> {
    let get = |name| request.params.get(name).unwrap_or_default();
    if request.cookie(browser::LOGIN) != request.params.get("csrf") || get("csrf").is_empty() {
        return Err(browser::FORGED.into());
    }
    let Some(user) = app.users.sign_in(get("name"), get("password")).await? else {
        return Ok(form(&app, &request, true));
    };
    let session = app.sessions.begin(user).await?;
    let answer = answer::to(return_to(&request));
    Ok(browser::remember(
        &app,
        answer,
        (browser::SESSION, &session),
    ))
}

fn form(app: &App, request: &Incoming, refused: bool) -> Response {
    let csrf = app.sessions.csrf();
    let page = page::login::page(&csrf, return_to(request), refused);
    browser::remember(app, page, (browser::LOGIN, &csrf))
}

/// Back to the request that was interrupted, and nowhere else.
fn return_to(request: &Incoming) -> &str {
    let wanted = request.params.get("return_to").unwrap_or_default();
    match wanted.starts_with("/authorize?") {
        true => wanted,
        false => "/authorize",
    }
}
