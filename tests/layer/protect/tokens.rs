//! What a verified token has to be for this resource.

use std::time::Duration;

use tower_cimd::ProtectLayer;
use tower_cimd::layer::protect::TokenError;
use tower_cimd::rules::access_token::TokenClaims;

use super::{
    ISSUER, RESOURCE, Tokens, World, bearing, call, claims, issuer, metadata, refused, serving,
};
use crate::rig::{CLIENT, ask};
use crate::support::FakeClock;

async fn good(claims: TokenClaims) {
    let answer = World::new(Tokens::saying(claims)).call().await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

async fn bad(claims: TokenClaims, rule: &str) {
    let answer = World::new(Tokens::saying(claims)).call().await;
    refused(&answer, 401, Some("invalid_token"), rule);
    assert!(answer.header("www-authenticate").contains("invalid_token"));
}

#[tokio::test]
async fn the_audience_must_have_this_resource_in_it_byte_for_byte() {
    good(claims().audience([RESOURCE])).await;
    good(claims().audience(["https://other.example.com", RESOURCE])).await;
    for other in [
        "https://mcp.example.com/mcp/",
        "https://mcp.example.com/mcp/admin",
        "https://mcp.example.com/",
        "https://MCP.example.com/mcp",
        "https://mcp.example.com:443/mcp",
        "",
    ] {
        bad(claims().audience([other]), "token.audience").await;
    }
}

#[tokio::test]
async fn a_token_for_nobody_in_particular_is_not_for_this_resource() {
    let nobody = TokenClaims::new(ISSUER)
        .client_id(CLIENT)
        .scope("mcp:tools");
    bad(nobody, "token.audience").await;
}

#[tokio::test]
async fn a_token_of_another_issuer_is_refused() {
    for other in [
        "https://as.example.com/",
        "https://evil.example.com",
        "as.example.com",
    ] {
        let claims = TokenClaims::new(other)
            .audience([RESOURCE])
            .client_id(CLIENT);
        bad(claims, "token.issuer").await;
    }
}

#[tokio::test]
async fn a_second_authorization_server_of_the_metadata_is_trusted() {
    let other = "https://other.example.com";
    let metadata = metadata().authorization_server(issuer(other));
    let claims = TokenClaims::new(other).audience([RESOURCE]);
    let layer = ProtectLayer::new(&metadata, Tokens::saying(claims));
    assert_eq!(ask(&serving(layer), call()).await.status, 200);
}

#[tokio::test]
async fn a_token_is_over_at_its_expiry() {
    let clock = FakeClock::new();
    let expiry = std::time::UNIX_EPOCH + FakeClock::EPOCH + Duration::from_secs(300);
    let tokens = Tokens::saying(claims().expires_at(expiry));
    let server = serving(ProtectLayer::new(&metadata(), tokens).clock(clock.clone()));
    clock.advance(Duration::from_secs(299));
    assert_eq!(ask(&server, call()).await.status, 200);
    clock.advance(Duration::from_secs(1));
    let answer = ask(&server, call()).await;
    refused(&answer, 401, Some("invalid_token"), "token.expired");
}

#[tokio::test]
async fn it_expires_by_the_clock_of_the_resolver() {
    let world = World::new(Tokens::saying(claims()));
    let tokens = Tokens::saying(claims().expires_at(world.after(10)));
    let layer = ProtectLayer::new(&metadata(), tokens).resolver(world.resolver.clone());
    let server = serving(layer);
    assert_eq!(ask(&server, call()).await.status, 200);
    world.clock.advance(Duration::from_secs(10));
    assert_eq!(ask(&server, call()).await.status, 401);
}

#[tokio::test]
async fn a_token_that_the_verifier_refuses_is_told_by_its_rule() {
    let rule = "acme.revoked";
    let tokens = Tokens::answering(Err(TokenError::Invalid { rule }));
    let answer = World::new(tokens).call().await;
    refused(&answer, 401, Some("invalid_token"), rule);
}

/// T6. With a client whose document is on the network, a table to be asked, and a policy.
#[tokio::test]
async fn a_token_that_is_not_good_for_this_resource_costs_no_look_up() {
    let elsewhere = claims().audience(["https://other.example.com"]);
    let over = claims().expires_at(std::time::UNIX_EPOCH);
    let foreign = TokenClaims::new("https://evil.example.com")
        .audience([RESOURCE])
        .client_id(CLIENT);
    for (tokens, field) in [
        (Tokens::answering(Err(TokenError::invalid())), "Bearer good"),
        (Tokens::answering(Err(TokenError::proof())), "Bearer good"),
        (
            Tokens::answering(Err(TokenError::Unavailable)),
            "Bearer good",
        ),
        (Tokens::saying(claims()), "Bearer forged"),
        (Tokens::saying(claims()), "Bearer"),
        (Tokens::saying(elsewhere), "Bearer good"),
        (Tokens::saying(over), "Bearer good"),
        (Tokens::saying(foreign), "Bearer good"),
    ] {
        let world = World::new(tokens).change(ProtectLayer::require_document);
        let answer = ask(&world.server(), bearing(&[field])).await;
        assert_ne!(answer.status, 200);
        crate::support::settle().await;
        assert_eq!(world.network.fetches(), 0, "{answer:?}");
        assert_eq!(world.table.lookups(), 0, "{answer:?}");
    }
}

#[tokio::test]
async fn one_that_is_good_is_looked_up_and_not_fetched() {
    let world = World::new(Tokens::saying(claims()));
    assert_eq!(world.call().await.status, 200);
    crate::support::settle().await;
    assert_eq!((world.table.lookups(), world.network.fetches()), (1, 0));
}
