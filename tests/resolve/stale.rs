//! What is used past its freshness: for a minute while it is renewed, and longer in bad weather.

use std::time::Duration;

use tower_cimd::resolve::policy::FetchContext;
use tower_cimd::resolve::{Resolution, StaticFetch};
use tower_cimd::rules::client::Source;
use tower_cimd::rules::freshness::StaleRules;
use tower_cimd::{Leg, Resolver};

use crate::publisher::{Publisher, from, get};
use crate::support::{FakeClock, document, fetched, settle};
use crate::world::{CLIENT_ID, build, builder, detached, on, resolver, seconds, spawn};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const NANOSECOND: Duration = Duration::from_nanos(1);

const FETCHING: [Option<Leg>; 5] = [
    None,
    Some(Leg::Authorization),
    Some(Leg::PushedAuthorization),
    Some(Leg::DeviceAuthorization),
    Some(Leg::Token),
];

/// A resolver that has the document, by now `age` old.
async fn warm(publisher: &Publisher, age: Duration) -> (Resolver, FakeClock) {
    let (resolver, clock) = resolver(publisher.network.clone());
    get(&resolver, None).await.unwrap();
    clock.advance(age);
    (resolver, clock)
}

#[tokio::test]
async fn fifty_who_find_a_stale_copy_are_answered_at_once_and_cost_one_fetch() {
    let publisher = Publisher::with(&[]);
    let (resolver, _) = warm(&publisher, seconds(301)).await;
    let slow = publisher.is_slow();
    for leg in FETCHING.iter().cycle().take(50) {
        let context = leg.map_or(detached(), on);
        let answer = resolver.resolve_now(CLIENT_ID, &context);
        let Some(Ok(Resolution::Client(client))) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(client.source(), Source::Stale);
    }
    settle().await;
    assert_eq!(publisher.fetches(), 2);

    drop(slow);
    settle().await;
    assert_eq!(from(&resolver, None).await, Ok(Source::Cache));
    assert_eq!(publisher.fetches(), 2);
}

#[tokio::test]
async fn a_stale_copy_is_used_for_a_minute_and_then_the_caller_waits() {
    for (age, at_once) in [
        (seconds(300), true),
        (seconds(360) - NANOSECOND, true),
        (seconds(360), false),
    ] {
        let publisher = Publisher::with(&[]);
        let (resolver, _) = warm(&publisher, age).await;
        let _slow = publisher.is_slow();
        let caller = spawn(&resolver, CLIENT_ID);
        settle().await;
        assert_eq!(caller.is_finished(), at_once, "{age:?}");
        assert_eq!(publisher.fetches(), 2, "{age:?}");
    }
}

#[tokio::test]
async fn the_minute_is_the_operators_to_shorten() {
    let (publisher, clock) = (Publisher::with(&[]), FakeClock::new());
    let rules = StaleRules {
        while_revalidating: seconds(10),
        ..StaleRules::default()
    };
    let resolver = build(builder(publisher.network.clone(), &clock).stale(rules));
    get(&resolver, None).await.unwrap();
    clock.advance(seconds(310));
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
}

/// While the publisher is away a request on `leg` is answered until the document is `until` old.
async fn check_window(leg: Option<Leg>, fields: &[(&str, &str)], until: u64) {
    let until = seconds(until);
    let publisher = Publisher::with(fields);
    let (resolver, clock) = warm(&publisher, until - NANOSECOND).await;
    publisher.goes_away();
    assert_eq!(
        from(&resolver, leg).await,
        Ok(Source::Stale),
        "{leg:?} {fields:?}"
    );
    settle().await;
    clock.advance(NANOSECOND);
    assert_eq!(
        from(&resolver, leg).await,
        Err("fetch.connect"),
        "{leg:?} {fields:?}"
    );
}

#[tokio::test]
async fn in_bad_weather_a_copy_is_used_for_an_hour_and_at_the_token_endpoint_for_a_day() {
    for leg in FETCHING {
        let until = if leg == Some(Leg::Token) { DAY } else { HOUR };
        check_window(leg, &[], until).await;
    }
}

