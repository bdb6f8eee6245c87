//! What is judged, and in which order.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_cimd::resolve::{Authenticator, KeyLimits, KeySets, MemoryReplayStore};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::blame::Blame;
use tower_cimd::rules::client_assertion::AssertionRules;
use tower_cimd::rules::issuer::Issuer;

use crate::authentication::{JWKS_URI, World, client, client_of, client_with};
use crate::signer::Signer;
use crate::support::{FakeClock, ScriptedFetch};
use crate::world::{ISSUER, seconds};

#[tokio::test]
async fn a_client_with_keys_in_its_document_is_authenticated_without_a_fetch() {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let assertion = signer.assertion("k", &world.claims());
    let authenticated = world.send(&client, &assertion).await.unwrap();

    assert_eq!(authenticated.method(), AuthMethod::PrivateKeyJwt);
    let key = client.jwks().unwrap().keys()[0].public_key();
    assert_eq!(authenticated.key_thumbprint(), Some(&key.thumbprint()));
    assert_eq!(world.network.fetches(), 0);
}

#[tokio::test]
async fn a_public_client_is_not_authenticated_by_any_assertion() {
    let signer = Signer::new("ES256");
    let world = World::new([]);
    let jwks = json!({"keys": [signer.jwk("k")]});
    let public = client(json!({"token_endpoint_auth_method": "none", "jwks": jwks}));
    let error = world.authenticate(&public, &signer, "k").await.unwrap_err();
    assert_eq!(
        (error.rule(), error.blame()),
        ("assertion.method", Blame::Request)
    );
}

/// What is wrong with an assertion costs no fetch.
#[tokio::test]
async fn everything_that_needs_no_key_is_judged_before_one_is_fetched() {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_with(JWKS_URI));
    let good = world.claims();
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        claims.to_string()
    };
    let header = r#"{"alg":"ES256","kid":"k"}"#;
    let claims = good.to_string();
    let cases = [
        ("a.b".to_owned(), "assertion.parts"),
        ("A".repeat(20_000), "assertion.size"),
        (signer.sign(r#"{"alg":"none"}"#, &claims), "assertion.alg"),
        (signer.sign(r#"{"alg":"HS256"}"#, &claims), "assertion.alg"),
        (
            signer.sign(r#"{"alg":"ES256","typ":"at+jwt"}"#, &claims),
            "assertion.typ",
        ),
        (
            signer.sign(r#"{"alg":"ES256","crit":["x"]}"#, &claims),
            "assertion.crit",
        ),
        (signer.sign(header, "foo"), "assertion.claims"),
        (
            signer.sign(header, &with("iss", "x".into())),
            "assertion.iss",
        ),
        (
            signer.sign(header, &with("sub", "x".into())),
            "assertion.sub",
        ),
        (
            signer.sign(header, &with("aud", "x".into())),
            "assertion.aud",
        ),
        (
            signer.sign(header, &with("exp", 1.into())),
            "assertion.expired",
        ),
        (
            signer.sign(header, &with("exp", i64::MAX.into())),
            "assertion.lifetime",
        ),
        (
            signer.sign(header, &with("jti", Value::Null)),
            "assertion.jti",
        ),
    ];
    for (assertion, rule) in cases {
        let error = world.send(&client, &assertion).await.unwrap_err();
        assert_eq!((error.rule(), error.blame()), (rule, Blame::Request));
        assert_eq!(error.cause(), rule);
    }
    assert_eq!(world.network.fetches(), 0);
}

#[tokio::test]
async fn the_registered_algorithm_is_the_only_one() {
    let signer = Signer::new("ES256");
    let jwks = json!({"keys": [signer.jwk("k")]});
    let registered = |alg: &str| {
        client(json!({
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": alg,
            "jwks": jwks,
        }))
    };
    let world = World::new([]);
    world
        .authenticate(&registered("ES256"), &signer, "k")
        .await
        .unwrap();
    let error = world.authenticate(&registered("RS256"), &signer, "k").await;
    assert_eq!(error.unwrap_err().rule(), "assertion.signing_alg");
}

#[tokio::test]
async fn settings_reach_the_judgement() {
    let signer = Signer::new("ES256");
    let clock = FakeClock::new();
    let shared = Arc::new(clock.clone());
    let keys = KeySets::new(
        Arc::new(ScriptedFetch::silent()),
        shared.clone(),
        &KeyLimits::default(),
    );
    let replay = MemoryReplayStore::new(shared.clone());
    let rules = AssertionRules {
        explicit_typ: true,
        ..AssertionRules::default()
    };
    let authenticator = Authenticator::new(
        Issuer::parse(ISSUER).unwrap(),
        keys,
        Arc::new(replay),
        shared,
    )
    .rules(rules)
    .replay_deadline(seconds(1));
    let assertion = signer.assertion("k", &World::new([]).claims());
    let client = client_of(&[signer.jwk("k")]);
    let error = authenticator
        .authenticate(&client, &assertion)
        .await
        .unwrap_err();
    assert_eq!(error.rule(), "assertion.typ");
}
