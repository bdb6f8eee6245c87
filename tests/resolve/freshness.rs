//! For how long a document is used, by our own clock, and how it is renewed.

use std::time::Duration;

use tower_cimd::Resolver;
use tower_cimd::resolve::{Fetch, Fetched, Validators};
use tower_cimd::rules::client::Source;
use tower_cimd::rules::freshness::{FreshnessRules, StaleRules};

use crate::support::{FakeClock, Moment, ScriptedFetch, document, fetched, settle};
use crate::world::{CLIENT_ID, build, builder, client, error, seconds, source, spawn};

const NOTHING_STALE: StaleRules = StaleRules {
    while_revalidating: Duration::ZERO,
    on_error: Duration::ZERO,
    on_error_at_token: Duration::ZERO,
};

/// A resolver that uses nothing stale, and its clock.
fn resolver(network: impl Fetch) -> (Resolver, FakeClock) {
    let clock = FakeClock::new();
    let builder = builder(network, &clock).stale(NOTHING_STALE);
    (build(builder), clock)
}

fn answer(status: u16, fields: &[(&str, &str)]) -> Fetched {
    let json = [("content-type", "application/json")];
    let body = if status == 200 {
        document(CLIENT_ID)
    } else {
        String::new()
    };
    fetched(status, &[&json, fields].concat(), body)
}

fn script(answers: impl IntoIterator<Item = Fetched>) -> ScriptedFetch {
    ScriptedFetch::new(answers.into_iter().map(Moment::Answer))
}

/// A document with these header fields is used for exactly `lifetime` seconds.
async fn check_lifetime(fields: &[(&str, &str)], lifetime: u64) {
    let network = script([answer(200, fields), answer(200, fields)]);
    let (resolver, clock) = resolver(network.clone());
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(lifetime) - Duration::from_nanos(1));
    assert_eq!(
        source(&resolver, CLIENT_ID).await,
        Source::Cache,
        "{fields:?}"
    );
    clock.advance(Duration::from_nanos(1));
    assert_eq!(
        source(&resolver, CLIENT_ID).await,
        Source::Fetched,
        "{fields:?}"
    );
}

#[tokio::test]
async fn a_document_is_used_for_its_lifetime_and_no_longer() {
    check_lifetime(&[], 300).await;
    check_lifetime(&[("cache-control", "max-age=600")], 600).await;
    check_lifetime(&[("cache-control", "max-age=600"), ("age", "100")], 500).await;
    check_lifetime(&[("cache-control", "max-age=1")], 60).await;
    check_lifetime(&[("cache-control", "max-age=99999999")], 86_400).await;
}

#[tokio::test]
async fn the_bounds_are_the_operators() {
    let network = script([answer(200, &[]), answer(200, &[])]);
    let clock = FakeClock::new();
    let rules = FreshnessRules {
        min: seconds(1),
        default: seconds(2),
        max: seconds(3),
    };
    let resolver = build(
        builder(network, &clock)
            .freshness(rules)
            .stale(NOTHING_STALE),
    );
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(2));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
}

#[tokio::test]
async fn a_client_says_until_when_it_is_fresh() {
    let (resolver, clock) = resolver(script([answer(200, &[("cache-control", "max-age=600")])]));
    clock.advance(seconds(5));
    let client = client(&resolver, CLIENT_ID).await;
    let epoch = std::time::SystemTime::UNIX_EPOCH + FakeClock::EPOCH;
    assert_eq!(client.fetched_at(), epoch + seconds(5));
    assert_eq!(client.fresh_until(), epoch + seconds(605));
}

#[tokio::test]
async fn a_document_with_no_store_serves_those_who_wait_and_nobody_else() {
    for field in ["no-store", "private"] {
        let fields = [("cache-control", field), ("etag", "\"1\"")];
        let network = script([answer(200, &fields), answer(200, &fields)]);
        let (resolver, _) = resolver(network.clone());
        let callers = [(); 5].map(|()| spawn(&resolver, CLIENT_ID));
        for caller in callers {
            assert!(caller.await.unwrap().is_ok());
        }
        assert_eq!(network.fetches(), 1);
        assert_eq!(resolver.stats().entries, 0);

        assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
        assert_eq!(network.fetches(), 2);
        assert_eq!(network.requests()[1].validators, Validators::default());
    }
}

