//! The layer among its neighbours: what compiles and runs.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::routing::{any, post};
use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::{Empty, Full};
use tower::{ServiceBuilder, ServiceExt, service_fn};
use tower_cimd::layer::protect::{ClientRules, McpCors, MetadataService};
use tower_cimd::rules::protected_resource::ProtectedResourceMetadata;
use tower_cimd::{AccessToken, ProtectLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use super::{ISSUER, Tokens, call, claims, issuer, metadata, see};
use crate::rig::{CLIENT, ask, get};

#[tokio::test]
async fn in_axum_in_the_order_to_use() {
    let timeout = Duration::from_secs(5);
    let server = Router::new()
        .route("/mcp", any(see))
        .route_layer(ProtectLayer::new(&metadata(), Tokens::saying(claims())))
        .layer(RequestBodyLimitLayer::new(1 << 20))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            timeout,
        ))
        .layer(McpCors::new())
        .layer(TraceLayer::new_for_http());
    assert_eq!(ask(&server, call()).await.status, 200);
}

#[tokio::test]
async fn around_a_service_that_knows_no_axum() {
    let inner = service_fn(|request: http::Request<Empty<Bytes>>| async move {
        let token = request.extensions().get::<AccessToken>();
        let subject = token.and_then(AccessToken::subject).unwrap_or_default();
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::from(subject.to_owned())))
    });
    let service = ServiceBuilder::new()
        .layer(McpCors::new())
        .layer(ProtectLayer::new(&metadata(), Tokens::saying(claims())))
        .service(inner);
    let request = http::Request::get("/mcp").header("authorization", "Bearer good");
    let request = request.body(Empty::new()).expect("a request");
    let response = service.oneshot(request).await.expect("a response");
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn around_a_service_that_is_mounted() {
    let mounted = service_fn(|_: Request| async {
        Ok::<_, Infallible>(Response::new(axum::body::Body::from("mounted")))
    });
    let server = Router::new()
        .nest_service("/mcp", mounted)
        .layer(ProtectLayer::new(&metadata(), Tokens::saying(claims())));
    assert_eq!(ask(&server, call()).await.body, "mounted");
}

/// Two resources in one server: `/mcp` for any client, `/mcp/admin` for those of one host.
fn two(client_id: &str, resource: &str) -> Router {
    let admin = ProtectedResourceMetadata::new(
        "https://mcp.example.com/mcp/admin"
            .parse()
            .expect("a resource"),
        issuer(ISSUER),
    );
    let tools = metadata();
    let claims = claims()
        .client_id(client_id)
        .audience([resource.to_owned()]);
    let tokens = Tokens::saying(claims);
    let open = ProtectLayer::new(&tools, tokens.clone());
    let named = ProtectLayer::new(&admin, tokens)
        .cimd_issuer(issuer(ISSUER))
        .clients(ClientRules::matching(["client.example.com"]).expect("a pattern"));
    Router::new()
        .route("/mcp", post(see).layer(open))
        .route("/mcp/admin", post(see).layer(named))
        .layer(McpCors::new())
        .route_service(
            &tools.resource().metadata_path(),
            MetadataService::of(&tools),
        )
        .route_service(
            &admin.resource().metadata_path(),
            MetadataService::of(&admin),
        )
}

async fn check_two(client_id: &str, resource: &str, expected: [u16; 2]) {
    for (path, status) in ["/mcp", "/mcp/admin"].into_iter().zip(expected) {
        let mut request = call();
        *request.uri_mut() = path.parse().expect("a path");
        let answer = ask(&two(client_id, resource), request).await;
        assert_eq!(answer.status, status, "{client_id} at {path}: {answer:?}");
    }
}

#[tokio::test]
async fn a_token_for_one_resource_is_none_for_its_neighbour() {
    check_two(CLIENT, "https://mcp.example.com/mcp", [200, 401]).await;
    check_two(CLIENT, "https://mcp.example.com/mcp/admin", [401, 200]).await;
}

#[tokio::test]
async fn another_client_calls_the_open_one_only() {
    let other = "https://other.example.com/oauth";
    check_two(other, "https://mcp.example.com/mcp", [200, 401]).await;
    check_two(other, "https://mcp.example.com/mcp/admin", [401, 403]).await;
}

#[tokio::test]
async fn each_resource_has_metadata_of_its_own() {
    for resource in ["mcp", "mcp/admin"] {
        let path = format!("/.well-known/oauth-protected-resource/{resource}");
        let answer = ask(&two(CLIENT, ""), get(&path)).await;
        let document: serde_json::Value = serde_json::from_str(&answer.body).expect("json");
        let expected = format!("https://mcp.example.com/{resource}");
        assert_eq!(document["resource"], expected);
    }
}
