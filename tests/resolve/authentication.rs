//! Client authentication: an assertion, the client's keys, one use (T20).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tower_cimd::resolve::{
    AuthenticationError, Authenticator, BoxFuture, Claim, Clock as _, KeyLimits, KeySets,
    MemoryReplayStore, ReplayError, ReplayStore, SingleUse,
};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::rules::blame::Blame;
use tower_cimd::rules::client::{Client, Provenance};
use tower_cimd::rules::client_assertion::AssertionRules;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::publication::Publication;
use tower_cimd::rules::rule_set::RuleSet;
use tower_cimd::{CimdClient, ClientId};

use crate::signer::Signer;
use crate::support::{FakeClock, Moment, ScriptedFetch, fetched, settle};
use crate::world::{CLIENT_ID, ISSUER, seconds};

pub(crate) const JWKS_URI: &str = "https://client.example.com/jwks.json";

/// An authenticator with a clock that stands still and a network that a test scripts.
pub(crate) struct World {
    pub(crate) clock: FakeClock,
    pub(crate) network: ScriptedFetch,
    authenticator: Arc<Authenticator>,
    jtis: AtomicU64,
}

impl World {
    pub(crate) fn new(script: impl IntoIterator<Item = Moment>) -> Self {
        Self::with(KeyLimits::default(), script)
    }

    pub(crate) fn with(limits: KeyLimits, script: impl IntoIterator<Item = Moment>) -> Self {
        let clock = FakeClock::new();
        let replay = MemoryReplayStore::new(Arc::new(clock.clone()));
        Self::over(limits, script, clock, Arc::new(replay))
    }

    fn over(
        limits: KeyLimits,
        script: impl IntoIterator<Item = Moment>,
        clock: FakeClock,
        replay: Arc<dyn ReplayStore>,
    ) -> Self {
        let network = ScriptedFetch::new(script);
        let shared = Arc::new(clock.clone());
        let keys = KeySets::new(Arc::new(network.clone()), shared.clone(), &limits);
        let issuer = Issuer::parse(ISSUER).unwrap();
        World {
            authenticator: Arc::new(Authenticator::new(issuer, keys, replay, shared)),
            clock,
            network,
            jtis: AtomicU64::new(0),
        }
    }

    fn with_replay(replay: impl ReplayStore) -> Self {
        let clock = FakeClock::new();
        Self::over(KeyLimits::default(), [], clock, Arc::new(replay))
    }

    /// Adds to the network's script.
    pub(crate) fn play(&self, moment: Moment) {
        self.network.play(moment);
    }

    /// Claims of a new assertion, good for a minute.
    fn claims(&self) -> Value {
        let now = self
            .clock
            .wall()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs();
        let jti = self.jtis.fetch_add(1, Ordering::Relaxed).to_string();
        json!({"iss": CLIENT_ID, "sub": CLIENT_ID, "aud": ISSUER, "exp": now + 60, "jti": jti})
    }

    async fn send(
        &self,
        client: &CimdClient,
        assertion: &str,
    ) -> Result<Authenticated, AuthenticationError> {
        self.authenticator.authenticate(client, assertion).await
    }

    /// What comes of a new assertion that is signed with `signer` in the name of the key `kid`.
    pub(crate) async fn authenticate(
        &self,
        client: &CimdClient,
        signer: &Signer,
        kid: &str,
    ) -> Result<(), AuthenticationError> {
        let assertion = signer.assertion(kid, &self.claims());
        self.send(client, &assertion).await.map(drop)
    }

    /// The same, going on by itself.
    pub(crate) fn spawn(
        &self,
        client: &CimdClient,
        signer: &Signer,
        kid: &str,
    ) -> JoinHandle<Result<(), AuthenticationError>> {
        let assertion = signer.assertion(kid, &self.claims());
        let (authenticator, client) = (Arc::clone(&self.authenticator), client.clone());
        tokio::spawn(async move {
            authenticator
                .authenticate(&client, &assertion)
                .await
                .map(drop)
        })
    }
}

