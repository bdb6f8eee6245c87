//! Revocation does not resurrect, on no node (T9).

use std::time::Duration;

use tower_cimd::Resolver;
use tower_cimd::resolve::{StaticFetch, Store};
use tower_cimd::rules::client::Source;

use super::faulty::{Fault, FaultyStore};
use super::nodes::{KEY, Nodes, is_cached, two};
use crate::event::Log;
use crate::support::{FakeClock, document, fetched, settle};
use crate::world::{CLIENT_ID, build, builder, client, error, seconds, source};

#[tokio::test]
async fn what_one_node_forgets_all_forget() {
    let nodes = Nodes::new();
    let (one, other) = two(&nodes).await;
    one.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&one) && !is_cached(&other));
    assert_eq!(nodes.store.keys(), [""; 0]);
    client(&other, CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 2);
}

#[tokio::test]
async fn a_node_that_never_resolved_anything_can_forget() {
    let nodes = Nodes::new();
    let (_, other) = two(&nodes).await;
    nodes.node().forget(CLIENT_ID);
    settle().await;
    // The third node is gone before it could send: it sends while it lives.
    assert!(is_cached(&other));
    let third = nodes.node();
    third.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&other));
}

#[test]
fn what_is_forgotten_outside_of_a_runtime_is_sent_with_the_next_use() {
    let nodes = Nodes::new();
    let third = nodes.node();
    third.forget(CLIENT_ID);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        nodes.clock.advance(seconds(1));
        client(&nodes.node(), CLIENT_ID).await;
        let mut messages = nodes.store.subscribe(&nodes.channel()).await.unwrap();
        client(&third, CLIENT_ID).await;
        messages.next().await.unwrap();
    });
}

#[tokio::test]
async fn what_one_node_sees_gone_or_spoilt_the_others_drop() {
    let invalid = r#"{"client_id": "https://other.example.com/"}"#;
    for answer in [
        fetched(404, &[], ""),
        fetched(410, &[], ""),
        fetched(200, &[("content-type", "application/json")], invalid),
    ] {
        let nodes = Nodes::new();
        let (one, other) = two(&nodes).await;
        let status = answer.status;
        let _ = nodes.network.clone().answer(CLIENT_ID, answer);
        one.forget(CLIENT_ID);
        settle().await;
        client_or_error(&other).await;
        nodes.clock.advance(seconds(400));
        error(&one, CLIENT_ID).await;
        settle().await;
        assert!(!is_cached(&other), "{status}");
        assert_eq!(nodes.store.keys(), [""; 0], "{status}");
    }
}

async fn client_or_error(node: &Resolver) {
    let context = crate::world::detached();
    let _ = node.resolve(CLIENT_ID, &context).await;
}

#[tokio::test]
async fn a_stale_copy_elsewhere_goes_with_the_404_here() {
    let nodes = Nodes::new();
    let with_etag = [("content-type", "application/json"), ("etag", "\"v1\"")];
    let answer = fetched(200, &with_etag, document(CLIENT_ID));
    let _ = nodes.network.clone().answer(CLIENT_ID, answer);
    let (one, other) = two(&nodes).await;
    nodes.clock.advance(seconds(400));
    let _ = nodes
        .network
        .clone()
        .answer(CLIENT_ID, fetched(404, &[], ""));
    assert!(is_cached(&other));
    error(&one, CLIENT_ID).await;
    settle().await;
    assert!(!is_cached(&other));
}

#[tokio::test]
async fn bad_weather_here_withdraws_nothing_there() {
    let nodes = Nodes::new();
    let (one, other) = two(&nodes).await;
    nodes.clock.advance(seconds(400));
    let _ = nodes
        .network
        .clone()
        .answer(CLIENT_ID, fetched(503, &[], ""));
    let with = nodes.store.keys();
    client_or_error(&one).await;
    settle().await;
    assert_eq!(nodes.fetches(), 2);
    assert!(is_cached(&other));
    assert_eq!(nodes.store.keys(), with);
}

#[tokio::test]
async fn an_entry_that_comes_back_after_a_withdrawal_is_refused_by_all_who_heard_of_it() {
    let nodes = Nodes::new();
    let (one, other) = two(&nodes).await;
    let key = nodes.key("document");
    let old = nodes.steal(&key).await;
    nodes.clock.advance(seconds(10));
    one.forget(CLIENT_ID);
    settle().await;
    let _ = nodes
        .network
        .clone()
        .answer(CLIENT_ID, fetched(404, &[], ""));
    let log = Log::install();
    for node in [&one, &other] {
        nodes.plant(&key, old.clone()).await;
        log.told();
        error(node, CLIENT_ID).await;
        let told = log.told().join("\n");
        assert!(told.contains("rule=store.rollback"), "{told}");
        settle().await;
    }
}

#[tokio::test]
async fn what_was_withdrawn_while_the_store_was_away_is_told_when_it_is_back() {
    let nodes = Nodes::new();
    let faulty = FaultyStore::new(nodes.store.clone());
    let one = build(
        nodes
            .builder()
            .store(tower_cimd::resolve::store::SharedStore::new(
                faulty.clone(),
                KEY,
            )),
    );
    let other = nodes.node();
    client(&one, CLIENT_ID).await;
    client(&other, CLIENT_ID).await;
    settle().await;
    faulty.set(Fault::Fails);
    one.forget(CLIENT_ID);
    nodes.pass(seconds(10)).await;
    assert!(is_cached(&other));
    faulty.set(Fault::None);
    nodes.pass(seconds(2)).await;
    assert!(!is_cached(&other));
    assert_eq!(nodes.store.keys(), [""; 0]);
}

