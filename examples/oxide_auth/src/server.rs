//! The server: oxide-auth's flows, behind the layer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{Form, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use oxide_auth::code_grant::extensions::Pkce;
use oxide_auth::endpoint::{
    AccessTokenFlow, AuthorizationFlow, OAuthError, OwnerConsent, RefreshFlow, Solicitation,
};
use oxide_auth::frontends::simple::endpoint::{Error, FnSolicitor, Generic, Vacant};
use oxide_auth::frontends::simple::extensions::{AddonList, Extended};
use oxide_auth::primitives::prelude::{AuthMap, ClientMap, RandomGenerator, Scope, TokenMap};
use oxide_auth_axum::OAuthResponse;
use serde_json::json;
use tower_cimd::resolve::{FetchContext, Resolution};
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, CimdLayer, ClientId, Leg, OAuthParams, Resolver};

use crate::pages;
use crate::registrar::RequestRegistrar;
use crate::request::JudgedRequest;
use crate::transactions::Transactions;

struct Server {
    resolver: Resolver,
    registered: ClientMap,
    /// What a client from the internet may get.
    offered: Scope,
    transactions: Transactions,
    codes: Mutex<AuthMap<RandomGenerator>>,
    tokens: Mutex<TokenMap<RandomGenerator>>,
}

/// A server with these clients of its own, and all those of the internet that `resolver` lets in.
pub fn router(resolver: Resolver, registered: ClientMap, offered: Scope) -> Router {
    let cimd = CimdLayer::new(resolver.clone());
    let server = Server {
        resolver,
        registered,
        offered,
        transactions: Transactions::default(),
        codes: Mutex::new(AuthMap::new(RandomGenerator::new(16))),
        tokens: Mutex::new(TokenMap::new(RandomGenerator::new(16))),
    };
    Router::new()
        .route(
            "/authorize",
            get(authorize).layer(cimd.clone().leg(Leg::Authorization)),
        )
        .route("/token", post(token).layer(cimd.leg(Leg::Token)))
        .route("/consent", post(consent))
        .with_state(Arc::new(server))
}

async fn authorize(
    State(server): State<Arc<Server>>,
    client: Option<CimdClient>,
    OAuthParams(parameters): OAuthParams,
) -> Response {
    let ask = |_: &mut JudgedRequest, _: Solicitation<'_>| {
        let transaction = server.transactions.begin(parameters.clone());
        let presented = parameters.get("redirect_uri").unwrap_or_default();
        let page = match &client {
            Some(client) => pages::published(client, presented, &transaction),
            None => pages::registered(&transaction),
        };
        match OAuthResponse::default().content_type("text/html; charset=utf-8") {
            Ok(response) => OwnerConsent::InProgress(response.body(&page)),
            Err(error) => OwnerConsent::Error(error),
        }
    };
    let response = server.authorization(client.clone(), &parameters, ask);
    ([(CONTENT_SECURITY_POLICY, pages::POLICY)], response).into_response()
}

/// The user agreed. What he agreed to is resolved anew, so that a block or a document that was
/// withdrawn while he was reading counts.
async fn consent(
    State(server): State<Arc<Server>>,
    Form(form): Form<Vec<(String, String)>>,
) -> Response {
    let key = form.iter().find(|(name, _)| name == "transaction");
    let key = key.map_or("", |(_, value)| value);
    let Some(parameters) = server.transactions.end(key) else {
        return (StatusCode::BAD_REQUEST, Html("no such transaction")).into_response();
    };
    let Ok(client) = server.resolve(&parameters).await else {
        return (StatusCode::BAD_REQUEST, Html("the client is gone")).into_response();
    };
    let agreed =
        |_: &mut JudgedRequest, _: Solicitation<'_>| OwnerConsent::Authorized("alice".into());
    server.authorization(client, &parameters, agreed)
}

async fn token(
    State(server): State<Arc<Server>>,
    client: Option<CimdClient>,
    OAuthParams(parameters): OAuthParams,
    headers: HeaderMap,
) -> Response {
    let request = JudgedRequest::new(&parameters, &headers);
    match parameters.get("grant_type") {
        Some("authorization_code") => {
            let endpoint = server.endpoint(client, Vacant);
            answer(AccessTokenFlow::prepare(endpoint).and_then(|mut flow| flow.execute(request)))
        }
        Some("refresh_token") => {
            let endpoint = server.endpoint(client, Vacant);
            answer(RefreshFlow::prepare(endpoint).and_then(|mut flow| flow.execute(request)))
        }
        _ => {
            let body = json!({ "error": "unsupported_grant_type" });
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
    }
}

impl Server {
    /// The client that the layer would have found, by the same resolver.
    async fn resolve(&self, parameters: &Parameters) -> Result<Option<CimdClient>, ()> {
        let client_id = parameters.get("client_id").unwrap_or_default();
        if !ClientId::is_url_form(client_id) {
            return Ok(None);
        }
        let context = FetchContext::detached(Some(Leg::Authorization));
        match self.resolver.resolve(client_id, &context).await {
            Ok(Resolution::Client(client)) => Ok(Some(client)),
            Ok(Resolution::Registered) => Ok(None),
            Ok(_) | Err(_) => Err(()),
        }
    }

    fn authorization<F>(
        &self,
        client: Option<CimdClient>,
        parameters: &Parameters,
        solicit: F,
    ) -> Response
    where
        F: FnMut(&mut JudgedRequest, Solicitation<'_>) -> OwnerConsent<OAuthResponse>,
    {
        let request = JudgedRequest::new(parameters, &HeaderMap::new());
        let endpoint = self.endpoint(client, FnSolicitor(solicit));
        let flow = AuthorizationFlow::prepare(endpoint);
        answer(flow.and_then(|mut flow| flow.execute(request)))
    }

    /// What oxide-auth works with, for one request.
    fn endpoint<S>(&self, client: Option<CimdClient>, solicitor: S) -> Endpoint<'_, S> {
        let mut addons = AddonList::new();
        addons.push_code(Pkce::required());
        let endpoint = Generic {
            registrar: RequestRegistrar::new(client, &self.registered, &self.offered),
            authorizer: lock(&self.codes),
            issuer: lock(&self.tokens),
            solicitor,
            scopes: Vacant,
            response: Vacant,
        };
        Extended::extend_with(endpoint, addons)
    }
}

type Endpoint<'s, S> = Extended<
    Generic<
        RequestRegistrar<'s>,
        MutexGuard<'s, AuthMap<RandomGenerator>>,
        MutexGuard<'s, TokenMap<RandomGenerator>>,
        S,
    >,
    AddonList,
>;

/// What oxide-auth does not answer itself: nothing is sent to a redirection URI that is not proven.
fn answer(outcome: Result<OAuthResponse, Error<JudgedRequest>>) -> Response {
    match outcome {
        Ok(response) => response.into_response(),
        Err(Error::OAuth(OAuthError::DenySilently | OAuthError::BadRequest)) => {
            let body = json!({ "error": "invalid_request" });
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
        Err(Error::OAuth(_) | Error::Web(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
