//! Keys that are elsewhere, and stores that do not answer.

use std::error::Error;

use tower_cimd::Leg;
use tower_cimd::resolve::{
    BoxFuture, Claim, FetchError, MemoryReplayStore, ReplayError, ReplayStore, SingleUse,
    StaticFetch,
};

use super::{BACK_CHANNEL, JWKS_URI, World, asserting, inline, refused, request, server};
use crate::events;
use crate::rig::CLIENT;
use crate::support::{FakeClock, fetched};

fn elsewhere(change: impl Fn(StaticFetch) -> StaticFetch) -> World {
    let clock = FakeClock::new();
    let replay = MemoryReplayStore::new(std::sync::Arc::new(clock.clone()));
    let members = serde_json::json!({
        "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": JWKS_URI,
    });
    World::over(clock, |_| members.clone(), change, replay)
}

#[tokio::test]
async fn keys_are_fetched_for_an_assertion_that_only_lacks_proof() {
    let world = World::with_jwks_uri();
    let mut claims = world.claims();
    claims["aud"] = "https://other.example".into();
    let wrong = world.signer.assertion("1", &claims);
    let answer = world.token(&asserting(&wrong)).await;
    refused(&answer, 400, "invalid_client", "assertion.aud");
    assert_eq!(world.keys.fetches(), 0);
    for _ in 0..2 {
        let answer = world.token(&asserting(&world.assertion())).await;
        assert_eq!(answer.seen(), "client by private_key_jwt", "{answer:?}");
    }
    assert_eq!(world.keys.fetches(), 1);
}

/// Which legs may fetch keys is what they may fetch of documents.
#[tokio::test]
async fn a_leg_that_never_fetches_does_not_fetch_keys() {
    for leg in BACK_CHANNEL {
        let world = World::with_jwks_uri();
        // The document is known, the keys are not.
        world.token(&[]).await;
        let answer = world.asserted(leg, &world.assertion()).await;
        assert_eq!(
            world.keys.fetches(),
            usize::from(leg.may_fetch()),
            "{leg:?}"
        );
        if !leg.may_fetch() {
            let rule = "client.authentication_unavailable";
            refused(&answer, 503, "temporarily_unavailable", rule);
        }
    }
}

#[tokio::test]
async fn a_leg_that_never_fetches_takes_the_keys_that_are_at_hand() {
    for leg in [Leg::Revocation, Leg::Introspection] {
        let world = World::with_jwks_uri();
        world.asserted(Leg::Token, &world.assertion()).await;
        let answer = world.asserted(leg, &world.assertion()).await;
        assert_eq!(answer.seen(), "client by private_key_jwt", "{answer:?}");
        // The name may be that of a key that was published a moment ago.
        let unknown = world.signer.assertion("2", &world.claims());
        let answer = world.asserted(leg, &unknown).await;
        assert_eq!(answer.status, 503);
        assert_eq!(world.keys.fetches(), 1);
    }
}

#[tokio::test]
async fn an_unknown_key_while_a_fetch_is_held_back_is_weather() {
    let world = World::with_jwks_uri();
    world.asserted(Leg::Token, &world.assertion()).await;
    let unknown = world.signer.assertion("2", &world.claims());
    let answer = world.token(&asserting(&unknown)).await;
    refused(
        &answer,
        503,
        "temporarily_unavailable",
        "client.authentication_unavailable",
    );
    assert_eq!(answer.header("retry-after"), "30");
}

/// T18: a stranger who chose the URL learns nothing of what is there.
#[tokio::test]
async fn all_weather_over_keys_has_one_answer() {
    let fail = |error: fn() -> FetchError| move |keys: StaticFetch| keys.fail(JWKS_URI, error);
    let busy = |keys: StaticFetch| keys.answer(JWKS_URI, fetched(503, &[], "<html>"));
    let worlds = [
        elsewhere(fail(|| FetchError::AddressRefused)),
        elsewhere(fail(|| FetchError::Dns)),
        elsewhere(fail(|| FetchError::Connect)),
        elsewhere(fail(|| FetchError::Tls)),
        elsewhere(fail(|| FetchError::TimedOut)),
        elsewhere(busy),
    ];
    let mut answers = Vec::new();
    for world in &worlds {
        answers.push(world.token(&asserting(&world.assertion())).await);
        // Now held back.
        answers.push(world.token(&asserting(&world.assertion())).await);
    }
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
        assert_eq!(answer.status, 503);
        assert_eq!(answer.header("retry-after"), "30");
    }
}

#[tokio::test]
async fn keys_that_are_none_are_the_clients_fault() {
    for body in ["<html>", "{}", r#"{"keys":[{"kty":"oct","k":"AA"}]}"#] {
        let world = elsewhere(|keys| keys.publish(JWKS_URI, body));
        let answer = world.token(&asserting(&world.assertion())).await;
        refused(&answer, 400, "invalid_client", "keys");
    }
}

/// Unlike a stranger, the operator can tell one weather from another.
#[tokio::test]
async fn the_operator_is_told_why_nobody_could_be_authenticated() {
    for (error, rule) in [
        ((|| FetchError::Tls) as fn() -> FetchError, "fetch.tls"),
        (|| FetchError::Dns, "fetch.dns"),
    ] {
        let world = elsewhere(|keys| keys.fail(JWKS_URI, error));
        let server = server(world.layer.clone());
        let request = || request(&asserting(&world.assertion()));
        let told =
            |rule| format!("client_id={CLIENT} leg=\"token\" rule=\"{rule}\" blame=\"weather\"");
        events::check(&server, request(), "INFO", &told(rule)).await;
        events::check(&server, request(), "INFO", &told("keys.held_back")).await;
    }
}

/// Answers every claim with an error.
#[derive(Debug)]
struct Failing(fn() -> ReplayError);

impl ReplayStore for Failing {
    fn claim<'a>(&'a self, _: SingleUse<'a>) -> BoxFuture<'a, Result<Claim, ReplayError>> {
        Box::pin(std::future::ready(Err((self.0)())))
    }
}

#[tokio::test]
async fn a_store_that_cannot_tell_is_503_and_no_proof() {
    fn away() -> ReplayError {
        let error: Box<dyn Error + Send + Sync> = "10.0.0.1:6379".into();
        ReplayError::Unavailable(error)
    }
    let unavailable = ("server.unavailable", "5");
    let full = ("client.authentication_unavailable", "30");
    for (error, (rule, seconds)) in [
        (away as fn() -> ReplayError, unavailable),
        (|| ReplayError::Full, full),
    ] {
        let clock = FakeClock::new();
        let members = |signer: &_| inline(signer, "private_key_jwt");
        let world = World::over(clock, members, |keys| keys, Failing(error));
        let answer = world.token(&asserting(&world.assertion())).await;
        refused(&answer, 503, "temporarily_unavailable", rule);
        assert_eq!(answer.header("retry-after"), seconds);
        assert!(!answer.body.contains("6379"));
    }
}
