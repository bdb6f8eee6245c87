//! What a person is asked, and answers.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, SET_COOKIE};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use tower_cimd::resolve::TransactionError;
use tower_cimd::rules::consent::{ConsentContext, ConsentStep, ConsentView};
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, Rejection};

use crate::authorization::answer;
use crate::authorization::browser;
use crate::authorization::page;
use crate::authorization::refusal::Refusal;
use crate::authorization::request;
use crate::authorization::state::Server;
use crate::store::grant::{Asked, Grant};
use crate::store::ticket::Ticket;

#[derive(Deserialize)]
pub(crate) struct Answer {
    transaction: String,
    answer: String,
}

/// Shows the consent page, to the browser that opened it and no other. No consent is remembered, so that
/// there is nothing to skip.
pub(crate) fn ask(
    server: &Server,
    client: &CimdClient,
    request: &Parameters,
    browser: &str,
) -> Result<Response, Refusal> {
    let asked = request::read(server.issuer.as_str(), client, request)?;
    let context = ConsentContext {
        redirect_uri: client.match_redirect_uri(&asked.redirect_uri),
        language: Some("en"),
        ..ConsentContext::default()
    };
    let view = ConsentView::new(client, context);
    if let ConsentStep::Refuse(refused) = view.step(request.get("prompt"), false) {
        return Err(Refusal(refused.error(), "a person has to be asked"));
    }
    let page = |transaction| page::consent(&view, asked.mount, &asked.scope, transaction);
    Ok(match server.transactions.seal(client, request, browser) {
        Ok(transaction) => shown(page(&transaction), &browser::cookie(browser)),
        Err(error) => Rejection::from(error).into_response(),
    })
}

fn shown(page: String, cookie: &str) -> Response {
    let headers = [
        (CONTENT_SECURITY_POLICY, page::POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (SET_COOKIE, cookie),
    ];
    (headers, Html(page)).into_response()
}

/// The form: of the browser that was shown the page, and for the client as it was shown (T15).
pub(crate) async fn consent(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Form(form): Form<Answer>,
) -> Result<Response, Refusal> {
    let browser = browser::known(&headers).unwrap_or_default();
    let opened = server.transactions.open(&form.transaction, browser).await;
    let transaction = match opened {
        Ok(transaction) => transaction,
        Err(TransactionError::AskAgain(again)) => {
            return ask(&server, &again.client, &again.parameters, browser);
        }
        Err(error) => return Ok(Rejection::from(error).into_response()),
    };
    let (client, request) = (&transaction.client, &transaction.parameters);
    let asked = request::read(server.issuer.as_str(), client, request)?;
    Ok(match form.answer.as_str() {
        "allow" => allow(&server, asked),
        _ => answer::error(&server, &asked, "access_denied"),
    })
}

/// Grants what was asked for and hands the client a code.
pub(crate) fn allow(server: &Server, asked: Asked) -> Response {
    let grant = Arc::new(Grant::new(asked));
    let binding = grant.asked.binding.clone();
    let code = server.codes.keep(Ticket::new(Arc::clone(&grant), binding));
    answer::code(server, &grant.asked, &code)
}
