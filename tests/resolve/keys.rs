//! Key sets from a `jwks_uri`: what is taken for one, how long it is believed, when it is fetched.
//!
//! They are looked at as clients are authenticated with them.

use std::sync::Arc;

use serde_json::{Value, json};
use tower_cimd::resolve::{AuthenticationError, FetchError, KeyLimits, KeysError};
use tower_cimd::rules::blame::Blame;

use crate::authentication::{JWKS_URI, World, answer, client_with, key_set};
use crate::signer::Signer;
use crate::support::{Moment, fetched, settle};
use crate::world::seconds;

/// What comes of an assertion that is signed with `signer` while the network plays `moment`.
async fn after(moment: Moment, signer: &Signer) -> Result<(), AuthenticationError> {
    let world = World::new([moment]);
    world
        .authenticate(&client_with(JWKS_URI), signer, "k")
        .await
}

async fn cause(moment: Moment) -> (&'static str, &'static str, Blame) {
    let error = after(moment, &Signer::new("ES256")).await.unwrap_err();
    (error.cause(), error.rule(), error.blame())
}

#[tokio::test]
async fn a_key_set_is_fetched_as_one() {
    let signer = Signer::new("ES256");
    let world = World::new([answer(&key_set(&[signer.jwk("k")]))]);
    let client = client_with(JWKS_URI);
    world.authenticate(&client, &signer, "k").await.unwrap();

    let [request] = &world.network.requests()[..] else {
        panic!("not one fetch");
    };
    assert_eq!(&*request.url, JWKS_URI);
    assert_eq!(
        request.accept,
        "application/jwk-set+json, application/json;q=0.9"
    );
    assert_eq!(request.max_bytes, 64 * 1024);
    assert_eq!(request.validators, Default::default());
}

