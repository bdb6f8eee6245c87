//! No text of a stranger, and none of a careless host, gets out of its place in a header.

use http::HeaderValue;
use proptest::prelude::*;
use tower_cimd::layer::protect::TokenError;
use tower_cimd::rules::access_token::Scopes;
use tower_cimd::rules::protected_resource::ResourceIdentifier;

use super::{Tokens, World, bearing, call, claims};
use crate::rig::ask;

/// A header value of the form of RFC 9110 §11.6.1: a scheme, and parameters in quotes without an
/// escape.
fn is_well_formed(value: &str) -> bool {
    let (scheme, parameters) = value.split_once(' ').expect("parameters");
    ["Bearer", "DPoP"].contains(&scheme) && is_list(parameters)
}

/// `name="value"`, again and again. A value may hold commas: a scope token can be one.
fn is_list(parameters: &str) -> bool {
    let Some((name, rest)) = parameters.split_once("=\"") else {
        return false;
    };
    let Some((value, rest)) = rest.split_once('"') else {
        return false;
    };
    let legal = name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_')
        && !value.contains(['\\', '\r', '\n']);
    legal && (rest.is_empty() || rest.strip_prefix(", ").is_some_and(is_list))
}

async fn check(tokens: Tokens, field: &str) -> Vec<String> {
    let world = World::new(tokens)
        .change(|layer| layer.required_scopes("mcp:admin".parse().expect("a scope")));
    let answer = ask(&world.server(), bearing(&[field])).await;
    let values = answer.headers.get_all("www-authenticate").iter();
    let values: Vec<String> = values.map(|v| v.to_str().unwrap().to_owned()).collect();
    assert!(!values.is_empty(), "{field}");
    for value in &values {
        assert!(is_well_formed(value), "{value}");
    }
    values
}

#[tokio::test]
async fn a_scope_in_a_token_grants_and_says_nothing_where_it_is_no_scope_token() {
    let tokens = Tokens::saying(claims().scope("a\" b\\ \u{e9} c\r\n mcp:tools"));
    let values = check(tokens, "Bearer good").await;
    assert!(
        values[0].contains("scope=\"mcp:admin mcp:tools\""),
        "{values:?}"
    );
}

#[tokio::test]
async fn a_rule_of_the_host_does_not_stand_in_a_header() {
    let rule = "host.\", error=\"x";
    for error in [TokenError::Invalid { rule }, TokenError::Proof { rule }] {
        let values = check(Tokens::answering(Err(error)), "Bearer good").await;
        assert!(!values[0].contains("host."), "{values:?}");
    }
    let world = World::new(Tokens::answering(Err(TokenError::Invalid { rule })));
    let answer = ask(&world.server(), call()).await;
    assert!(answer.description().contains(rule));
}

#[tokio::test]
async fn a_token_is_never_repeated() {
    for token in ["secret-token", "secret-token,", "secret-token\"a=b"] {
        let world = World::new(Tokens::saying(claims()));
        let field = format!("Bearer {token}");
        let answer = ask(&world.server(), bearing(&[&field])).await;
        assert!(!format!("{answer:?}").contains("secret-token"), "{token}");
        check(Tokens::saying(claims()), &field).await;
    }
}

#[tokio::test]
async fn an_algorithm_that_is_no_name_is_not_offered() {
    let mut tokens = Tokens::saying(claims());
    tokens.dpop = &["ES256\", x=\"y", "EdDSA"];
    let values = check(tokens, "Basic Zm9v").await;
    assert!(values[1].starts_with("DPoP algs=\"EdDSA\", "), "{values:?}");
}

#[test]
fn what_would_leave_the_quotes_is_no_scope_and_no_resource() {
    for text in ["a\"", "a\\", "a\nb", "a\tb", "\u{e9}"] {
        assert!(text.parse::<Scopes>().is_err(), "{text:?}");
        let resource = format!("https://mcp.example.com/{text}");
        assert!(
            ResourceIdentifier::parse(&resource).is_err(),
            "{resource:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever stands in the header, it is a token, malformed or missing, and the answer is well
    /// formed.
    #[test]
    fn no_header_gets_past_the_reading(field in "(?i:(bearer|basic|dpop|))[ -~\u{80}-\u{ff}\t]{0,40}") {
        let value = HeaderValue::from_bytes(field.as_bytes());
        prop_assume!(value.is_ok());
        let mut request = bearing(&[]);
        request.headers_mut().insert("authorization", value.expect("a value"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let world = World::new(Tokens::answering(Err(TokenError::invalid())));
        let answer = runtime.expect("a runtime").block_on(ask(&world.server(), request));
        prop_assert!([400, 401].contains(&answer.status.as_u16()), "{answer:?}");
        prop_assert!(is_well_formed(answer.header("www-authenticate")), "{answer:?}");
    }

    #[test]
    fn no_scope_of_a_token_leaves_its_quotes(scope in "\\PC{0,60}") {
        let tokens = Tokens::saying(claims().scope(&scope));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(check(tokens, "Bearer good"));
    }
}
