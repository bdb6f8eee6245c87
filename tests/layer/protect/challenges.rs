//! `WWW-Authenticate`: how a client gets a token.

use axum::extract::Request;
use tower_cimd::ProtectLayer;
use tower_cimd::layer::protect::TokenError;
use tower_cimd::rules::protected_resource::ProtectedResourceMetadata;

use super::{METADATA_URL, Tokens, World, bearing, call, claims, issuer, serving};
use crate::rig::ask;

async fn challenge(world: &World, request: Request) -> Vec<String> {
    let answer = ask(&world.server(), request).await;
    let values = answer.headers.get_all("www-authenticate").iter();
    values
        .map(|value| value.to_str().expect("visible ascii").to_owned())
        .collect()
}

fn requiring(tokens: Tokens, scopes: &str) -> World {
    World::new(tokens).change(|layer| layer.required_scopes(scopes.parse().expect("scopes")))
}

#[tokio::test]
async fn without_a_token_it_says_where_the_metadata_is_and_which_scope_is_needed() {
    let world = requiring(Tokens::saying(claims()), "mcp:tools profile");
    assert_eq!(
        challenge(&world, bearing(&[])).await,
        [format!(
            "Bearer scope=\"mcp:tools profile\", resource_metadata=\"{METADATA_URL}\""
        )]
    );
}

#[tokio::test]
async fn a_route_without_a_required_scope_names_none() {
    let world = World::new(Tokens::saying(claims()));
    assert_eq!(
        challenge(&world, bearing(&[])).await,
        [format!("Bearer resource_metadata=\"{METADATA_URL}\"")]
    );
}

#[tokio::test]
async fn a_bad_token_is_told_to_be_one() {
    let world = requiring(Tokens::answering(Err(TokenError::invalid())), "mcp:tools");
    assert_eq!(
        challenge(&world, call()).await,
        [format!(
            "Bearer error=\"invalid_token\", error_description=\"the access token is not valid\", \
             scope=\"mcp:tools\", resource_metadata=\"{METADATA_URL}\""
        )]
    );
}

#[tokio::test]
async fn an_invalid_request_is_told_to_be_one() {
    let world = World::new(Tokens::saying(claims()));
    let challenge = challenge(&world, bearing(&["Bearer"])).await;
    assert!(challenge[0].starts_with("Bearer error=\"invalid_request\", "));
    assert_eq!(challenge.len(), 1);
}

#[tokio::test]
async fn a_verifier_of_proofs_is_offered_beside_bearer_and_behind_it() {
    let mut tokens = Tokens::saying(claims());
    tokens.dpop = &["ES256", "EdDSA"];
    let world = World::new(tokens);
    assert_eq!(
        challenge(&world, bearing(&[])).await,
        [
            format!("Bearer resource_metadata=\"{METADATA_URL}\""),
            format!("DPoP algs=\"ES256 EdDSA\", resource_metadata=\"{METADATA_URL}\""),
        ]
    );
}

#[tokio::test]
async fn a_refused_proof_is_told_with_the_scheme_that_was_used() {
    let mut tokens = Tokens::answering(Err(TokenError::proof()));
    tokens.dpop = &["ES256"];
    let world = World::new(tokens);
    let answer = ask(&world.server(), bearing(&["DPoP good"])).await;
    super::refused(&answer, 401, Some("invalid_dpop_proof"), "token.proof");
    let challenge = challenge(&world, bearing(&["dpop good"])).await;
    assert!(!challenge[0].contains("error="), "{challenge:?}");
    assert!(challenge[1].starts_with("DPoP error=\"invalid_dpop_proof\", "));
}

#[tokio::test]
async fn the_metadata_of_a_resource_at_the_root_is_at_the_root() {
    for resource in ["https://mcp.example.com", "https://mcp.example.com/"] {
        let metadata = ProtectedResourceMetadata::new(
            resource.parse().expect("a resource"),
            issuer("https://as.example.com"),
        );
        let layer = ProtectLayer::new(&metadata, Tokens::saying(claims()));
        let answer = ask(&serving(layer), bearing(&[])).await;
        assert_eq!(
            answer.header("www-authenticate"),
            "Bearer resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource\""
        );
    }
}

/// What the SDKs take out of the header: the first `name="…"` of all its values, if the first of
/// them is `Bearer`'s.
fn as_sdks_read(values: &[String], name: &str) -> Option<String> {
    let joined = values.join(", ");
    let first = joined.split(' ').next().expect("a scheme");
    assert!(first.eq_ignore_ascii_case("bearer"));
    let (_, rest) = joined.split_once(&format!("{name}=\""))?;
    rest.split('"').next().map(str::to_owned)
}

#[tokio::test]
async fn the_sdks_find_what_they_look_for() {
    let mut tokens = Tokens::saying(claims().scope(""));
    tokens.dpop = &["ES256"];
    let world = requiring(tokens, "mcp:tools");
    for (request, error) in [
        (bearing(&[]), None),
        (bearing(&["Bearer bad"]), Some("invalid_token")),
        (call(), Some("insufficient_scope")),
    ] {
        let values = challenge(&world, request).await;
        let read = |name| as_sdks_read(&values, name);
        assert_eq!(read("resource_metadata").as_deref(), Some(METADATA_URL));
        assert_eq!(read(" scope").as_deref(), Some("mcp:tools"));
        assert_eq!(read("error").as_deref(), error);
    }
}
