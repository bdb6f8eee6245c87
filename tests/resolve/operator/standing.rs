//! Budgets, and what the operator does at once.

use serde_json::json;
use tower_cimd::resolve::operator::{Durability, StoreState};
use tower_cimd::resolve::{Limits, StaticFetch};

use crate::event::Log;
use crate::publisher::Publisher;
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, build, builder, client, error, resolver, seconds};

#[tokio::test]
async fn budgets_say_what_is_left_for_whom() {
    let clock = FakeClock::new();
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let limits = Limits::default().discovery(40).refresh(80);
    let resolver = build(builder(network, &clock).limits(limits).in_flight(16));
    let operator = resolver.operator();
    let full = json!({"per_minute": 40, "strangers": 10, "users": 20, "proven": 40});
    assert_eq!(
        serde_json::to_value(operator.budgets()).unwrap()["discovery"],
        full
    );
    client(&resolver, CLIENT_ID).await;
    let spent = json!({
        "discovery": {"per_minute": 40, "strangers": 9, "users": 19, "proven": 39},
        "refresh": {"per_minute": 80, "strangers": 20, "users": 40, "proven": 80},
        "in_flight": 0,
        "most_in_flight": 16,
        "accounts": operator.stats().accounts,
    });
    assert_eq!(serde_json::to_value(operator.budgets()).unwrap(), spent);
    clock.advance(seconds(60));
    assert_eq!(
        serde_json::to_value(operator.budgets()).unwrap()["discovery"],
        full
    );
}

#[tokio::test]
async fn without_a_store_orders_are_the_processes_own() {
    let (resolver, _) = resolver(StaticFetch::new());
    let operator = resolver.operator();
    assert_eq!(operator.durability(), Durability::Process);
    assert_eq!(operator.store().state, StoreState::None);
    assert!(operator.nodes().is_empty());
}

#[tokio::test]
async fn a_refresh_fetches_what_is_fresh_and_asks_conditionally() {
    let publisher = Publisher::with(&[("etag", "\"1\"")]);
    let (resolver, _) = resolver(publisher.network.clone());
    let operator = resolver.operator();
    operator.refresh(CLIENT_ID, "alice").await.unwrap();
    assert_eq!((publisher.fetches(), resolver.stats().entries), (1, 1));
    // A 304 confirms nothing where nothing was asked conditionally.
    publisher.answers(304);
    operator.refresh(CLIENT_ID, "alice").await.unwrap();
    assert_eq!((publisher.fetches(), resolver.stats().entries), (2, 1));
}

#[tokio::test]
async fn a_refresh_that_brings_a_withdrawal_drops_the_copy() {
    let publisher = Publisher::with(&[]);
    let (resolver, _) = resolver(publisher.network.clone());
    let operator = resolver.operator();
    client(&resolver, CLIENT_ID).await;
    publisher.answers(404);
    let refused = operator.refresh(CLIENT_ID, "alice").await.unwrap_err();
    assert!(
        refused.rule().starts_with("document."),
        "{}",
        refused.rule()
    );
    assert_eq!(resolver.stats().entries, 0);
    let invalid = operator.refresh("opaque", "alice").await.unwrap_err();
    assert!(
        invalid.rule().starts_with("client_id."),
        "{}",
        invalid.rule()
    );
}

#[tokio::test]
async fn what_the_operator_does_is_told() {
    let log = Log::install();
    let (resolver, _) = resolver(Publisher::with(&[]).network);
    let operator = resolver.operator();
    client(&resolver, CLIENT_ID).await;
    log.told();
    operator.forget(CLIENT_ID, "alice").await.unwrap();
    assert_eq!(resolver.stats().entries, 0);
    operator.refresh(CLIENT_ID, "bob").await.unwrap();
    let mut told = log.told();
    told.retain(|line| line.contains("cimd.ordered"));
    let line =
        |action, by| format!("INFO cimd.ordered action={action} client_id={CLIENT_ID} by={by}");
    assert_eq!(told, [line("forget", "alice"), line("refresh", "bob")]);
    let nobody = operator.forget(CLIENT_ID, "").await.unwrap_err();
    assert_eq!(nobody.rule(), "order.text");
    let nobody = operator.refresh(CLIENT_ID, "").await.unwrap_err();
    assert_eq!(nobody.rule(), "order.text");
    assert_eq!(log.told(), [""; 0]);
}

#[tokio::test]
async fn a_blocked_client_is_not_fetched_for_the_operator_either() {
    let publisher = Publisher::with(&[]);
    let (resolver, _) = resolver(publisher.network.clone());
    let operator = resolver.operator();
    operator.block(CLIENT_ID, "", "alice").await.unwrap();
    let refused = operator.refresh(CLIENT_ID, "alice").await.unwrap_err();
    assert_eq!((refused.rule(), publisher.fetches()), ("policy.blocked", 0));
    error(&resolver, CLIENT_ID).await;
}
