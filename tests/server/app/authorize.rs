//! The front channel, and what is pushed before it.

use std::collections::HashMap;
use std::future::ready;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;
use tower_cimd::layer::stored::{Answer, PushedRequests, StoredRequest};
use tower_cimd::rules::authorization_response::AuthorizationResponse;
use tower_cimd::rules::checks::{RedirectableError, UserPresent};
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, OAuthParams};

use super::grants::Grant;
use super::{App, answer, refuse};

/// The user of this server is always signed in, and has to agree.
pub(super) async fn authorize(
    State(app): State<Arc<App>>,
    error: Option<RedirectableError>,
    client: Result<CimdClient, tower_cimd::Rejection>,
    OAuthParams(request): OAuthParams,
) -> Response {
    if let Some(error) = error {
        return match error.location(UserPresent::signed_in_and_went_on()) {
            Ok(location) => location.see_other(),
            Err(_) => refuse("interaction_required"),
        };
    }
    match client {
        Ok(client) => {
            let transaction = app.waiting.keep(Grant::asked(&client, &request));
            Html(format!("consent {transaction}")).into_response()
        }
        Err(rejection) => rejection.into_response(),
    }
}

/// The user agrees.
pub(super) async fn consent(State(app): State<Arc<App>>, transaction: String) -> Response {
    let Some(grant) = app.waiting.take(&transaction, |_| true) else {
        return refuse("invalid_request");
    };
    let state = grant.state.clone();
    let redirect_uri = grant.redirect_uri.clone().unwrap_or_default();
    let response = AuthorizationResponse {
        issuer: &app.issuer,
        redirect_uri: &redirect_uri,
        state: state.as_deref(),
    };
    response.code(&app.codes.keep(grant)).see_other()
}

pub(super) async fn push(
    State(app): State<Arc<App>>,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> Response {
    let request_uri = app.pushed.keep(client.client_id().as_str(), request);
    let body = json!({ "request_uri": request_uri, "expires_in": 60 });
    answer(StatusCode::CREATED, body)
}

/// Pushed requests, by `request_uri`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pushed(Arc<Mutex<HashMap<String, (String, Parameters)>>>);

impl Pushed {
    fn keep(&self, client_id: &str, request: Parameters) -> String {
        let mut held = self.0.lock().unwrap();
        let request_uri = format!("urn:ietf:params:oauth:request_uri:{}", held.len());
        held.insert(request_uri.clone(), (client_id.to_owned(), request));
        request_uri
    }
}

impl PushedRequests for Pushed {
    fn pushed<'a>(&'a self, request_uri: &'a str, _: &'a Parts) -> Answer<'a> {
        let held = self.0.lock().unwrap();
        let found = held.get(request_uri).cloned();
        let stored = found.map(|(client_id, request)| StoredRequest::new(client_id, request));
        Box::pin(ready(Ok(stored)))
    }
}