#[tokio::test]
async fn no_store_takes_the_older_copy_away() {
    let network = script([
        answer(200, &[("etag", "\"1\"")]),
        answer(200, &[("cache-control", "no-store")]),
        answer(200, &[]),
    ]);
    let (resolver, clock) = resolver(network.clone());
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(300));
    client(&resolver, CLIENT_ID).await;
    client(&resolver, CLIENT_ID).await;
    assert_eq!(network.requests()[2].validators, Validators::default());
}

#[tokio::test]
async fn a_document_with_no_cache_is_confirmed_at_each_use() {
    let fields = [("cache-control", "no-cache"), ("etag", "\"1\"")];
    let network = script([answer(200, &fields), answer(304, &[]), answer(304, &[])]);
    let (resolver, _) = resolver(network.clone());
    for _ in 0..3 {
        assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
    }
    assert_eq!(network.fetches(), 3);
}

#[tokio::test]
async fn an_expired_document_is_renewed_by_a_304() {
    let validators = [
        ("etag", "W/\"1\""),
        ("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT"),
    ];
    let network = script([
        answer(200, &validators),
        answer(304, &[("etag", "\"1\""), ("cache-control", "max-age=900")]),
    ]);
    let (resolver, clock) = resolver(network.clone());
    let first = client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(300));
    let renewed = client(&resolver, CLIENT_ID).await;

    let sent = &network.requests()[1].validators;
    assert_eq!(sent.etag.as_ref().unwrap(), "W/\"1\"");
    assert_eq!(
        sent.last_modified.as_ref().unwrap(),
        "Thu, 01 Jan 2026 00:00:00 GMT"
    );
    assert_eq!(renewed.raw(), first.raw());
    assert_eq!(renewed.fetched_at(), first.fetched_at() + seconds(300));

    clock.advance(seconds(899));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
    clock.advance(seconds(1));
    // The script is at its end: what is asked for now never comes.
    let waiting = spawn(&resolver, CLIENT_ID);
    settle().await;
    assert!(!waiting.is_finished());
}

#[tokio::test]
async fn a_304_without_fields_renews_by_the_stored_ones() {
    let stored = [
        ("etag", "\"1\""),
        ("cache-control", "max-age=600"),
        ("age", "500"),
    ];
    let network = script([answer(200, &stored), answer(304, &[])]);
    let (resolver, clock) = resolver(network);
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(100));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
    // The age was that of the first answer.
    clock.advance(seconds(599));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
}

#[tokio::test]
async fn a_304_that_confirms_another_copy_renews_nothing() {
    for stored in ["etag", "last-modified"] {
        let network = script([
            answer(200, &[(stored, "\"1\"")]),
            answer(304, &[("etag", "\"2\"")]),
            answer(200, &[]),
        ]);
        let (resolver, clock) = resolver(network.clone());
        client(&resolver, CLIENT_ID).await;
        clock.advance(seconds(300));
        assert_eq!(
            error(&resolver, CLIENT_ID).await.cause(),
            "document.status.not_ok"
        );
        // The next request is unconditional, so that it can succeed.
        client(&resolver, CLIENT_ID).await;
        assert_eq!(network.requests()[2].validators, Validators::default());
    }
}

#[tokio::test]
async fn a_304_to_an_unconditional_request_is_an_error() {
    let network = script([answer(200, &[]), answer(304, &[])]);
    let (resolver, clock) = resolver(network);
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(300));
    assert_eq!(
        error(&resolver, CLIENT_ID).await.cause(),
        "document.status.not_ok"
    );
}

#[tokio::test]
async fn a_new_document_replaces_the_expired_one() {
    let changed = document(CLIENT_ID).replace("A client", "Another name");
    let json = [("content-type", "application/json")];
    let network = script([
        answer(200, &[("etag", "\"1\"")]),
        fetched(200, &json, changed),
    ]);
    let (resolver, clock) = resolver(network);
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(300));
    assert_eq!(
        client(&resolver, CLIENT_ID).await.client_name(),
        Some("Another name")
    );
}

#[tokio::test]
async fn a_withdrawn_document_is_forgotten() {
    let network = script([
        answer(200, &[("etag", "\"1\"")]),
        answer(404, &[]),
        answer(200, &[]),
    ]);
    let (resolver, clock) = resolver(network.clone());
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(300));
    error(&resolver, CLIENT_ID).await;
    assert_eq!(resolver.stats().entries, 0);
    client(&resolver, CLIENT_ID).await;
    assert_eq!(network.requests()[2].validators, Validators::default());
}
