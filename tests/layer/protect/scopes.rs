//! What a token has to grant, and how a client gets more.

use tower_cimd::ProtectLayer;
use tower_cimd::layer::protect::ClientRules;

use super::{METADATA_URL, Tokens, World, claims, refused, turned_away};
use crate::rig::Answer;

async fn called(granted: &str, required: &str) -> Answer {
    let world = World::new(Tokens::saying(claims().scope(granted)))
        .change(|layer| layer.required_scopes(required.parse().expect("scopes")));
    world.call().await
}

async fn good(granted: &str, required: &str) {
    let answer = called(granted, required).await;
    assert_eq!(answer.status, 200, "{granted:?} for {required:?}");
}

async fn bad(granted: &str, required: &str, asked_for: &str) {
    let answer = called(granted, required).await;
    refused(&answer, 403, Some("insufficient_scope"), "token.scope");
    assert_eq!(
        answer.header("www-authenticate"),
        format!(
            "Bearer error=\"insufficient_scope\", error_description=\"the access token does not \
             grant what this resource requires\", scope=\"{asked_for}\", \
             resource_metadata=\"{METADATA_URL}\""
        )
    );
}

#[tokio::test]
async fn a_token_with_what_is_required_gets_through_with_more_or_without() {
    good("a b c", "b").await;
    good("b a", "a b").await;
    good("", "").await;
    good("a", "").await;
}

#[tokio::test]
async fn a_client_is_sent_for_what_it_lacks_together_with_what_it_has() {
    bad("files:read", "files:write", "files:read files:write").await;
    bad("a b", "b c", "a b c").await;
    bad("", "mcp:tools", "mcp:tools").await;
}

#[tokio::test]
async fn a_scope_is_compared_as_a_whole_and_exactly() {
    bad("mcp:tools:read", "mcp:tools", "mcp:tools mcp:tools:read").await;
    bad("MCP:tools", "mcp:tools", "MCP:tools mcp:tools").await;
}

#[tokio::test]
async fn a_client_that_is_refused_anyway_is_not_sent_for_another_scope() {
    let world = World::new(Tokens::saying(claims().scope(""))).change(|layer| {
        layer
            .required_scopes("mcp:admin".parse().expect("a scope"))
            .clients(ClientRules::only_named())
    });
    turned_away(&world.call().await, 403, "access_denied", "client.denied");
}

#[tokio::test]
async fn a_client_that_the_operator_blocks_is_not_sent_for_another_scope() {
    let world = World::with(Tokens::saying(claims().scope("")), |builder| {
        builder.policy(tower_cimd::resolve::policy::admit(|_| false))
    })
    .change(|layer| layer.required_scopes("mcp:admin".parse().expect("a scope")));
    turned_away(&world.call().await, 403, "access_denied", "policy.admits");
}

#[tokio::test]
async fn a_token_without_the_scope_has_no_document_fetched() {
    let world = World::new(Tokens::saying(claims().scope(""))).change(|layer| {
        let layer = ProtectLayer::require_document(layer);
        layer.required_scopes("mcp:admin".parse().expect("a scope"))
    });
    assert_eq!(world.call().await.status, 403);
    crate::support::settle().await;
    assert_eq!(world.network.fetches(), 0);
}