#[tokio::test]
async fn what_is_no_key_set_gives_no_keys() {
    let json = [("content-type", "application/json")];
    let body = |body: &str| Moment::Answer(fetched(200, &json, body.to_owned()));
    let told = |cause| (cause, "keys", Blame::Document);

    assert_eq!(cause(body("foo")).await, told("document.json.syntax"));
    assert_eq!(cause(body("[]")).await, told("document.json.not_an_object"));
    let twice = r#"{"keys":[],"keys":[]}"#;
    assert_eq!(
        cause(body(twice)).await,
        told("document.json.duplicate_member")
    );
    assert_eq!(cause(body("{}")).await, told("document.jwks.no_keys"));
    let large = format!(r#"{{"keys":[],"x":"{}"}}"#, "a".repeat(64 * 1024));
    assert_eq!(cause(body(&large)).await, told("document.size"));

    let status = |status| Moment::Answer(fetched(status, &json, r#"{"keys":[]}"#));
    assert_eq!(cause(status(404)).await, told("document.status.gone"));
    assert_eq!(cause(status(302)).await, told("document.status.redirect"));
    assert_eq!(cause(status(304)).await, told("document.status.not_ok"));
    assert_eq!(
        cause(Moment::Fail(FetchError::TooLarge)).await,
        told("document.size")
    );

    let named = |media_type| {
        let fields: Vec<_> = Option::into_iter(media_type).collect();
        Moment::Answer(fetched(200, &fields, r#"{"keys":[]}"#))
    };
    assert_eq!(cause(named(None)).await, told("keys.media_type"));
    for other in [
        "text/html",
        "text/plain",
        "application/json; charset=utf-16",
    ] {
        let moment = named(Some(("content-type", other)));
        assert_eq!(cause(moment).await, told("keys.media_type"), "{other}");
    }
}

#[tokio::test]
async fn a_key_set_with_a_secret_in_it_gives_no_keys() {
    let good = Signer::new("ES256");
    for secret in [
        json!({"kty": "oct", "k": "AAAA", "kid": "k"}),
        json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA"}),
        json!({"kty": "EC", "d": null}),
    ] {
        let set = key_set(&[good.jwk("k"), secret.clone()]);
        let error = after(answer(&set), &good).await.unwrap_err();
        assert_eq!(error.cause(), "document.jwks.secret", "{secret}");
    }
}

#[tokio::test]
async fn sixteen_keys_are_taken_and_seventeen_are_not() {
    let good = Signer::new("ES256");
    let outcome = async |others: usize| {
        let mut keys: Vec<Value> = (0..others)
            .map(|number| Signer::new("EdDSA").jwk(&number.to_string()))
            .collect();
        keys.push(good.jwk("k"));
        after(answer(&key_set(&keys)), &good).await
    };
    assert!(outcome(15).await.is_ok());
    let error = outcome(16).await.unwrap_err();
    assert_eq!((error.cause(), error.rule()), ("keys.too_many", "keys"));
}

#[tokio::test]
async fn any_json_media_type_will_do() {
    let signer = Signer::new("ES256");
    for media_type in [
        "application/jwk-set+json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
    ] {
        let set = key_set(&[signer.jwk("k")]);
        let moment = Moment::Answer(fetched(200, &[("content-type", media_type)], set));
        assert!(after(moment, &signer).await.is_ok(), "{media_type}");
    }
}

#[tokio::test]
async fn all_weather_is_told_alike() {
    for error in [
        FetchError::AddressRefused,
        FetchError::Dns,
        FetchError::Connect,
        FetchError::Tls,
        FetchError::TimedOut,
        FetchError::Protocol,
    ] {
        let expected = error.rule();
        let (cause, rule, blame) = cause(Moment::Fail(error)).await;
        assert_eq!((cause, rule, blame), (expected, "weather", Blame::Weather));
    }
    for status in [403, 429, 500, 503] {
        let (_, rule, blame) = cause(Moment::Answer(fetched(status, &[], ""))).await;
        assert_eq!((rule, blame), ("weather", Blame::Weather), "{status}");
    }
}

#[tokio::test]
async fn a_fetcher_that_panics_or_hangs_fails_those_who_wait() {
    let (cause, rule, blame) = cause(Moment::Panic).await;
    assert_eq!(
        (cause, rule, blame),
        ("crashed", "crashed", Blame::Ourselves)
    );

    let world = World::new([Moment::Silence]);
    let waiting = world.spawn(&client_with(JWKS_URI), &Signer::new("ES256"), "k");
    settle().await;
    world.clock.advance(seconds(10));
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(error.cause(), "fetch.timed_out");
}

/// For how many seconds a set with these header fields is believed.
async fn lifetime(field: Option<(&'static str, &'static str)>) -> u64 {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_with(JWKS_URI));
    let mut fields = vec![("content-type", "application/json")];
    fields.extend(field);
    let set = key_set(&[signer.jwk("k")]);
    world.play(Moment::Answer(fetched(200, &fields, set.clone())));
    let mut lifetime = 0;
    loop {
        world.authenticate(&client, &signer, "k").await.unwrap();
        if world.network.fetches() > 1 {
            return lifetime;
        }
        world.play(Moment::Answer(fetched(200, &fields, set.clone())));
        lifetime += 10;
        world.clock.advance(seconds(10));
    }
}

#[tokio::test]
async fn a_key_set_is_believed_for_half_a_minute_to_ten_minutes() {
    assert_eq!(lifetime(None).await, 300);
    for (cache_control, seconds) in [
        ("max-age=120", 120),
        ("max-age=86400", 600),
        ("max-age=0", 30),
        ("no-store", 30),
        ("no-cache", 30),
        ("private", 30),
    ] {
        let field = Some(("cache-control", cache_control));
        assert_eq!(lifetime(field).await, seconds, "{cache_control}");
    }
}

#[tokio::test]
async fn a_failure_is_not_remembered_but_its_time_is() {
    let signer = Signer::new("ES256");
    let world = World::new([
        Moment::Fail(FetchError::Dns),
        answer(&key_set(&[signer.jwk("k")])),
    ]);
    let client = client_with(JWKS_URI);
    let error = world.authenticate(&client, &signer, "k").await.unwrap_err();
    assert_eq!(error.cause(), "fetch.dns");

    world.clock.advance(seconds(10));
    let error = world.authenticate(&client, &signer, "k").await.unwrap_err();
    assert_eq!((error.cause(), error.rule()), ("keys.held_back", "weather"));
    assert_eq!(error.retry_after(), Some(seconds(20)));
    assert_eq!(world.network.fetches(), 1);

    world.clock.advance(seconds(20));
    world.authenticate(&client, &signer, "k").await.unwrap();
}

#[tokio::test]
async fn bad_weather_takes_no_key_away_and_a_withdrawal_does() {
    let (old, unknown) = (Signer::new("ES256"), Signer::new("ES256"));
    let client = client_with(JWKS_URI);
    for (moment, kept) in [
        (Moment::Fail(FetchError::Connect), true),
        (Moment::Answer(fetched(503, &[], "")), true),
        (Moment::Answer(fetched(404, &[], "")), false),
        (answer("{}"), false),
    ] {
        let world = World::new([answer(&key_set(&[old.jwk("old")])), moment]);
        world.authenticate(&client, &old, "old").await.unwrap();
        world.clock.advance(seconds(30));
        assert!(world.authenticate(&client, &unknown, "new").await.is_err());
        assert_eq!(world.network.fetches(), 2);

        let still = world.authenticate(&client, &old, "old").await;
        assert_eq!(still.is_ok(), kept, "{still:?}");
    }
}

#[tokio::test]
async fn a_thousand_at_once_cost_one_fetch() {
    let signer = Arc::new(Signer::new("EdDSA"));
    let world = World::new([Moment::Silence]);
    let client = client_with(JWKS_URI);
    let waiting: Vec<_> = (0..1000)
        .map(|_| world.spawn(&client, &signer, "k"))
        .collect();
    settle().await;
    assert_eq!(world.network.fetches(), 1);
    for waiter in waiting {
        waiter.abort();
    }
}

#[tokio::test]
async fn clients_of_one_jwks_uri_share_it() {
    let signer = Signer::new("ES256");
    let world = World::new([answer(&key_set(&[signer.jwk("k")]))]);
    let client = client_with(JWKS_URI);
    for _ in 0..3 {
        world.authenticate(&client, &signer, "k").await.unwrap();
    }
    assert_eq!(world.network.fetches(), 1);
}

#[tokio::test]
async fn one_host_does_not_take_every_place() {
    let limits = KeyLimits {
        in_flight: 8,
        ..KeyLimits::default()
    };
    let world = World::with(limits, (0..8).map(|_| Moment::Silence));
    let signer = Signer::new("ES256");
    let at = |uri: &str| client_with(uri);
    let _slow = world.spawn(&at("https://slow.example.net/1"), &signer, "k");
    settle().await;
    let error = world
        .authenticate(&at("https://SLOW.example.net/2"), &signer, "k")
        .await
        .unwrap_err();
    assert!(matches!(error, AuthenticationError::Keys(KeysError::Busy)));
    let _other = world.spawn(&at("https://other.example.net/1"), &signer, "k");
    settle().await;
    assert_eq!(world.network.fetches(), 2);
}

#[tokio::test]
async fn what_cannot_be_remembered_is_not_fetched() {
    let limits = KeyLimits {
        per_host: 100_000,
        ..KeyLimits::default()
    };
    let world = World::with(limits, (0..5000).map(|_| answer("{}")));
    let signer = Signer::new("ES256");
    for number in 0..4200 {
        let client = client_with(&format!("https://keys.example.net/{number}"));
        let error = world.authenticate(&client, &signer, "k").await.unwrap_err();
        let expected = if number < 4096 { "keys" } else { "weather" };
        assert_eq!(error.rule(), expected, "{number}");
    }
    assert_eq!(world.network.fetches(), 4096);
    world.clock.advance(seconds(30));
    let client = client_with("https://keys.example.net/again");
    assert!(world.authenticate(&client, &signer, "k").await.is_err());
    assert_eq!(world.network.fetches(), 4097);
}
