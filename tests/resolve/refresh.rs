//! What is in use is renewed before it expires, and what is not is left alone (T12).

use std::collections::BTreeSet;

use tower_cimd::resolve::policy::{Admission, FetchContext, MayFetch};
use tower_cimd::resolve::{Resolution, StaticFetch};
use tower_cimd::rules::client::Source;
use tower_cimd::{Leg, Resolver};

use crate::publisher::{Publisher, from, get};
use crate::support::{FakeClock, document, fetched, settle};
use crate::world::{CLIENT_ID, Operator, build, builder, client, on, resolver, seconds};

/// The document is due within the last quarter of its 300 s, and always by this age.
const DUE: u64 = 286;

async fn used(resolver: &Resolver, times: usize) {
    for _ in 0..times {
        get(resolver, None).await.unwrap();
        settle().await;
    }
}

#[tokio::test]
async fn a_document_in_use_is_renewed_once_and_nobody_waits_for_it() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, clock) = resolver(publisher.network.clone());
    used(&resolver, 3).await;
    clock.advance(seconds(DUE));
    let slow = publisher.is_slow();
    for _ in 0..50 {
        assert_eq!(from(&resolver, None).await, Ok(Source::Cache));
        settle().await;
    }
    assert_eq!(publisher.fetches(), 2);

    publisher.answers(304);
    drop(slow);
    settle().await;
    // Its new lifetime began with the renewal.
    clock.advance(seconds(200));
    used(&resolver, 50).await;
    assert_eq!(from(&resolver, None).await, Ok(Source::Cache));
    assert_eq!(publisher.fetches(), 2);
}

#[tokio::test]
async fn nothing_is_renewed_in_the_first_three_quarters() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    for _ in 0..224 {
        used(&resolver, 1).await;
        clock.advance(seconds(1));
    }
    assert_eq!(publisher.fetches(), 1);
}

#[tokio::test]
async fn a_renewed_document_must_be_used_twice_again() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    used(&resolver, 2).await;
    clock.advance(seconds(DUE));
    used(&resolver, 1).await;
    assert_eq!(publisher.fetches(), 2);
    clock.advance(seconds(DUE));
    used(&resolver, 1).await;
    assert_eq!(publisher.fetches(), 2);
    used(&resolver, 1).await;
    assert_eq!(publisher.fetches(), 3);
}

#[tokio::test]
async fn ten_thousand_ids_that_are_touched_once_are_not_renewed() {
    let ids: Vec<_> = (0..10_000)
        .map(|n| format!("https://host{n}.example.com/"))
        .collect();
    let network = ids.iter().fold(StaticFetch::new(), |network, id| {
        let fields = [
            ("content-type", "application/json"),
            ("cache-control", "max-age=60"),
        ];
        network.answer(id, fetched(200, &fields, document(id)))
    });
    let clock = FakeClock::new();
    let resolver = build(builder(network.clone(), &clock).cache_bytes(256 << 20));
    for id in &ids {
        client(&resolver, id).await;
    }
    for _ in 0..12 {
        clock.advance(seconds(15));
        settle().await;
    }
    assert_eq!(network.fetches(), 10_000);
    assert_eq!(resolver.stats().in_flight, 0);
}

#[tokio::test]
async fn documents_that_were_fetched_together_are_not_renewed_together() {
    let ids: Vec<_> = (0..100)
        .map(|n| format!("https://host{n}.example.com/"))
        .collect();
    let network = ids.iter().fold(StaticFetch::new(), |network, id| {
        network.publish(id, document(id))
    });
    let (resolver, clock) = resolver(network.clone());
    let mut moments = BTreeSet::new();
    for _ in 0..300 {
        let before = network.fetches();
        for id in &ids {
            client(&resolver, id).await;
        }
        settle().await;
        if network.fetches() > before {
            moments.insert(clock.elapsed());
        }
        clock.advance(seconds(1));
    }
    assert_eq!(network.fetches(), 200);
    assert!(moments.len() > 20, "{moments:?}");
    let later = moments.iter().skip(1);
    let bounds = seconds(225)..=seconds(286);
    assert!(later.clone().all(|moment| bounds.contains(moment)));
}

