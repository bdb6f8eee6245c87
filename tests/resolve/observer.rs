//! A document that flips between two legs, and who is told.

use std::sync::{Arc, Mutex};

use tower_cimd::resolve::{Observer, ResolveError, SharedCache};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::change::Changes;
use tower_cimd::rules::client::Source;
use tower_cimd::{CimdClient, Leg, Resolver};

use crate::publisher::{Publisher, from, get};
use crate::support::{FakeClock, document, settle};
use crate::world::{CLIENT_ID, build, builder, seconds};

/// Writes down what it is told.
#[derive(Clone, Debug, Default)]
struct Witness(Arc<Mutex<Vec<String>>>);

impl Witness {
    fn told(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Observer for Witness {
    fn changed(&self, old: &CimdClient, new: &CimdClient, changes: &Changes) {
        assert_eq!(old.client_id(), new.client_id());
        assert_eq!(*changes, Changes::between(old, new));
        let kinds: Vec<_> = changes.kinds().iter().map(|kind| kind.as_str()).collect();
        self.0.lock().unwrap().push(kinds.join(","));
    }

    fn withdrawn(&self, old: &CimdClient, error: &ResolveError) {
        assert_eq!(old.client_id(), CLIENT_ID);
        self.0.lock().unwrap().push(error.cause().to_owned());
    }
}

/// A client that authenticates with the key `x`.
fn confidential(x: &str) -> serde_json::Value {
    serde_json::json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": { "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": x }] },
    })
}

const KEY: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const OTHER_KEY: &str = "PLAlvyFf64JNz6ACPR4sPL-3hjS9Ky_PzFSLLzCFGzU";

fn resolver(publisher: &Publisher, witness: &Witness) -> (Resolver, FakeClock) {
    let clock = FakeClock::new();
    let builder = builder(publisher.network.clone(), &clock)
        .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
        .observer(witness.clone());
    (build(builder), clock)
}

/// What one sees of a client.
fn facts(client: &CimdClient) -> String {
    format!(
        "{:?} {:?} {:?} {:?}",
        client.redirect_uris(),
        client.token_endpoint_auth_methods(),
        client.jwks(),
        client.digest(),
    )
}

/// Between authorization and token the document flips from `before` by `flip`: the token leg has
/// what a resolver that knew nothing has, and the observer is told `told`.
async fn check_flip(before: &serde_json::Value, told: &str, flip: impl Fn(&Publisher)) {
    let (publisher, witness) = (Publisher::with(&[]), Witness::default());
    publisher.publishes(before.to_string(), &[]);
    let (resolver, clock) = resolver(&publisher, &witness);
    get(&resolver, Leg::Authorization).await.unwrap();
    flip(&publisher);
    clock.advance(seconds(400));

    let at_token = get(&resolver, Leg::Token).await;
    assert_eq!(witness.told(), [told]);
    let (fresh, _) = self::resolver(&publisher, &Witness::default());
    let fresh = get(&fresh, Leg::Token).await;
    match (at_token, fresh) {
        (Ok(client), Ok(fresh)) => assert_eq!(facts(&client), facts(&fresh), "{told}"),
        (Err(error), Err(fresh)) => assert_eq!(error.cause(), fresh.cause(), "{told}"),
        other => panic!("{told}: {other:?}"),
    }
}