#[tokio::test]
async fn the_publisher_may_shorten_the_window() {
    let stated = [("cache-control", "max-age=600, stale-if-error=1200")];
    check_window(Some(Leg::Authorization), &stated, 1800).await;
    check_window(Some(Leg::Token), &stated, 1800).await;
    let stated = [("cache-control", "max-age=600, stale-if-error=999999")];
    check_window(Some(Leg::Authorization), &stated, HOUR).await;
}

#[tokio::test]
async fn the_operator_sets_the_window() {
    let (publisher, clock) = (Publisher::with(&[]), FakeClock::new());
    let rules = StaleRules {
        on_error: seconds(2 * HOUR),
        on_error_at_token: seconds(3 * HOUR),
        ..StaleRules::default()
    };
    let resolver = build(builder(publisher.network.clone(), &clock).stale(rules));
    get(&resolver, None).await.unwrap();
    publisher.goes_away();
    clock.advance(seconds(2 * HOUR));
    assert_eq!(from(&resolver, None).await, Err("fetch.connect"));
    assert_eq!(from(&resolver, Leg::Token).await, Ok(Source::Stale));
    clock.advance(seconds(HOUR));
    assert_eq!(from(&resolver, Leg::Token).await, Err("fetch.connect"));
}

#[tokio::test]
async fn failures_do_not_prolong_the_window() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, clock) = warm(&publisher, seconds(300)).await;
    publisher.answers(503);
    for _ in 0..55 {
        assert_eq!(from(&resolver, None).await, Ok(Source::Stale));
        settle().await;
        clock.advance(seconds(MINUTE));
    }
    let unavailable = Err("document.status.unavailable");
    assert_eq!(from(&resolver, None).await, unavailable);
    assert_eq!(from(&resolver, Leg::Token).await, Ok(Source::Stale));
}

#[tokio::test]
async fn a_304_begins_the_window_anew() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, clock) = warm(&publisher, seconds(HOUR)).await;
    publisher.answers(304);
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
    publisher.goes_away();
    clock.advance(seconds(HOUR) - NANOSECOND);
    assert_eq!(from(&resolver, None).await, Ok(Source::Stale));
}

#[tokio::test]
async fn a_304_may_forbid_the_use_of_a_stale_copy() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, clock) = warm(&publisher, seconds(400)).await;
    let answer = fetched(304, &[("cache-control", "must-revalidate")], "");
    let _ = publisher.network.clone().answer(CLIENT_ID, answer);
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
    publisher.goes_away();
    clock.advance(seconds(300));
    assert_eq!(from(&resolver, Leg::Token).await, Err("fetch.connect"));
}

#[tokio::test]
async fn a_304_may_end_that_a_copy_is_kept() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, _) = warm(&publisher, seconds(400)).await;
    let answer = fetched(304, &[("cache-control", "no-store")], "");
    let _ = publisher.network.clone().answer(CLIENT_ID, answer);
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
    assert_eq!(resolver.stats().entries, 0);
}

#[tokio::test]
async fn only_weather_lets_a_stale_copy_be_used() {
    for (status, stale) in [
        (403, true),
        (429, true),
        (500, true),
        (503, true),
        (404, false),
        (410, false),
        (401, false),
        (302, false),
        (204, false),
    ] {
        let publisher = Publisher::with(&[]);
        let (resolver, _) = warm(&publisher, seconds(HOUR - 1)).await;
        publisher.answers(status);
        let answer = from(&resolver, Leg::Token).await;
        assert_eq!(answer == Ok(Source::Stale), stale, "{status}: {answer:?}");
    }
}

