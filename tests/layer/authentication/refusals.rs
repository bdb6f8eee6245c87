//! Assertions that prove nothing.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{ISSUER, World, asserting, refused, request, server};
use crate::rig::ask;
use crate::signer::{Signer, encoded};

/// The rule by which this change of an assertion's claims is refused.
async fn check(change: impl Fn(&mut Value), rule: &str) {
    let world = World::new();
    let mut claims = world.claims();
    change(&mut claims);
    let assertion = world.signer.assertion("1", &claims);
    let answer = world.token(&asserting(&assertion)).await;
    refused(&answer, 400, "invalid_client", rule);
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn an_assertion_of_wrong_claims_is_refused_by_the_name_of_the_rule() {
    check(
        |claims| claims["aud"] = "https://other.example".into(),
        "assertion.aud",
    )
    .await;
    check(
        |claims| claims["aud"] = json!([ISSUER, "https://o.example"]),
        "assertion.aud",
    )
    .await;
    check(|claims| claims["exp"] = 1.into(), "assertion.expired").await;
    check(
        |claims| claims["exp"] = 2_000_000_000.into(),
        "assertion.lifetime",
    )
    .await;
    check(|claims| claims["jti"] = "".into(), "assertion.jti").await;
    check(|claims| claims["sub"] = "".into(), "assertion.sub").await;
}

#[tokio::test]
async fn an_assertion_of_two_clients_is_an_invalid_request_and_fetches_nothing() {
    let world = World::new();
    let mut claims = world.claims();
    claims["sub"] = "https://client.example.com/b".into();
    let assertion = world.signer.assertion("1", &claims);
    let answer = world.token(&asserting(&assertion)).await;
    refused(&answer, 400, "invalid_request", "request.disagreement");
    assert_eq!(world.documents.fetches(), 0);
}

#[tokio::test]
async fn an_assertion_that_the_client_did_not_sign_is_refused() {
    let world = World::new();
    let claims = world.claims();
    let stranger = Signer::new("ES256");
    let unsigned = json!({"alg": "none"}).to_string();
    let symmetric = json!({"alg": "HS256", "kid": "1"}).to_string();
    for (assertion, rule) in [
        (stranger.assertion("1", &claims), "assertion.signature"),
        (stranger.assertion("2", &claims), "assertion.key_unknown"),
        (
            format!("{}.{}.", encoded(unsigned), encoded(claims.to_string())),
            "assertion.alg",
        ),
        (
            world.signer.sign(&symmetric, &claims.to_string()),
            "assertion.alg",
        ),
        ("a.b.c".to_owned(), "assertion.base64"),
    ] {
        let answer = world.token(&asserting(&assertion)).await;
        refused(&answer, 400, "invalid_client", rule);
    }
}

#[tokio::test]
async fn an_assertion_proves_once() {
    let world = World::new();
    let assertion = world.assertion();
    let answer = world.token(&asserting(&assertion)).await;
    assert_eq!(answer.seen(), "client by private_key_jwt");
    let answer = world.token(&asserting(&assertion)).await;
    refused(&answer, 400, "invalid_client", "assertion.replayed");
}

/// T20: however many send it at once.
#[tokio::test]
async fn of_many_uses_at_once_one_proves() {
    let world = World::new();
    let assertion = world.assertion();
    let server = server(world.layer.clone());
    let mut uses = JoinSet::new();
    for _ in 0..100 {
        let (server, request) = (server.clone(), request(&asserting(&assertion)));
        uses.spawn(async move { ask(&server, request).await });
    }
    let answers = uses.join_all().await;
    let proven = answers.iter().filter(|answer| answer.status == 200);
    assert_eq!(proven.count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        refused(answer, 400, "invalid_client", "assertion.replayed");
    }
}

#[tokio::test]
async fn an_assertion_over_16_kib_is_an_invalid_client_and_fetches_nothing() {
    let world = World::new();
    let mut claims = world.claims();
    claims["padding"] = "x".repeat(16 * 1024).into();
    let assertion = world.signer.assertion("1", &claims);
    let answer = world.token(&asserting(&assertion)).await;
    refused(&answer, 400, "invalid_client", "request.assertion_size");
    assert_eq!(world.documents.fetches(), 0);
}

#[tokio::test]
async fn a_refused_assertion_is_not_used_up() {
    let world = World::new();
    let claims = world.claims();
    let forged = Signer::new("ES256").assertion("1", &claims);
    let answer = world.token(&asserting(&forged)).await;
    refused(&answer, 400, "invalid_client", "assertion.signature");
    let honest = world.signer.assertion("1", &claims);
    let answer = world.token(&asserting(&honest)).await;
    assert_eq!(answer.seen(), "client by private_key_jwt");
}