#[tokio::test]
async fn a_flip_between_authorization_and_token_is_seen_as_a_fresh_fetch_has_it() {
    let before = confidential(KEY);
    let publish = |publisher: &Publisher, document: serde_json::Value| {
        publisher.publishes(document.to_string(), &[]);
    };
    check_flip(
        &before,
        "redirect_uri_removed,redirect_origin_added",
        |publisher| {
            let mut flipped = before.clone();
            flipped["redirect_uris"] = serde_json::json!(["https://evil.example.net/callback"]);
            publish(publisher, flipped);
        },
    )
    .await;
    check_flip(
        &before,
        "auth_method_downgraded,keys_removed",
        |publisher| {
            let mut flipped = before.clone();
            flipped["token_endpoint_auth_method"] = "none".into();
            flipped.as_object_mut().unwrap().remove("jwks");
            publish(publisher, flipped);
        },
    )
    .await;
    check_flip(&before, "keys_replaced", |publisher| {
        publish(publisher, confidential(OTHER_KEY));
    })
    .await;
    for status in [404, 410] {
        check_flip(&before, "document.status.gone", |publisher| {
            publisher.answers(status);
        })
        .await;
    }
    check_flip(&before, "document.keys.none", |publisher| {
        let mut flipped = before.clone();
        flipped.as_object_mut().unwrap().remove("jwks");
        publish(publisher, flipped);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_told_where_nothing_differs() {
    let (publisher, witness) = (Publisher::with(&[("etag", "\"1\"")]), Witness::default());
    let (resolver, clock) = resolver(&publisher, &witness);
    get(&resolver, None).await.unwrap();
    for change in [
        |publisher: &Publisher| publisher.answers(304),
        |publisher: &Publisher| publisher.publishes(document(CLIENT_ID), &[]),
        |publisher: &Publisher| publisher.publishes(document(CLIENT_ID) + "\n", &[]),
        |publisher: &Publisher| publisher.goes_away(),
        |publisher: &Publisher| publisher.answers(503),
    ] {
        change(&publisher);
        clock.advance(seconds(400));
        let _ = get(&resolver, Leg::Token).await;
    }
    assert_eq!(publisher.fetches(), 6);
    assert_eq!(witness.told(), [""; 0]);
}

#[tokio::test]
async fn a_change_that_a_refresh_finds_is_told_once() {
    let (publisher, witness) = (Publisher::with(&[]), Witness::default());
    let (resolver, clock) = resolver(&publisher, &witness);
    for _ in 0..2 {
        get(&resolver, None).await.unwrap();
    }
    publisher.publishes(document(CLIENT_ID).replace("A client", "Another"), &[]);
    clock.advance(seconds(290));
    for _ in 0..5 {
        get(&resolver, None).await.unwrap();
        settle().await;
    }
    assert_eq!(witness.told(), ["name_changed"]);
    let client = get(&resolver, None).await.unwrap();
    assert_eq!(client.client_name(), Some("Another"));
}

#[tokio::test]
async fn a_change_to_what_may_not_be_kept_is_told() {
    let (publisher, witness) = (Publisher::with(&[]), Witness::default());
    let (resolver, clock) = resolver(&publisher, &witness);
    get(&resolver, None).await.unwrap();
    let other = document(CLIENT_ID).replace("A client", "Another");
    publisher.publishes(other, &[("cache-control", "no-store")]);
    clock.advance(seconds(400));
    get(&resolver, None).await.unwrap();
    assert_eq!(witness.told(), ["name_changed"]);
}

#[tokio::test]
async fn what_was_never_known_cannot_change() {
    let (publisher, witness) = (Publisher::with(&[]), Witness::default());
    publisher.answers(404);
    let (resolver, _) = resolver(&publisher, &witness);
    assert!(get(&resolver, None).await.is_err());
    publisher.publishes(document(CLIENT_ID), &[]);
    get(&resolver, None).await.unwrap();
    assert_eq!(witness.told(), [""; 0]);
}

#[tokio::test]
async fn each_resolver_compares_under_its_own_rules() {
    let (publisher, witness) = (Publisher::with(&[]), Witness::default());
    let (clock, cache) = (FakeClock::new(), SharedCache::new(1 << 20));
    let tenant = || builder(publisher.network.clone(), &clock).cache(cache.clone());
    let supported = serde_json::json!(["none", "private_key_jwt"]);
    let mut both = confidential(KEY);
    both["token_endpoint_auth_methods_supported"] = supported;
    publisher.publishes(both.to_string(), &[]);
    let confidential = build(tenant().auth_methods([AuthMethod::PrivateKeyJwt]));
    get(&confidential, None).await.unwrap();

    // The bytes differ, and nothing that has an effect does.
    publisher.publishes(both.to_string() + "\n", &[]);
    clock.advance(seconds(400));
    let public = build(tenant().observer(witness.clone()));
    get(&public, None).await.unwrap();
    assert_eq!(witness.told(), [""; 0]);
}

/// Panics at whatever it is told.
#[derive(Debug)]
struct Panics;

impl Observer for Panics {
    fn changed(&self, _: &CimdClient, _: &CimdClient, _: &Changes) {
        panic!("the observer panics at a change");
    }

    fn withdrawn(&self, _: &CimdClient, _: &ResolveError) {
        panic!("the observer panics at an end");
    }
}

#[tokio::test]
async fn a_panic_of_the_observer_hurts_nobody() {
    let (publisher, clock) = (Publisher::with(&[]), FakeClock::new());
    let resolver = build(builder(publisher.network.clone(), &clock).observer(Panics));
    get(&resolver, None).await.unwrap();
    publisher.publishes(document(CLIENT_ID).replace("A client", "Another"), &[]);
    clock.advance(seconds(400));
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
    assert_eq!(from(&resolver, None).await, Ok(Source::Cache));
    publisher.answers(404);
    clock.advance(seconds(400));
    assert_eq!(from(&resolver, None).await, Err("document.status.gone"));
    assert_eq!(resolver.stats().in_flight, 0);
}

/// Is told nothing, because it overrides nothing.
#[derive(Debug)]
struct Silent;

impl Observer for Silent {}

#[tokio::test]
async fn an_observer_may_listen_to_nothing() {
    let (publisher, clock) = (Publisher::with(&[]), FakeClock::new());
    let resolver = build(builder(publisher.network.clone(), &clock).observer(Silent));
    get(&resolver, None).await.unwrap();
    for status in [200, 404] {
        publisher.publishes(document(CLIENT_ID).replace("A client", "Another"), &[]);
        if status == 404 {
            publisher.answers(404);
        }
        clock.advance(seconds(400));
        assert_eq!(get(&resolver, None).await.is_ok(), status == 200);
    }
}