/// A client with these members beside those that it must have.
fn client(members: Value) -> CimdClient {
    let mut rules = RuleSet::new(Issuer::parse(ISSUER).unwrap());
    rules.server.auth_methods = vec![AuthMethod::None, AuthMethod::PrivateKeyJwt];
    let mut document = json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
    });
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    let mut headers = http::HeaderMap::new();
    headers.insert("content-type", "application/json".parse().unwrap());
    let body = Bytes::from(document.to_string());
    let publication = Publication::receive(StatusCode::OK, &headers, body).unwrap();
    let client_id = ClientId::parse(CLIENT_ID).unwrap();
    let provenance = Provenance {
        fetched_at: SystemTime::UNIX_EPOCH,
        fresh_until: SystemTime::UNIX_EPOCH,
    };
    Client::derive(&client_id, &publication, &rules, provenance).unwrap()
}

/// A client whose keys are at `jwks_uri`.
pub(crate) fn client_with(jwks_uri: &str) -> CimdClient {
    client(json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": jwks_uri}))
}

/// A client whose keys are in its document.
fn client_of(keys: &[Value]) -> CimdClient {
    let jwks = json!({ "keys": keys });
    client(json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks}))
}

pub(crate) fn key_set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

/// A publisher's answer.
pub(crate) fn answer(set: &str) -> Moment {
    let json = [("content-type", "application/json")];
    Moment::Answer(fetched(200, &json, set.to_owned()))
}

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
async fn an_assertion_is_used_once() {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let assertion = signer.assertion("k", &world.claims());
    world.send(&client, &assertion).await.unwrap();
    for wait in [0, 60, 59] {
        world.clock.advance(seconds(wait));
        let error = world.send(&client, &assertion).await.unwrap_err();
        assert_eq!(
            (error.rule(), error.blame()),
            ("assertion.replayed", Blame::Request)
        );
    }
    // With the skew it is over two minutes after it was signed, and forgotten no earlier.
    world.clock.advance(seconds(1));
    let error = world.send(&client, &assertion).await.unwrap_err();
    assert_eq!(error.rule(), "assertion.expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_parallel_uses_of_one_assertion_one_succeeds() {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let assertion: Arc<str> = signer.assertion("k", &world.claims()).into();
    let uses: Vec<_> = (0..100)
        .map(|_| {
            let authenticator = Arc::clone(&world.authenticator);
            let (client, assertion) = (client.clone(), Arc::clone(&assertion));
            tokio::spawn(async move { authenticator.authenticate(&client, &assertion).await })
        })
        .collect();
    let mut successes = 0;
    for each in uses {
        match each.await.unwrap() {
            Ok(_) => successes += 1,
            Err(error) => assert_eq!(error.rule(), "assertion.replayed"),
        }
    }
    assert_eq!(successes, 1);
}

/// Anybody can write a jti.
#[tokio::test]
async fn an_assertion_that_the_client_did_not_sign_claims_nothing() {
    let (signer, stranger) = (Signer::new("ES256"), Signer::new("ES256"));
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let claims = world.claims();
    let error = world.send(&client, &stranger.assertion("k", &claims)).await;
    assert_eq!(error.unwrap_err().rule(), "assertion.signature");
    world
        .send(&client, &signer.assertion("k", &claims))
        .await
        .unwrap();
}

#[tokio::test]
async fn an_unknown_key_in_a_document_is_refused_for_good() {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let error = world
        .authenticate(&client, &signer, "other")
        .await
        .unwrap_err();
    assert_eq!(
        (error.rule(), error.blame()),
        ("assertion.key_unknown", Blame::Request)
    );
}

#[tokio::test]
async fn an_unknown_key_elsewhere_is_weather_until_the_set_was_fetched_again() {
    let signer = Signer::new("ES256");
    let set = key_set(&[signer.jwk("k")]);
    let (world, client) = (
        World::new([answer(&set), answer(&set)]),
        client_with(JWKS_URI),
    );
    let error = world
        .authenticate(&client, &signer, "new")
        .await
        .unwrap_err();
    assert_eq!((error.rule(), error.blame()), ("weather", Blame::Weather));
    assert_eq!(error.retry_after(), Some(seconds(30)));
    assert_eq!(world.network.fetches(), 1);

    world.clock.advance(seconds(30));
    let error = world
        .authenticate(&client, &signer, "new")
        .await
        .unwrap_err();
    assert_eq!(
        (error.rule(), error.blame()),
        ("assertion.key_unknown", Blame::Request)
    );
    assert_eq!(world.network.fetches(), 2);
}

#[tokio::test]
async fn a_bad_signature_of_a_known_key_fetches_nothing_again() {
    let (signer, stranger) = (Signer::new("ES256"), Signer::new("ES256"));
    let world = World::new([answer(&key_set(&[signer.jwk("k")]))]);
    let client = client_with(JWKS_URI);
    for _ in 0..10 {
        let error = world
            .authenticate(&client, &stranger, "k")
            .await
            .unwrap_err();
        assert_eq!(error.rule(), "assertion.signature");
        world.clock.advance(seconds(29));
    }
    assert_eq!(world.network.fetches(), 1);
}

/// T20: junk beside a real rotation.
#[tokio::test]
async fn a_thousand_junk_keys_do_not_keep_a_client_from_rotating_its_own() {
    let (old, new, junk) = (
        Signer::new("ES256"),
        Signer::new("ES256"),
        Signer::new("EdDSA"),
    );
    let world = World::new([
        answer(&key_set(&[old.jwk("old")])),
        answer(&key_set(&[old.jwk("old"), new.jwk("new")])),
    ]);
    let client = client_with(JWKS_URI);
    world.authenticate(&client, &old, "old").await.unwrap();
    let start = world.clock.wall();

    let mut number = 0;
    let succeeded_after = loop {
        for _ in 0..100 {
            number += 1;
            let kid = format!("junk-{number}");
            let error = world.authenticate(&client, &junk, &kid).await.unwrap_err();
            let expected = [
                ("weather", Blame::Weather),
                ("assertion.key_unknown", Blame::Request),
            ];
            assert!(
                expected.contains(&(error.rule(), error.blame())),
                "{error:?}"
            );
        }
        // Meanwhile the old key is good.
        world.authenticate(&client, &old, "old").await.unwrap();
        match world.authenticate(&client, &new, "new").await {
            Ok(()) => break world.clock.wall().duration_since(start).unwrap(),
            Err(error) => assert_eq!(error.rule(), "weather"),
        }
        world.clock.advance(seconds(3));
    };
    assert!(number >= 1000, "{number}");
    assert!(succeeded_after <= seconds(30), "{succeeded_after:?}");
    assert_eq!(world.network.fetches(), 2);
}

#[tokio::test]
async fn junk_keys_at_once_wait_for_one_fetch() {
    let (old, new) = (Signer::new("ES256"), Signer::new("ES256"));
    let world = World::new([answer(&key_set(&[old.jwk("old")]))]);
    let client = client_with(JWKS_URI);
    world.authenticate(&client, &old, "old").await.unwrap();
    world.clock.advance(seconds(30));
    world.play(answer(&key_set(&[new.jwk("new")])));

    let junk: Vec<_> = (0..50)
        .map(|number| world.spawn(&client, &old, &format!("junk-{number}")))
        .collect();
    let honest = world.spawn(&client, &new, "new");
    settle().await;
    honest.await.unwrap().unwrap();
    for each in junk {
        assert!(each.await.unwrap().is_err());
    }
    assert_eq!(world.network.fetches(), 2);
    // The old key is withdrawn; it may be back, so that it is asked for when it is time.
    let error = world.authenticate(&client, &old, "old").await.unwrap_err();
    assert_eq!(error.rule(), "weather");
}

/// A store that does what a test says.
#[derive(Debug)]
enum Store {
    Broken,
    Full,
    Silent,
}

impl ReplayStore for Store {
    fn claim<'a>(&'a self, _: SingleUse<'a>) -> BoxFuture<'a, Result<Claim, ReplayError>> {
        Box::pin(async move {
            match self {
                Store::Broken => Err(ReplayError::Unavailable("gone".into())),
                Store::Full => Err(ReplayError::Full),
                Store::Silent => std::future::pending().await,
            }
        })
    }
}

/// T7: never a fall back to local memory.
#[tokio::test]
async fn a_store_that_cannot_say_fails_the_request() {
    let signer = Signer::new("ES256");
    let client = client_of(&[signer.jwk("k")]);
    for (store, rule, blame) in [
        (Store::Broken, "replay.unavailable", Blame::Ourselves),
        (Store::Full, "replay.full", Blame::Weather),
    ] {
        let world = World::with_replay(store);
        let error = world.authenticate(&client, &signer, "k").await.unwrap_err();
        assert_eq!((error.rule(), error.blame()), (rule, blame));
    }

    let world = World::with_replay(Store::Silent);
    let waiting = world.spawn(&client, &signer, "k");
    settle().await;
    assert!(!waiting.is_finished());
    world.clock.advance(seconds(2));
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(error.rule(), "replay.unavailable");
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