#[tokio::test]
async fn nothing_stale_is_used_where_the_publisher_forbids_it() {
    for directive in [
        "must-revalidate",
        "proxy-revalidate",
        "s-maxage=60",
        "no-cache",
    ] {
        let control = format!("max-age=60, stale-if-error=86400, {directive}");
        let publisher = Publisher::with(&[("cache-control", &control), ("etag", "\"1\"")]);
        let (resolver, _) = warm(&publisher, seconds(61)).await;
        publisher.goes_away();
        for leg in FETCHING {
            let answer = from(&resolver, leg).await;
            assert_eq!(answer, Err("fetch.connect"), "{directive} {leg:?}");
        }
        for leg in [Leg::Revocation, Leg::Introspection] {
            let answer = resolver.resolve(CLIENT_ID, &on(leg)).await;
            assert!(matches!(answer, Ok(Resolution::Pending(_))), "{directive}");
        }
    }
}

#[tokio::test]
async fn a_failed_fetch_leaves_the_copy_to_be_renewed() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, _) = warm(&publisher, seconds(HOUR - 1)).await;
    publisher.answers(503);
    assert_eq!(from(&resolver, None).await, Ok(Source::Stale));
    publisher.answers(304);
    assert_eq!(from(&resolver, None).await, Ok(Source::Fetched));
}

#[tokio::test]
async fn where_there_is_no_room_for_a_fetch_a_stale_copy_is_used() {
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let clock = FakeClock::new();
    let resolver = build(builder(network.clone(), &clock).in_flight(8));
    get(&resolver, None).await.unwrap();
    clock.advance(seconds(HOUR - 1));
    let others: Vec<_> = (0..6)
        .map(|n| format!("https://slow{n}.example.com/"))
        .collect();
    let _slow: Vec<_> = others.iter().map(|id| network.hold(id)).collect();
    others.iter().for_each(|id| drop(spawn(&resolver, id)));
    settle().await;
    assert_eq!(from(&resolver, None).await, Ok(Source::Stale));
}

#[tokio::test]
async fn a_leg_that_never_fetches_uses_what_is_held_for_a_day() {
    for leg in [Leg::Revocation, Leg::Introspection] {
        let publisher = Publisher::with(&[]);
        let (resolver, clock) = warm(&publisher, seconds(299)).await;
        assert_eq!(from(&resolver, leg).await, Ok(Source::Cache), "{leg:?}");
        clock.advance(seconds(1));
        assert_eq!(from(&resolver, leg).await, Ok(Source::Stale), "{leg:?}");
        clock.advance(seconds(DAY - 300) - NANOSECOND);
        assert_eq!(from(&resolver, leg).await, Ok(Source::Stale), "{leg:?}");
        clock.advance(NANOSECOND);
        let late = resolver.resolve(CLIENT_ID, &on(leg)).await;
        assert!(matches!(late, Ok(Resolution::Pending(_))), "{leg:?}");
        settle().await;
        assert_eq!(publisher.fetches(), 1, "{leg:?}");
    }
}

#[tokio::test]
async fn a_request_that_may_not_cause_a_fetch_gets_nothing_stale() {
    let publisher = Publisher::with(&[]);
    let (resolver, _) = warm(&publisher, seconds(301)).await;
    for leg in FETCHING {
        let context = FetchContext::detached(leg).known_only();
        let answer = resolver.resolve(CLIENT_ID, &context).await;
        assert!(matches!(answer, Ok(Resolution::Pending(_))), "{leg:?}");
    }
    let client_id = CLIENT_ID.parse().unwrap();
    assert!(resolver.client_cached(&client_id).is_none());
    settle().await;
    assert_eq!(publisher.fetches(), 1);
}

#[test]
fn a_stale_copy_can_be_used_outside_of_a_runtime() {
    let publisher = Publisher::with(&[]);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let (resolver, clock) = runtime.unwrap().block_on(warm(&publisher, seconds(301)));
    for _ in 0..2 {
        let answer = resolver.resolve_now(CLIENT_ID, &detached());
        assert!(matches!(answer, Some(Ok(Resolution::Client(_)))));
    }
    clock.advance(seconds(MINUTE));
    assert!(resolver.resolve_now(CLIENT_ID, &detached()).is_none());
    assert_eq!(publisher.fetches(), 1);
}
