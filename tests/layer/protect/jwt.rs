//! Tokens that are JWTs (RFC 9068), over a network on which the issuer has its keys.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use serde_json::{Value, json};
use tower_cimd::ProtectLayer;
use tower_cimd::layer::protect::{ClientRules, JwtVerifier};
use tower_cimd::resolve::{Clock as _, FetchError, KeyLimits, KeySets};
use tower_cimd::rules::access_token::Assurance;
use tower_cimd::rules::json::{Object, Value as Strict};
use tower_cimd::rules::jwks::JwkSet;

use super::{ISSUER, RESOURCE, bearing, issuer, metadata, refused, serving, turned_away};
use crate::rig::{Answer, CLIENT, ask};
use crate::signer::Signer;
use crate::support::{FakeClock, Moment, ScriptedFetch, fetched};

const JWKS_URI: &str = "https://as.example.com/jwks.json";

fn claims(clock: &FakeClock) -> Value {
    let now = clock.wall().duration_since(std::time::UNIX_EPOCH);
    let now = now.expect("after 1970").as_secs();
    json!({
        "iss": ISSUER, "aud": RESOURCE, "sub": "alice", "client_id": CLIENT, "jti": "1",
        "iat": now, "exp": now + 300, "scope": "mcp:tools", Assurance::CLAIM: "loopback",
    })
}

fn signed(signer: &Signer, kid: &str, claims: &Value) -> String {
    let header = json!({"alg": signer.alg, "kid": kid, "typ": "at+jwt"});
    signer.sign(&header.to_string(), &claims.to_string())
}

fn published(keys: &[Value]) -> Moment {
    let headers = [("content-type", "application/json")];
    Moment::Answer(fetched(200, &headers, json!({"keys": keys}).to_string()))
}

/// A resource in the process of its issuer.
fn with_keys_at_hand(signer: &Signer, clock: &FakeClock) -> ProtectLayer {
    let set = json!({"keys": [signer.jwk("1")]}).to_string();
    let set = Object::read(set.as_bytes(), 4096).expect("json");
    let keys = JwkSet::read(&Strict::Object(set)).expect("keys");
    let verifier = JwtVerifier::new(issuer(ISSUER), metadata().resource().clone(), keys);
    ProtectLayer::new(&metadata(), verifier.clock(clock.clone())).clock(clock.clone())
}

/// A resource whose issuer has its keys at [`JWKS_URI`].
struct World {
    clock: FakeClock,
    signer: Signer,
    network: ScriptedFetch,
    server: Router,
}

impl World {
    fn new(script: impl FnOnce(&Signer) -> Vec<Moment>) -> Self {
        let (clock, signer) = (FakeClock::new(), Signer::new("ES256"));
        let network = ScriptedFetch::new(script(&signer));
        let shared = Arc::new(clock.clone());
        let sets = KeySets::new(Arc::new(network.clone()), shared, &KeyLimits::default());
        let resource = metadata().resource().clone();
        let verifier = JwtVerifier::with_jwks_uri(issuer(ISSUER), resource, sets, JWKS_URI);
        let layer = ProtectLayer::new(&metadata(), verifier.clock(clock.clone()));
        World {
            server: serving(layer.clock(clock.clone()).cimd_issuer(issuer(ISSUER))),
            clock,
            signer,
            network,
        }
    }

    fn token(&self, kid: &str) -> String {
        signed(&self.signer, kid, &claims(&self.clock))
    }

    async fn call(&self, token: &str) -> Answer {
        ask(&self.server, bearing(&[&format!("Bearer {token}")])).await
    }
}

#[tokio::test]
async fn a_token_that_the_issuer_signed_gets_through_and_its_keys_are_fetched_once() {
    let world = World::new(|signer| vec![published(&[signer.jwk("1")])]);
    for _ in 0..3 {
        let answer = world.call(&world.token("1")).await;
        assert_eq!(answer.seen(), format!("{CLIENT} alice pending"));
    }
    assert_eq!(world.network.fetches(), 1);
    assert_eq!(&*world.network.requests()[0].url, JWKS_URI);
}

