//! What was withdrawn does not come back (T9).

use tower_cimd::resolve::{FetchError, Resolution, SharedCache, StaticFetch};
use tower_cimd::rules::client::Source;
use tower_cimd::{Leg, Resolver};

use crate::publisher::{Publisher, from, get};
use crate::support::{FakeClock, document, fetched, settle};
use crate::world::{CLIENT_ID, build, builder, on, resolver, seconds, spawn};

/// After a 200 and `end` bad weather finds nothing on any leg.
async fn check_end(what: &str, end: impl FnOnce(&Publisher)) {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, clock) = resolver(publisher.network.clone());
    get(&resolver, None).await.unwrap();
    clock.advance(seconds(400));
    end(&publisher);
    assert!(get(&resolver, Leg::Token).await.is_err(), "{what}");
    assert_eq!(resolver.stats().entries, 0, "{what}");

    publisher.answers(503);
    for leg in [Leg::Authorization, Leg::Token] {
        let answer = from(&resolver, leg).await;
        assert_eq!(answer, Err("document.status.unavailable"), "{what}");
    }
    let revocation = resolver.resolve(CLIENT_ID, &on(Leg::Revocation)).await;
    assert!(matches!(revocation, Ok(Resolution::Pending(_))), "{what}");

    publisher.publishes(document(CLIENT_ID), &[]);
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched), "{what}");
    assert_eq!(from(&resolver, None).await, Ok(Source::Cache), "{what}");
}

#[tokio::test]
async fn after_200_and_an_end_503_finds_nothing() {
    for status in [404, 410, 401, 302, 204] {
        let what = status.to_string();
        check_end(&what, |publisher| publisher.answers(status)).await;
    }
}

#[tokio::test]
async fn after_200_and_an_invalid_document_503_finds_nothing() {
    for invalid in [
        "",
        "[]",
        "{}",
        "{\"client_id\": \"https://a.example.com/\"}",
    ] {
        check_end(invalid, |publisher| {
            publisher.publishes(invalid.to_owned(), &[]);
        })
        .await;
    }
    check_end("too large", |publisher| {
        let large = document(CLIENT_ID) + &" ".repeat(5120);
        publisher.publishes(large, &[]);
    })
    .await;
    check_end("cut off by the fetcher", |publisher| {
        let network = publisher.network.clone();
        let _ = network.fail(CLIENT_ID, || FetchError::TooLarge);
    })
    .await;
}

#[tokio::test]
async fn an_end_is_not_remembered_as_an_answer() {
    let publisher = Publisher::with(&[]);
    publisher.answers(404);
    let (resolver, _) = resolver(publisher.network.clone());
    for fetches in 1..=3 {
        let answer = from(&resolver, None).await;
        assert_eq!(answer, Err("document.status.gone"));
        assert_eq!(publisher.fetches(), fetches);
    }
}

/// Two resolvers with one cache, each with a network of its own.
struct Pair {
    clock: FakeClock,
    slow: (Resolver, StaticFetch),
    quick: (Resolver, StaticFetch),
}

impl Pair {
    fn new() -> Self {
        let (clock, cache) = (FakeClock::new(), SharedCache::new(1 << 20));
        let one = || {
            let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
            let builder = builder(network.clone(), &clock).cache(cache.clone());
            (build(builder), network)
        };
        Pair {
            slow: one(),
            quick: one(),
            clock,
        }
    }
}

#[tokio::test]
async fn a_copy_that_was_asked_for_before_the_end_is_not_kept() {
    let pair = Pair::new();
    let hold = pair.slow.1.hold(CLIENT_ID);
    let waiting = spawn(&pair.slow.0, CLIENT_ID);
    settle().await;
    pair.clock.advance(seconds(1));
    let _ = pair
        .quick
        .1
        .clone()
        .answer(CLIENT_ID, fetched(404, &[], ""));
    assert_eq!(from(&pair.quick.0, None).await, Err("document.status.gone"));

    pair.clock.advance(seconds(1));
    drop(hold);
    assert!(waiting.await.unwrap().is_ok(), "whoever waited is served");
    assert_eq!(pair.slow.0.stats().entries, 0);
    let answer = from(&pair.quick.0, None).await;
    assert_eq!(answer, Err("document.status.gone"));
}

#[tokio::test]
async fn a_copy_that_was_asked_for_after_the_end_is_kept() {
    let pair = Pair::new();
    let _ = pair
        .quick
        .1
        .clone()
        .answer(CLIENT_ID, fetched(404, &[], ""));
    assert!(get(&pair.quick.0, None).await.is_err());
    pair.clock.advance(seconds(1));
    assert_eq!(from(&pair.slow.0, None).await, Ok(Source::Fetched));
    assert_eq!(from(&pair.quick.0, None).await, Ok(Source::Cache));
}

#[tokio::test]
async fn the_end_of_one_client_is_not_that_of_another() {
    const OTHER: &str = "https://client.example.com/other";
    let pair = Pair::new();
    let hold = pair.slow.1.hold(CLIENT_ID);
    let waiting = spawn(&pair.slow.0, CLIENT_ID);
    settle().await;
    pair.clock.advance(seconds(1));
    assert!(matches!(
        spawn(&pair.quick.0, OTHER).await.unwrap(),
        Err(error) if error.cause() == "document.status.gone"
    ));
    drop(hold);
    assert!(waiting.await.unwrap().is_ok());
    assert_eq!(from(&pair.quick.0, None).await, Ok(Source::Cache));
}

#[tokio::test]
async fn who_waits_for_a_fetch_that_finds_the_end_gets_nothing_stale() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    get(&resolver, None).await.unwrap();
    clock.advance(seconds(400));
    let slow = publisher.is_slow();
    let callers = [(); 3].map(|()| spawn(&resolver, CLIENT_ID));
    settle().await;
    publisher.answers(410);
    drop(slow);
    for caller in callers {
        let error = caller.await.unwrap().unwrap_err();
        assert_eq!(error.cause(), "document.status.gone");
    }
}
