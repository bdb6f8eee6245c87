//! The token endpoint (RFC 6749 §3.2).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use tower_cimd::layer::Binder;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, OAuthParams};

use crate::authorization::issue::issue;
use crate::authorization::presenter::Presenter;
use crate::authorization::refusal::Refusal;
use crate::authorization::request;
use crate::authorization::state::Server;
use crate::store::grant::Grant;
use crate::store::table::Table;
use crate::store::ticket::Ticket;

pub(crate) async fn token(
    State(server): State<Arc<Server>>,
    client: CimdClient,
    authenticated: Option<Authenticated>,
    binder: Binder,
    OAuthParams(request): OAuthParams,
) -> Result<Response, Refusal> {
    let presenter = Presenter {
        client,
        authenticated,
        binder,
    };
    match request.get("grant_type") {
        Some("authorization_code") => by_code(&server, &presenter, &request),
        Some("refresh_token") => by_refresh_token(&server, &presenter, &request),
        _ => Err(Refusal(
            "unsupported_grant_type",
            "authorization_code or refresh_token",
        )),
    }
}

fn by_code(
    server: &Server,
    presenter: &Presenter,
    request: &Parameters,
) -> Result<Response, Refusal> {
    let ticket = ticket(presenter, &server.codes, request.get("code"))?;
    let grant = &ticket.grant;
    let verifier = request.get("code_verifier").unwrap_or_default();
    if !grant.is_proven_by(verifier) {
        return Err(Refusal("invalid_grant", "code_verifier does not fit"));
    }
    // Later clients leave it out (OAuth 2.1 §10.2).
    let redirect_uri = request.get("redirect_uri");
    if redirect_uri.is_some_and(|uri| uri != grant.asked.redirect_uri) {
        return Err(Refusal(
            "invalid_grant",
            "redirect_uri is not the request's",
        ));
    }
    target(server, grant, request)?;
    spend(&ticket)?;
    Ok(issue(server, presenter, grant, grant.asked.scope.clone()))
}

fn by_refresh_token(
    server: &Server,
    presenter: &Presenter,
    request: &Parameters,
) -> Result<Response, Refusal> {
    let presented = request.get("refresh_token");
    let ticket = ticket(presenter, &server.refresh_tokens, presented)?;
    target(server, &ticket.grant, request)?;
    let scope = narrowed(&ticket.grant.asked.scope, request.get("scope"))?;
    spend(&ticket)?;
    Ok(issue(server, presenter, &ticket.grant, scope))
}

/// The ticket that is presented, if the presenter is the one who got it; that it is the same as then, the
/// layer has found out. A refused request does not spend it.
fn ticket(
    presenter: &Presenter,
    tickets: &Table<Arc<Ticket>>,
    presented: Option<&str>,
) -> Result<Arc<Ticket>, Refusal> {
    let ticket = tickets.get(presented.unwrap_or_default());
    ticket
        .filter(|ticket| presenter.owns(&ticket.grant.asked))
        .ok_or(Refusal(
            "invalid_grant",
            "unknown, expired or another client's",
        ))
}

/// A token is for the resource of its grant (RFC 8707 §2.2).
fn target(server: &Server, grant: &Grant, request: &Parameters) -> Result<(), Refusal> {
    let named = request.get_all("resource").next().is_some();
    if named && request::mount(server.issuer.as_str(), request)? != grant.asked.mount {
        return Err(Refusal("invalid_target", "resource is not the grant's"));
    }
    Ok(())
}

/// The same scope as was granted, or less (RFC 6749 §6).
fn narrowed(granted: &str, asked: Option<&str>) -> Result<String, Refusal> {
    let Some(asked) = asked else {
        return Ok(granted.to_owned());
    };
    let within = |scope| granted.split(' ').any(|granted| granted == scope);
    match asked.split(' ').all(within) {
        true => Ok(asked.to_owned()),
        false => Err(Refusal("invalid_scope", "more than was granted")),
    }
}

fn spend(ticket: &Ticket) -> Result<(), Refusal> {
    match ticket.spend() {
        true => Ok(()),
        false => Err(Refusal("invalid_grant", "used before, or revoked")),
    }
}
