//! The authorization endpoint (RFC 6749 §3.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, SET_COOKIE};
use axum::response::{Html, IntoResponse, Response};
use tower_cimd::rules::consent::{ConsentContext, ConsentStep, ConsentView};
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, OAuthParams};

use crate::authorization::consent;
use crate::authorization::page;
use crate::authorization::refusal::Refusal;
use crate::authorization::request;
use crate::authorization::state::{Server, Waiting};
use crate::store::grant::Asked;
use crate::store::random::random;

pub(crate) async fn authorize(
    State(server): State<Arc<Server>>,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> Result<Response, Refusal> {
    let asked = asked(&server, &client, &request)?;
    if server.auto_consent {
        return Ok(consent::allow(&server, asked));
    }
    ask(&server, &client, asked)
}

/// The request itself, or the one that was pushed before and that it names (RFC 9126 §4).
fn asked(server: &Server, client: &CimdClient, request: &Parameters) -> Result<Asked, Refusal> {
    let Some(request_uri) = request.get("request_uri") else {
        return match client.require_pushed_authorization_requests() {
            true => Err(Refusal(
                "invalid_request",
                "this client pushes its requests",
            )),
            false => request::read(&server.issuer, client, request),
        };
    };
    // What stands beside it has been judged by nobody (T1).
    if request.iter().count() > 2 {
        return Err(Refusal(
            "invalid_request",
            "beside request_uri stands client_id alone",
        ));
    }
    let key = request_uri.strip_prefix(REQUEST_URI).unwrap_or_default();
    server
        .pushed
        .take(key, |asked| asked.client_id == client.client_id().as_str())
        .ok_or(Refusal(
            "invalid_request_uri",
            "no such request of this client",
        ))
}

/// Shows the consent page, to the browser that opened it and no other. No consent is remembered, so that
/// there is nothing to skip.
fn ask(server: &Server, client: &CimdClient, asked: Asked) -> Result<Response, Refusal> {
    let context = ConsentContext {
        redirect_uri: client.match_redirect_uri(&asked.redirect_uri),
        language: Some("en"),
        ..ConsentContext::default()
    };
    let view = ConsentView::new(client, context);
    if let ConsentStep::Refuse(refused) = view.step(asked.prompt.as_deref(), false) {
        return Err(Refusal(refused.error(), "a person has to be asked"));
    }
    let browser = random();
    let cookie = format!(
        "{}={browser}; Path=/consent; HttpOnly; SameSite=Strict",
        consent::COOKIE_NAME
    );
    let (mount, scope) = (asked.mount, asked.scope.clone());
    let transaction = server.waiting.keep(Waiting { asked, browser });
    let headers = [
        (CONTENT_SECURITY_POLICY, page::POLICY),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (SET_COOKIE, cookie.as_str()),
    ];
    let page = page::consent(&view, mount, &scope, &transaction);
    Ok((headers, Html(page)).into_response())
}

/// What stands before the key of a pushed request (RFC 9126 §2.2).
pub(crate) const REQUEST_URI: &str = "urn:ietf:params:oauth:request_uri:";
