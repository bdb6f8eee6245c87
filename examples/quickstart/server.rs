//! An authorization server that was there before: three routes and a metadata document.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use tower_cimd::rules::authorization_response::AuthorizationResponse;
use tower_cimd::rules::consent::{ConsentContext, ConsentView};
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::pkce::verify_code_verifier;
use tower_cimd::{CimdClient, CimdLayer, Leg, OAuthParams, Resolver};

use crate::grants::{Grant, Grants, random};
use crate::pages;

struct Server {
    issuer: Issuer,
    auto_consent: bool,
    transactions: Grants,
    codes: Grants,
    refresh_tokens: Grants,
}

/// The server. The layer is set where client_ids arrive, and nowhere else.
pub(crate) fn router(resolver: Resolver, auto_consent: bool) -> Router {
    let server = Server {
        issuer: resolver.issuer().clone(),
        auto_consent,
        transactions: Grants::default(),
        codes: Grants::default(),
        refresh_tokens: Grants::default(),
    };
    let cimd = CimdLayer::new(resolver);
    Router::new()
        .route(
            "/authorize",
            get(authorize).layer(cimd.clone().leg(Leg::Authorization)),
        )
        .route("/token", post(token).layer(cimd.leg(Leg::Token)))
        .route("/consent", post(consent))
        .route("/.well-known/oauth-authorization-server", get(metadata))
        .with_state(Arc::new(server))
}

async fn authorize(
    State(server): State<Arc<Server>>,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> Response {
    // The layer has checked them: the redirection URI is the client's, and the challenge is there.
    let given = |name| request.get(name).map(str::to_owned);
    let registered = client.check_redirect_uri(request.get("redirect_uri")).ok();
    let only = registered.map(ToString::to_string);
    let transaction = server.transactions.keep(Grant {
        client_id: client.client_id().to_string(),
        redirect_uri: given("redirect_uri").or(only).unwrap_or_default(),
        state: given("state"),
        scope: given("scope"),
        code_challenge: given("code_challenge").unwrap_or_default(),
    });
    if server.auto_consent {
        return approve(&server, &transaction);
    }
    let context = ConsentContext {
        redirect_uri: registered,
        language: Some("en"),
        ..ConsentContext::default()
    };
    let page = pages::consent(&ConsentView::new(&client, context), &transaction);
    ([(CONTENT_SECURITY_POLICY, pages::POLICY)], Html(page)).into_response()
}

async fn consent(
    State(server): State<Arc<Server>>,
    axum::Form(form): axum::Form<Vec<(String, String)>>,
) -> Response {
    let transaction = form.iter().find(|(name, _)| name == "transaction");
    approve(&server, transaction.map_or("", |(_, value)| value))
}

fn approve(server: &Server, transaction: &str) -> Response {
    let Some(grant) = server.transactions.take(transaction, |_| true) else {
        return refuse("invalid_request", "no such transaction");
    };
    let code = server.codes.keep(grant.clone());
    let response = AuthorizationResponse {
        issuer: &server.issuer,
        redirect_uri: &grant.redirect_uri,
        state: grant.state.as_deref(),
    };
    response.code(&code).see_other()
}

async fn token(
    State(server): State<Arc<Server>>,
    client: CimdClient,
    OAuthParams(request): OAuthParams,
) -> Response {
    let ours = |grant: &Grant| grant.client_id == client.client_id().as_str();
    let grant = match request.get("grant_type") {
        Some("authorization_code") => {
            let verifier = request.get("code_verifier").unwrap_or_default();
            // OAuth 2.1 leaves it out; one that is sent is the one of the authorization request.
            let redirect_uri = request.get("redirect_uri");
            server
                .codes
                .take(request.get("code").unwrap_or_default(), |grant| {
                    ours(grant)
                        && redirect_uri.is_none_or(|uri| grant.redirect_uri == uri)
                        && verify_code_verifier(&grant.code_challenge, verifier)
                })
        }
        Some("refresh_token") => server
            .refresh_tokens
            .take(request.get("refresh_token").unwrap_or_default(), ours),
        _ => {
            return refuse(
                "unsupported_grant_type",
                "authorization_code or refresh_token",
            );
        }
    };
    match grant {
        Some(grant) => issue(&server, grant),
        None => refuse(
            "invalid_grant",
            "the code or token is not this client's, or was used",
        ),
    }
}

fn issue(server: &Server, grant: Grant) -> Response {
    let scope = grant.scope.clone().unwrap_or_default();
    let tokens = json!({
        "access_token": random(),
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": scope,
        "refresh_token": server.refresh_tokens.keep(grant),
    });
    ([(CACHE_CONTROL, "no-store")], Json(tokens)).into_response()
}

async fn metadata(State(server): State<Arc<Server>>) -> Json<serde_json::Value> {
    let issuer = server.issuer.as_str();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "client_id_metadata_document_supported": true,
    }))
}

fn refuse(error: &str, description: &str) -> Response {
    let body = Json(json!({ "error": error, "error_description": description }));
    (StatusCode::BAD_REQUEST, [(CACHE_CONTROL, "no-store")], body).into_response()
}
