//! The metadata, served.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use http::Method;
use serde_json::{Value, json};
use tower_cimd::layer::protect::MetadataService;
use tower_cimd::{AdvertiseLayer, CimdLayer};

use super::{ISSUER, RESOURCE, issuer, metadata};
use crate::rig::{Answer, ask, get, network, resolver, with};

const PATH: &str = "/.well-known/oauth-protected-resource/mcp";

fn server() -> Router {
    let metadata = metadata()
        .scopes(&"mcp:tools profile".parse().expect("scopes"))
        .member("resource_name", "Tools")
        .member("resource", "https://evil.example.com");
    let path = metadata.resource().metadata_path();
    assert_eq!(path, PATH);
    Router::new().route_service(&path, MetadataService::of(&metadata))
}

async fn asked(method: Method) -> Answer {
    let request = Request::builder().method(method).uri(PATH);
    ask(&server(), request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn a_get_is_answered_with_the_document() {
    let answer = asked(Method::GET).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    let document: Value = serde_json::from_str(&answer.body).expect("json");
    assert_eq!(
        document,
        json!({
            "resource": RESOURCE,
            "authorization_servers": [ISSUER],
            "bearer_methods_supported": ["header"],
            "scopes_supported": ["mcp:tools", "profile"],
            "resource_name": "Tools",
        })
    );
}

#[tokio::test]
async fn a_head_is_answered_without_it() {
    let (get, head) = (asked(Method::GET).await, asked(Method::HEAD).await);
    assert_eq!(head.status, 200);
    assert_eq!(head.body, "");
    assert_eq!(head.header("content-length"), get.body.len().to_string());
}

#[tokio::test]
async fn another_method_is_not_allowed_and_can_be_read_to_be_so() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::TRACE] {
        let answer = asked(method).await;
        assert_eq!(answer.status, 405);
        assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
}

#[tokio::test]
async fn a_preflight_is_answered_with_what_mcp_clients_send() {
    let preflight = Request::options(PATH)
        .header("origin", "https://inspector.example.com")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "mcp-protocol-version");
    let answer = ask(&server(), preflight.body(Body::empty()).expect("a request")).await;
    super::cors::allows(&answer);
}

#[tokio::test]
async fn what_an_authorization_server_publishes_can_be_served_and_advertised() {
    let cimd = CimdLayer::new(resolver(network()));
    let path = issuer(ISSUER).metadata_path();
    assert_eq!(path, "/.well-known/oauth-authorization-server");
    let service = MetadataService::json(&json!({"issuer": ISSUER}));
    let server = Router::new()
        .route_service(&path, service)
        .layer(AdvertiseLayer::new(&cimd));
    let request = with(get(&path), "mcp-protocol-version", "2025-11-25");
    let answer = ask(&server, request).await;
    let document: Value = serde_json::from_str(&answer.body).expect("json");
    assert_eq!(document["client_id_metadata_document_supported"], true);
    assert_eq!(
        answer.header("content-length"),
        answer.body.len().to_string()
    );
}
