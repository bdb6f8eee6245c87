//! What a person answers.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::response::Response;
use serde::Deserialize;

use crate::authorization::answer;
use crate::authorization::refusal::Refusal;
use crate::authorization::state::Server;
use crate::store::grant::{Asked, Grant};
use crate::store::ticket::Ticket;

#[derive(Deserialize)]
pub(crate) struct Answer {
    transaction: String,
    answer: String,
}

pub(crate) async fn consent(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Form(form): Form<Answer>,
) -> Result<Response, Refusal> {
    // The form of another browser is one that a stranger had this person send.
    let browser = cookie(&headers).unwrap_or_default();
    let waiting = server
        .waiting
        .take(&form.transaction, |waiting| waiting.browser == browser)
        .ok_or(Refusal("invalid_request", "nothing waits for this answer"))?;
    Ok(match form.answer.as_str() {
        "allow" => allow(&server, waiting.asked),
        _ => answer::redirect(&server.issuer, &waiting.asked, "error", "access_denied"),
    })
}

/// Grants what was asked for and hands the client a code.
pub(crate) fn allow(server: &Server, asked: Asked) -> Response {
    let grant = Arc::new(Grant::new(asked));
    let binding = grant.asked.binding.clone();
    let code = server.codes.keep(Ticket::new(Arc::clone(&grant), binding));
    answer::redirect(&server.issuer, &grant.asked, "code", &code)
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(COOKIE).into_iter();
    cookies
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE_NAME).then_some(value))
}

/// The cookie that ties a consent page to the browser that shows it.
pub(crate) const COOKIE_NAME: &str = "consent";
