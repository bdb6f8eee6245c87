//! What happened lately.

use serde_json::json;
use tower_cimd::Leg;
use tower_cimd::resolve::operator::RefusalFilter;
use tower_cimd::resolve::policy::Admission;
use tower_cimd::resolve::{Limits, StaticFetch};

use crate::publisher::{PAUSE, Publisher};
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, Operator, build, builder, client, error, on, resolver, seconds};

fn all() -> RefusalFilter {
    RefusalFilter::default()
}

#[tokio::test]
async fn refusals_are_summed_up_by_client_rule_and_leg() {
    let clock = FakeClock::new();
    let closed = Operator::new().admits(Admission::Refused);
    let resolver = build(builder(StaticFetch::new(), &clock).policy(closed));
    error(&resolver, CLIENT_ID).await;
    let operator = resolver.operator();
    assert!(
        operator.refusals(&all()).is_empty(),
        "nobody wanted to know"
    );
    for _ in 0..3 {
        clock.advance(seconds(1));
        let _ = resolver.resolve(CLIENT_ID, &on(Leg::Token)).await;
    }
    clock.advance(seconds(1));
    error(&resolver, CLIENT_ID).await;
    let epoch = FakeClock::EPOCH.as_secs();
    let record = |leg, count, first, last| {
        json!({
            "client_id": CLIENT_ID,
            "rule": "policy.admits",
            "leg": leg,
            "member": null,
            "blame": "policy",
            "count": count,
            "first": epoch + first,
            "last": epoch + last,
        })
    };
    let expected = json!([
        record(json!(null), 1, 4, 4),
        record(json!("token"), 3, 1, 3)
    ]);
    assert_eq!(
        serde_json::to_value(operator.refusals(&all())).unwrap(),
        expected
    );
}

#[tokio::test]
async fn a_refusal_names_the_member_and_is_gone_after_a_day() {
    let document = document(CLIENT_ID).replace("https://client.example.com/cb", "javascript:1");
    let document = document.replace("client_name", "client_secret");
    let clock = FakeClock::new();
    let network = StaticFetch::new().publish(CLIENT_ID, document);
    let resolver = build(builder(network, &clock));
    let operator = resolver.operator();
    let refused = error(&resolver, CLIENT_ID).await;
    let refusals = operator.refusals(&all());
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].member, refused.member());
    assert_eq!(refusals[0].rule, refused.cause());
    clock.advance(seconds(24 * 60 * 60));
    assert!(operator.refusals(&all()).is_empty());
}

#[tokio::test]
async fn refusals_can_be_looked_for() {
    let (resolver, _) = resolver(StaticFetch::new());
    let operator = resolver.operator();
    error(&resolver, "https://client.example.com/#").await;
    error(&resolver, CLIENT_ID).await;
    let found = |filter| {
        let filter: RefusalFilter = serde_json::from_value(filter).unwrap();
        operator.refusals(&filter).len()
    };
    assert_eq!(found(json!({})), 2);
    assert_eq!(found(json!({"rule": "client_id"})), 1);
    assert_eq!(found(json!({"rule": "client_id.fragment"})), 1);
    assert_eq!(found(json!({"rule": "client"})), 0);
    assert_eq!(found(json!({"blame": "request"})), 1);
    assert_eq!(found(json!({"text": "/OAUTH"})), 1);
    assert_eq!(found(json!({"text": "elsewhere"})), 0);
}

#[tokio::test]
async fn strangers_drive_out_strangers_and_what_comes_once() {
    let clock = FakeClock::new();
    let closed = Operator::new().admits(Admission::Refused);
    let resolver = build(builder(StaticFetch::new(), &clock).policy(closed));
    let operator = resolver.operator();
    for _ in 0..2 {
        error(&resolver, CLIENT_ID).await;
    }
    for number in 0..10_000 {
        clock.advance(seconds(1));
        error(&resolver, &format!("https://host{number}.example.com/#")).await;
        error(
            &resolver,
            &format!("https://host{number}.example.com/oauth"),
        )
        .await;
    }
    let refusals = operator.refusals(&all());
    assert!(refusals.len() <= 512, "{}", refusals.len());
    let of = |blame: &str| {
        refusals
            .iter()
            .filter(|record| record.blame == blame)
            .count()
    };
    assert_eq!((of("request"), of("policy")), (64, 128));
    let honest = refusals.iter().find(|record| record.client_id == CLIENT_ID);
    assert_eq!(honest.map(|record| record.count), Some(2));
}

#[tokio::test]
async fn a_long_client_id_is_cut() {
    let (resolver, _) = resolver(StaticFetch::new());
    let operator = resolver.operator();
    error(
        &resolver,
        &format!("https://client.example.com/{}", "é".repeat(2000)),
    )
    .await;
    let refusals = operator.refusals(&all());
    assert!(refusals[0].client_id.len() <= 2048);
}

#[tokio::test]
async fn a_change_keeps_the_document_before() {
    let publisher = Publisher::with(&[]);
    let clock = FakeClock::new();
    let limits = Limits::default().refresh(100_000).host(100_000);
    let resolver = build(builder(publisher.network.clone(), &clock).limits(limits));
    let operator = resolver.operator();
    client(&resolver, CLIENT_ID).await;
    let old = document(CLIENT_ID);
    let new = old.replace("A client", "Another");
    publisher.publishes(new.clone(), &[]);
    operator.refresh(CLIENT_ID, "alice").await.unwrap();
    let changes = operator.changes();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].before, old.as_bytes());
    assert_eq!(
        (changes[0].rule, changes[0].kinds.is_empty()),
        (None, false)
    );
    let detail = operator.client(CLIENT_ID).unwrap();
    assert_eq!(
        (detail.document, detail.before),
        (new.clone(), Some(old.clone()))
    );
    clock.advance(PAUSE);
    publisher.answers(410);
    let gone = operator.refresh(CLIENT_ID, "alice").await.unwrap_err();
    let withdrawn = &operator.changes()[0];
    assert_eq!(
        (withdrawn.rule, withdrawn.before.as_ref()),
        (Some(gone.rule()), new.as_bytes())
    );
    clock.advance(PAUSE);
    for number in 0..600 {
        let other = old.replace("A client", &format!("Client {number}"));
        publisher.publishes(other, &[]);
        operator.refresh(CLIENT_ID, "alice").await.unwrap();
    }
    assert_eq!(operator.changes().len(), 256);
}

#[tokio::test]
async fn the_last_result_of_a_client_is_kept() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let clock = FakeClock::new();
    let resolver = build(builder(publisher.network.clone(), &clock));
    let operator = resolver.operator();
    let last = || {
        operator
            .client(CLIENT_ID)
            .unwrap()
            .row
            .last
            .unwrap()
            .outcome
    };
    client(&resolver, CLIENT_ID).await;
    assert_eq!(last(), "fetched");
    publisher.answers(304);
    operator.refresh(CLIENT_ID, "alice").await.unwrap();
    assert_eq!(last(), "confirmed");
    publisher.goes_away();
    operator.refresh(CLIENT_ID, "alice").await.unwrap_err();
    assert_eq!(last(), "fetch.connect");
}