#[tokio::test]
async fn what_was_asked_for_before_a_neighbours_withdrawal_is_neither_kept_nor_shared() {
    let nodes = Nodes::new();
    let (one, other) = two(&nodes).await;
    nodes.clock.advance(seconds(400));
    let held = nodes.network.hold(CLIENT_ID);
    let slow = crate::world::spawn(&other, CLIENT_ID);
    settle().await;
    nodes.clock.advance(seconds(1));
    one.forget(CLIENT_ID);
    settle().await;
    nodes.clock.advance(seconds(1));
    drop(held);
    assert!(slow.await.unwrap().is_ok());
    assert!(!is_cached(&other));
    assert_eq!(nodes.store.keys(), [""; 0]);
}

#[tokio::test]
async fn a_neighbour_whose_clock_is_behind_is_heard() {
    let nodes = Nodes::new();
    let ahead = FakeClock::new();
    ahead.advance(seconds(4));
    let other = build(builder(nodes.network.clone(), &ahead).store(nodes.shared()));
    client(&other, CLIENT_ID).await;
    settle().await;
    let one = nodes.node();
    one.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&other));
}

#[tokio::test]
async fn a_forged_or_replayed_withdrawal_drops_nothing() {
    let nodes = Nodes::new();
    let (one, other) = two(&nodes).await;
    let channel = nodes.channel();
    let mut messages = nodes.store.subscribe(&channel).await.unwrap();
    one.forget(CLIENT_ID);
    let honest = messages.next().await.unwrap();
    settle().await;
    nodes.clock.advance(seconds(60));
    client(&other, CLIENT_ID).await;
    let log = Log::install();

    let mut forged = honest.to_vec();
    *forged.last_mut().unwrap() ^= 1;
    let document = nodes.steal(&nodes.key("document")).await;
    for (message, rule) in [
        (honest, None),
        (forged.into(), Some("store.seal")),
        ("withdrawn".into(), Some("store.form")),
        (document, Some("store.kind")),
        (
            ahead_by(Duration::from_millis(65_001)).await,
            Some("store.future"),
        ),
        (elsewhere().await, Some("store.configuration")),
    ] {
        log.told();
        nodes.store.publish(&channel, message).await.unwrap();
        settle().await;
        assert_eq!(source(&other, CLIENT_ID).await, Source::Cache, "{rule:?}");
        let mut told = log.told();
        told.retain(|line| line.contains("cimd.store_"));
        // Both nodes hear it.
        let expected = rule.map(|rule| format!("WARN cimd.store_refused rule={rule}"));
        let expected: Vec<_> = expected.iter().flat_map(|line| [line, line]).collect();
        assert_eq!(told.iter().collect::<Vec<_>>(), expected);
    }
}

/// An honest withdrawal of a node whose clock is `ahead`.
async fn ahead_by(ahead: Duration) -> bytes::Bytes {
    let nodes = Nodes::new();
    nodes.clock.advance(ahead);
    withdrawal(&nodes, nodes.node()).await
}

/// An honest withdrawal of another namespace.
async fn elsewhere() -> bytes::Bytes {
    let nodes = Nodes::new();
    let shared = nodes.shared().namespace("elsewhere");
    let node = build(nodes.builder().store(shared));
    withdrawal(&nodes, node).await
}

async fn withdrawal(nodes: &Nodes, node: Resolver) -> bytes::Bytes {
    client(&node, CLIENT_ID).await;
    let mut messages = nodes.store.subscribe(&nodes.channel()).await.unwrap();
    node.forget(CLIENT_ID);
    messages.next().await.unwrap()
}

#[tokio::test]
async fn no_more_than_a_thousand_messages_a_second_are_heeded() {
    let nodes = Nodes::new();
    let (one, other) = two(&nodes).await;
    let channel = nodes.channel();
    let mut messages = nodes.store.subscribe(&channel).await.unwrap();
    let log = Log::install();
    log.told();
    for _ in 0..1500 {
        nodes.store.publish(&channel, "flood".into()).await.unwrap();
        tokio::task::yield_now().await;
    }
    settle().await;
    let told = log.told();
    let count = |name| told.iter().filter(|line| line.contains(name)).count();
    assert_eq!(count("cimd.store_refused"), 2 * 1000);
    assert_eq!(count("cimd.store_flooded"), 2);

    one.forget(CLIENT_ID);
    let honest = messages.next();
    settle().await;
    assert!(is_cached(&other));
    drop(honest);
    nodes.clock.advance(seconds(1));
    nodes.node().forget(CLIENT_ID);
    one.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&other));
}

#[tokio::test]
async fn a_resolver_that_is_gone_leaves_nothing_running() {
    let nodes = Nodes {
        network: StaticFetch::new(),
        ..Nodes::new()
    };
    let before = tokio::runtime::Handle::current()
        .metrics()
        .num_alive_tasks();
    let node = nodes.node();
    error(&node, CLIENT_ID).await;
    settle().await;
    let alive = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    assert_eq!(alive(), before + 4);
    drop(node);
    settle().await;
    assert_eq!(alive(), before);
}
