//! An authorization server that was there before: three routes and a metadata document.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use tower_cimd::rules::consent::{ConsentContext, ConsentView};
use tower_cimd::{CimdClient, CimdLayer, Leg, OAuthParams, Resolver};

use crate::grants::{Grant, Grants, random};
use crate::pages;

struct Server {
    issuer: String,
    auto_consent: bool,
    transactions: Grants,
    codes: Grants,
    refresh_tokens: Grants,
}

/// The server. The layer is set where client_ids arrive, and nowhere else.
pub(crate) fn router(issuer: &str, resolver: Resolver, auto_consent: bool) -> Router {
    let cimd = CimdLayer::new(resolver);
    let server = Server {
        issuer: issuer.to_owned(),
        auto_consent,
        transactions: Grants::default(),
        codes: Grants::default(),
        refresh_tokens: Grants::default(),
    };
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
    // Nothing is sent to a redirection URI before it has proven to be the client's.
    let presented = request.get("redirect_uri").unwrap_or_default();
    let Some(registered) = client.match_redirect_uri(presented) else {
        return refuse("invalid_request", "redirect_uri is not one of the client's");
    };
    let challenge = match (
        request.get("code_challenge"),
        request.get("code_challenge_method"),
    ) {
        (Some(challenge), Some("S256")) if request.get("response_type") == Some("code") => {
            challenge
        }
        _ => {
            return refuse(
                "invalid_request",
                "response_type=code with PKCE S256 is required",
            );
        }
    };
    let transaction = server.transactions.keep(Grant {
        client_id: client.client_id().to_string(),
        redirect_uri: presented.to_owned(),
        state: request.get("state").map(str::to_owned),
        scope: request.get("scope").map(str::to_owned),
        code_challenge: challenge.to_owned(),
    });
    if server.auto_consent {
        return approve(&server, &transaction);
    }
    let context = ConsentContext {
        redirect_uri: Some(registered),
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
    let mut answer = form_urlencoded::Serializer::new(String::new());
    answer.append_pair("iss", &server.issuer);
    if let Some(state) = &grant.state {
        answer.append_pair("state", state);
    }
    let mark = if grant.redirect_uri.contains('?') {
        '&'
    } else {
        '?'
    };
    let location = grant.redirect_uri.clone();
    answer.append_pair("code", &server.codes.keep(grant));
    (
        StatusCode::SEE_OTHER,
        [(LOCATION, format!("{location}{mark}{}", answer.finish()))],
    )
        .into_response()
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
            let redirect_uri = request.get("redirect_uri").unwrap_or_default();
            server
                .codes
                .take(request.get("code").unwrap_or_default(), |grant| {
                    ours(grant)
                        && grant.redirect_uri == redirect_uri
                        && grant.is_proven_by(verifier)
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
    let issuer = &server.issuer;
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
