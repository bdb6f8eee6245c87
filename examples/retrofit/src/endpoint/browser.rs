//! The browser on the other side.

use axum::http::header::{HeaderValue, SET_COOKIE};
use axum::response::Response;

use crate::app::App;
use crate::incoming::Incoming;
use crate::refusal::Refusal;
use crate::store::sessions::Session;

/// The session that the browser's cookie names.
pub(crate) async fn session(app: &App, request: &Incoming) -> Result<Option<Session>, Refusal> {
    match request.cookie(SESSION) {
        Some(cookie) => Ok(app.sessions.find(cookie).await?),
        None => Ok(None),
    }
}

/// The session, if this form comes from a page of its own.
pub(crate) async fn sender(app: &App, request: &Incoming) -> Result<Session, Refusal> {
    let session = session(app, request).await?;
    session
        .filter(|session| request.params.get("csrf") == Some(&session.csrf))
        .ok_or(FORGED)
}

/// Gives the browser a cookie. It comes along when a client sends the browser here, and with no form of
/// another site.
pub(crate) fn remember(app: &App, mut answer: Response, (name, value): (&str, &str)) -> Response {
    let secure = match app.issuer.starts_with("https:") {
        true => "; Secure",
        false => "",
    };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        answer.headers_mut().append(SET_COOKIE, cookie);
    }
    answer
}

/// A form that did not come from a page of ours in this browser, or from one of long ago.
pub(crate) const FORGED: Refusal =
    Refusal("access_denied", "the form is too old, or not from here");

/// The cookie of who is signed in.
pub(crate) const SESSION: &str = "session";

/// The cookie of the login form.
pub(crate) const LOGIN: &str = "login";