#[tokio::test]
async fn a_refresh_that_fails_replaces_nothing_and_is_not_repeated_before_the_end() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, clock) = resolver(publisher.network.clone());
    used(&resolver, 2).await;
    publisher.answers(503);
    clock.advance(seconds(DUE));
    used(&resolver, 20).await;
    assert_eq!(publisher.fetches(), 2);
    assert_eq!(from(&resolver, None).await, Ok(Source::Cache));

    // Past its freshness one use in half a minute tries.
    clock.advance(seconds(300 - DUE));
    used(&resolver, 20).await;
    assert_eq!(publisher.fetches(), 3);
    clock.advance(seconds(30));
    used(&resolver, 20).await;
    assert_eq!(publisher.fetches(), 4);
    assert_eq!(from(&resolver, None).await, Ok(Source::Stale));
}

#[tokio::test]
async fn a_refresh_that_finds_the_document_gone_takes_it_away() {
    for status in [404, 410, 302] {
        let publisher = Publisher::with(&[]);
        let (resolver, clock) = resolver(publisher.network.clone());
        used(&resolver, 2).await;
        publisher.answers(status);
        clock.advance(seconds(DUE));
        assert_eq!(from(&resolver, None).await, Ok(Source::Cache));
        settle().await;
        assert_eq!(resolver.stats().entries, 0, "{status}");
        assert!(get(&resolver, None).await.is_err(), "{status}");
    }
}

#[tokio::test]
async fn a_panic_in_a_refresh_hurts_nobody() {
    use crate::support::{Moment, ScriptedFetch};
    let good = fetched(
        200,
        &[("content-type", "application/json")],
        document(CLIENT_ID),
    );
    let (resolver, clock) = resolver(ScriptedFetch::new([Moment::Answer(good), Moment::Panic]));
    used(&resolver, 2).await;
    clock.advance(seconds(DUE));
    used(&resolver, 2).await;
    assert_eq!(from(&resolver, None).await, Ok(Source::Cache));
    assert_eq!(resolver.stats().in_flight, 0);
}

#[tokio::test]
async fn a_request_that_may_not_cause_a_fetch_causes_no_refresh() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    used(&resolver, 2).await;
    clock.advance(seconds(DUE));
    let head = FetchContext::detached(Some(Leg::Authorization)).known_only();
    for context in [head, on(Leg::Revocation), on(Leg::Introspection)] {
        let answer = resolver.resolve(CLIENT_ID, &context).await;
        assert!(matches!(answer, Ok(Resolution::Client(_))));
        settle().await;
    }
    assert_eq!(publisher.fetches(), 1);
}

#[tokio::test]
async fn a_client_that_the_policy_refuses_is_not_renewed() {
    let publisher = Publisher::with(&[]);
    let clock = FakeClock::new();
    let operator = Operator::new();
    let resolver = build(builder(publisher.network.clone(), &clock).policy(operator.clone()));
    used(&resolver, 2).await;
    clock.advance(seconds(DUE));
    let _ = operator.clone().admits(Admission::Refused);
    assert!(get(&resolver, None).await.is_err());
    let _ = operator
        .admits(Admission::Admitted)
        .may_use(tower_cimd::resolve::MayUse::Refused);
    assert!(get(&resolver, None).await.is_err());
    settle().await;
    assert_eq!(publisher.fetches(), 1);
}

#[tokio::test]
async fn the_policy_is_asked_about_the_first_fetch_and_not_about_a_refresh() {
    let publisher = Publisher::with(&[]);
    let (clock, operator) = (FakeClock::new(), Operator::new());
    let resolver = build(builder(publisher.network.clone(), &clock).policy(operator.clone()));
    used(&resolver, 2).await;
    let _ = operator.clone().may_fetch(Some(MayFetch::Refused));
    clock.advance(seconds(DUE));
    used(&resolver, 1).await;
    assert_eq!(publisher.fetches(), 2);
    assert_eq!(operator.asked()[1], 1);
}

#[test]
fn a_warm_document_is_used_outside_of_a_runtime_and_renewed_inside_of_one() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(used(&resolver, 2));
    clock.advance(seconds(DUE));
    let context = on(Leg::Authorization);
    let answer = resolver.resolve_now(CLIENT_ID, &context);
    assert!(matches!(answer, Some(Ok(Resolution::Client(_)))));
    assert_eq!(publisher.fetches(), 1);
    runtime.block_on(used(&resolver, 1));
    assert_eq!(publisher.fetches(), 2);
}
