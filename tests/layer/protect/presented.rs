//! Where a token stands in a request, and what counts as one.

use axum::body::Body;
use axum::extract::Request;

use super::{Tokens, World, bearing, claims, refused};
use crate::rig::{ask, with};

/// That the request gets through.
async fn good(fields: &[&str]) {
    let world = World::new(Tokens::saying(claims()));
    let answer = ask(&world.server(), bearing(fields)).await;
    assert_eq!(answer.status, 200, "{fields:?}");
}

/// That the verifier is not even asked.
async fn bad(request: Request, status: u16, error: Option<&str>, rule: &str) {
    let tokens = Tokens::saying(claims());
    let world = World::new(tokens.clone());
    let answer = ask(&world.server(), request).await;
    refused(&answer, status, error, rule);
    assert_eq!(tokens.asked(), 0, "{rule}");
}

async fn malformed(field: &str) {
    let rule = "request.authorization";
    bad(bearing(&[field]), 400, Some("invalid_request"), rule).await;
}

async fn missing(fields: &[&str]) {
    bad(bearing(fields), 401, None, "token.missing").await;
}

fn to(uri: &str) -> Request {
    Request::get(uri).body(Body::empty()).expect("a request")
}

#[tokio::test]
async fn the_scheme_is_read_in_any_case() {
    good(&["Bearer good"]).await;
    good(&["bearer good"]).await;
    good(&["BEARER good"]).await;
}

#[tokio::test]
async fn more_spaces_than_one_are_no_part_of_the_token() {
    good(&["Bearer   good"]).await;
}

#[tokio::test]
async fn a_request_without_a_token_is_told_no_error_code() {
    missing(&[]).await;
}

#[tokio::test]
async fn another_scheme_is_as_good_as_none() {
    missing(&["Basic Zm9vOmJhcg=="]).await;
    missing(&["DPoP good"]).await;
    missing(&["Bearergood"]).await;
    missing(&["good"]).await;
    missing(&[""]).await;
}

#[tokio::test]
async fn a_bearer_header_without_one_token_is_an_invalid_request() {
    malformed("Bearer").await;
    malformed("Bearer ").await;
    malformed("Bearer good again").await;
    malformed("Bearer good,Bearer other").await;
    malformed("Bearer \"good\"").await;
    malformed("Bearer =").await;
    malformed("Bearer go=od").await;
    malformed(&format!("Bearer {}", "a".repeat(16 * 1024 + 1))).await;
}

#[tokio::test]
async fn a_token_of_16_kib_is_shown_to_the_verifier() {
    let tokens = Tokens::saying(claims());
    let world = World::new(tokens.clone());
    let field = format!("Bearer {}", "a".repeat(16 * 1024));
    let answer = ask(&world.server(), bearing(&[&field])).await;
    refused(&answer, 401, Some("invalid_token"), "token.invalid");
    assert_eq!(tokens.asked(), 1);
}

#[tokio::test]
async fn two_authorization_headers_are_an_invalid_request() {
    let rule = "request.several_tokens";
    for fields in [
        ["Bearer good", "Bearer good"],
        ["Bearer good", "Basic Zm9vOmJhcg=="],
        ["Basic Zm9vOmJhcg==", "Bearer good"],
    ] {
        bad(bearing(&fields), 400, Some("invalid_request"), rule).await;
    }
}

#[tokio::test]
async fn a_token_in_the_query_is_an_invalid_request_with_or_without_a_header() {
    let (error, rule) = (Some("invalid_request"), "request.token_in_query");
    bad(to("/mcp?access_token=good"), 400, error, rule).await;
    bad(to("/mcp?a=b&access%5Ftoken=good"), 400, error, rule).await;
    let both = with(to("/mcp?access_token=good"), "authorization", "Bearer good");
    bad(both, 400, error, rule).await;
}

#[tokio::test]
async fn a_query_that_only_looks_like_it_is_none() {
    let world = World::new(Tokens::saying(claims()));
    for uri in ["/mcp?token=access_token", "/mcp?access_tokens=1"] {
        let request = with(to(uri), "authorization", "Bearer good");
        assert_eq!(ask(&world.server(), request).await.status, 200, "{uri}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_an_invalid_request() {
    let value = http::HeaderValue::from_bytes(b"Bearer g\xc3\xb6\xf6d").expect("a value");
    let mut request = bearing(&[]);
    request.headers_mut().insert("authorization", value);
    let rule = "request.authorization";
    bad(request, 400, Some("invalid_request"), rule).await;
}