#[tokio::test]
async fn keys_at_hand_need_no_network() {
    let (clock, signer) = (FakeClock::new(), Signer::new("EdDSA"));
    let server = serving(with_keys_at_hand(&signer, &clock));
    let token = signed(&signer, "1", &claims(&clock));
    let answer = ask(&server, bearing(&[&format!("Bearer {token}")])).await;
    assert_eq!(answer.status, 200);
    let stranger = signed(&Signer::new("EdDSA"), "1", &claims(&clock));
    let answer = ask(&server, bearing(&[&format!("Bearer {stranger}")])).await;
    refused(
        &answer,
        401,
        Some("invalid_token"),
        "access_token.signature",
    );
}

#[tokio::test]
async fn no_key_is_fetched_for_a_token_that_would_be_refused_with_any() {
    let world = World::new(|_| Vec::new());
    let sign = |change: &dyn Fn(&mut Value)| {
        let mut claims = claims(&world.clock);
        change(&mut claims);
        signed(&world.signer, "1", &claims)
    };
    for (token, rule) in [
        ("nonsense".to_owned(), "access_token.jws"),
        (
            sign(&|c| c["iss"] = "https://other.example.com".into()),
            "access_token.iss",
        ),
        (
            sign(&|c| c["aud"] = "https://other.example.com".into()),
            "access_token.aud",
        ),
        (sign(&|c| c["exp"] = 1.into()), "access_token.expired"),
        (
            world.signer.assertion("1", &claims(&world.clock)),
            "access_token.typ",
        ),
    ] {
        refused(&world.call(&token).await, 401, Some("invalid_token"), rule);
    }
    assert_eq!(world.network.fetches(), 0);
}

#[tokio::test]
async fn a_key_that_was_published_since_is_found_by_one_more_fetch() {
    let world = World::new(|signer| {
        let old = Signer::new("ES256").jwk("0");
        vec![
            published(std::slice::from_ref(&old)),
            published(&[old, signer.jwk("1")]),
        ]
    });
    let unknown = world.call(&world.token("1")).await;
    let rule = "access_token.key_unknown";
    refused(&unknown, 401, Some("invalid_token"), rule);
    assert_eq!(
        world.network.fetches(),
        1,
        "a set that has just come is new"
    );
    // It is not yet time to ask again: nobody can tell.
    let held_back = world.call(&world.token("1")).await;
    let rule = "verifier.unavailable";
    turned_away(&held_back, 503, "temporarily_unavailable", rule);
    world.clock.advance(Duration::from_secs(30));
    assert_eq!(world.call(&world.token("1")).await.status, 200);
    assert_eq!(world.network.fetches(), 2);
}

#[tokio::test]
async fn keys_that_cannot_be_had_are_an_outage_and_no_verdict_on_the_token() {
    for moment in [
        Moment::Fail(FetchError::Connect),
        Moment::Answer(fetched(500, &[], "")),
        Moment::Answer(fetched(200, &[("content-type", "application/json")], "[]")),
    ] {
        let world = World::new(|_| vec![moment]);
        let answer = world.call(&world.token("1")).await;
        let rule = "verifier.unavailable";
        turned_away(&answer, 503, "temporarily_unavailable", rule);
    }
}

#[tokio::test]
async fn a_token_that_has_expired_is_refused_and_the_next_one_is_not() {
    let world = World::new(|signer| vec![published(&[signer.jwk("1")])]);
    let first = world.token("1");
    assert_eq!(world.call(&first).await.status, 200);
    world.clock.advance(Duration::from_secs(299));
    assert_eq!(world.call(&first).await.status, 200);
    world.clock.advance(Duration::from_secs(1));
    let answer = world.call(&first).await;
    refused(&answer, 401, Some("invalid_token"), "access_token.expired");
}

#[tokio::test]
async fn the_assurance_stands_in_a_claim() {
    for (least, status) in [(Assurance::Loopback, 200), (Assurance::HttpsRedirect, 403)] {
        let (clock, signer) = (FakeClock::new(), Signer::new("ES256"));
        let layer = with_keys_at_hand(&signer, &clock);
        let layer = layer.clients(ClientRules::any().assurance(least));
        let field = format!("Bearer {}", signed(&signer, "1", &claims(&clock)));
        let answer = ask(&serving(layer), bearing(&[&field])).await;
        assert_eq!(answer.status, status, "{least}");
    }
}
