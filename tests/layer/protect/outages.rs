//! What the host cannot tell is 503, and never a reason to throw a token away.

use std::time::Duration;

use tower_cimd::ProtectLayer;
use tower_cimd::layer::protect::TokenError;
use tower_cimd::resolve::RegisteredClients;

use super::{Table, Tokens, World, call, claims, turned_away};
use crate::rig::{Answer, ask};
use crate::support::settle;

fn away(answer: &Answer, rule: &str) {
    turned_away(answer, 503, "temporarily_unavailable", rule);
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn a_verifier_that_is_away_is_503() {
    let world = World::new(Tokens::answering(Err(TokenError::Unavailable)));
    away(&world.call().await, "verifier.unavailable");
}

async fn check_deadline(world: World, seconds: u64) {
    let (server, clock) = (world.server(), world.clock.clone());
    let asking = tokio::spawn(async move { ask(&server, call()).await });
    settle().await;
    clock.advance(Duration::from_secs(seconds - 1));
    settle().await;
    assert!(!asking.is_finished());
    clock.advance(Duration::from_secs(1));
    away(&asking.await.expect("an answer"), "verifier.unavailable");
}

fn hanging() -> Tokens {
    let mut tokens = Tokens::saying(claims());
    tokens.hangs = true;
    tokens
}

#[tokio::test]
async fn a_verifier_that_is_late_is_503() {
    check_deadline(World::new(hanging()), 10).await;
}

#[tokio::test]
async fn how_late_is_for_the_host_to_say() {
    let world = World::new(hanging());
    let world = world.change(|layer| layer.verifier_deadline(Duration::from_secs(3)));
    check_deadline(world, 3).await;
}

fn failing() -> impl RegisteredClients {
    Table {
        fails: true,
        ..Table::default()
    }
}

#[tokio::test]
async fn a_table_that_is_away_is_503_and_nothing_is_fetched() {
    let world = World::with(Tokens::saying(claims()), |b| b.registered(failing()));
    let world = world.change(ProtectLayer::require_document);
    away(&world.call().await, "registered.unavailable");
    settle().await;
    assert_eq!(world.network.fetches(), 0);
}

#[tokio::test]
async fn a_client_without_a_url_needs_no_table() {
    let tokens = Tokens::saying(claims().client_id("opaque"));
    let world = World::with(tokens, |builder| builder.registered(failing()));
    assert_eq!(world.call().await.status, 200);
}
