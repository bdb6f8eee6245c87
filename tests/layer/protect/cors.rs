//! Clients in browsers.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use tower_cimd::layer::protect::McpCors;

use super::{Tokens, World, bearing, call, claims};
use crate::rig::{Answer, ask};

fn server(tokens: &Tokens) -> Router {
    World::new(tokens.clone()).server().layer(McpCors::new())
}

fn preflight(method: &str) -> Request {
    let request = Request::options("/mcp")
        .header("origin", "https://inspector.example.com")
        .header("access-control-request-method", method)
        .header(
            "access-control-request-headers",
            "authorization,content-type,mcp-protocol-version",
        );
    request.body(Body::empty()).expect("a request")
}

/// That a browser may send what clients of MCP send.
pub(super) fn allows(answer: &Answer) {
    assert!(answer.status.is_success(), "{answer:?}");
    assert_eq!(answer.body, "");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    for (name, wanted) in [
        (
            "access-control-allow-headers",
            &["Authorization", "Content-Type", "MCP-Protocol-Version"][..],
        ),
        ("access-control-allow-methods", &["GET", "POST", "DELETE"]),
    ] {
        let listed: Vec<&str> = answer.header(name).split(", ").collect();
        for wanted in wanted {
            assert!(listed.contains(wanted), "{name}: {wanted}: {listed:?}");
        }
    }
}

fn exposes(answer: &Answer) {
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let exposed = answer.header("access-control-expose-headers");
    assert!(exposed.split(", ").any(|name| name == "WWW-Authenticate"));
}

#[tokio::test]
async fn a_preflight_is_answered_without_a_token() {
    let tokens = Tokens::saying(claims());
    for method in ["GET", "POST", "DELETE"] {
        let answer = ask(&server(&tokens), preflight(method)).await;
        assert_eq!(answer.status, 204);
        allows(&answer);
    }
    assert_eq!(tokens.asked(), 0);
}

#[tokio::test]
async fn a_challenge_can_be_read() {
    let answer = ask(&server(&Tokens::saying(claims())), bearing(&[])).await;
    assert_eq!(answer.status, 401);
    assert_ne!(answer.header("www-authenticate"), "");
    exposes(&answer);
}

#[tokio::test]
async fn an_answer_of_the_handler_can_be_read() {
    let answer = ask(&server(&Tokens::saying(claims())), call()).await;
    assert_eq!(answer.status, 200);
    exposes(&answer);
}

#[tokio::test]
async fn an_options_request_that_is_no_preflight_needs_a_token() {
    let request = Request::options("/mcp").header("origin", "https://inspector.example.com");
    let request = request.body(Body::empty()).expect("a request");
    let answer = ask(&server(&Tokens::saying(claims())), request).await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn without_the_layer_a_preflight_finds_nothing() {
    let world = World::new(Tokens::saying(claims()));
    let answer = ask(&world.server(), preflight("POST")).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn what_the_handler_says_about_origins_stays() {
    let origin = [("access-control-allow-origin", "https://one.example.com")];
    let server = Router::new()
        .route("/mcp", any(move || async move { origin }))
        .layer(McpCors::new());
    let answer = ask(&server, call()).await;
    let values = answer.headers.get_all("access-control-allow-origin");
    assert_eq!(values.iter().count(), 1);
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "https://one.example.com"
    );
}
