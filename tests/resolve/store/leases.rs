//! Of all the nodes that want one document at once, one fetches it.

use std::time::Duration;

use tower_cimd::resolve::{FetchError, Resolution, Store};

use super::nodes::Nodes;
use crate::event::Log;
use crate::support::{Moment, ScriptedFetch, document, fetched, settle};
use crate::world::{CLIENT_ID, build, builder, client, error, seconds, spawn};

const LEASE: Duration = Duration::from_secs(3);
const STEP: Duration = Duration::from_millis(25);

#[tokio::test]
async fn nodes_that_ask_at_once_cost_one_fetch_in_all() {
    let nodes = Nodes::new();
    let held = nodes.network.hold(CLIENT_ID);
    let asked: Vec<_> = (0..10).map(|_| spawn(&nodes.node(), CLIENT_ID)).collect();
    nodes.pass(seconds(1)).await;
    assert_eq!(nodes.fetches(), 1);
    drop(held);
    settle().await;
    nodes.clock.advance(STEP);
    for answer in asked {
        assert!(matches!(answer.await.unwrap(), Ok(Resolution::Client(_))));
    }
    assert_eq!(nodes.fetches(), 1);
    let keys = nodes.store.keys().join(" ");
    assert!(!keys.contains("lease"), "{keys}");
}

/// A node that took the lease and then died.
async fn dead_holder(nodes: &Nodes) {
    let node = build(builder(ScriptedFetch::silent(), &nodes.clock).store(nodes.shared()));
    let fetching = spawn(&node, CLIENT_ID);
    settle().await;
    nodes.key("lease");
    fetching.abort();
}

#[tokio::test]
async fn a_dead_holder_delays_nobody_beyond_the_end_of_its_lease() {
    let nodes = Nodes::new();
    dead_holder(&nodes).await;
    nodes.clock.advance(seconds(1));
    let asked = spawn(&nodes.node(), CLIENT_ID);
    nodes.pass(LEASE - seconds(1) - STEP).await;
    assert_eq!(nodes.fetches(), 0);
    nodes.pass(2 * STEP).await;
    assert_eq!(nodes.fetches(), 1);
    assert!(asked.await.unwrap().is_ok());
}

#[tokio::test]
async fn a_node_waits_once_however_often_the_lease_changes_hands() {
    let nodes = Nodes::new();
    dead_holder(&nodes).await;
    let asked = spawn(&nodes.node(), CLIENT_ID);
    nodes.pass(LEASE / 2).await;
    nodes.store.forget(&nodes.key("lease")).await.unwrap();
    dead_holder(&nodes).await;
    nodes.pass(LEASE / 2 + STEP).await;
    assert!(asked.is_finished());
    assert_eq!(nodes.fetches(), 1);
}

#[tokio::test]
async fn a_holder_whose_fetch_fails_lets_the_next_one_try_at_once() {
    let nodes = Nodes::new();
    let answer = fetched(
        200,
        &[("content-type", "application/json")],
        document(CLIENT_ID),
    );
    let failing = ScriptedFetch::new([Moment::Fail(FetchError::Connect)]);
    let one = build(builder(failing, &nodes.clock).store(nodes.shared()));
    assert_eq!(error(&one, CLIENT_ID).await.cause(), "fetch.connect");
    let working = ScriptedFetch::new([Moment::Answer(answer)]);
    let other = build(builder(working, &nodes.clock).store(nodes.shared()));
    client(&other, CLIENT_ID).await;
}

#[tokio::test]
async fn a_fetch_that_outlives_its_lease_gives_nobody_elses_back() {
    let nodes = Nodes::new();
    let held = nodes.network.hold(CLIENT_ID);
    let slow = spawn(&nodes.node(), CLIENT_ID);
    settle().await;
    nodes.clock.advance(LEASE);
    dead_holder(&nodes).await;
    let lease = nodes.steal(&nodes.key("lease")).await;
    drop(held);
    assert!(slow.await.unwrap().is_ok());
    assert_eq!(nodes.steal(&nodes.key("lease")).await, lease);
}

/// That with `planted` in the place of a lease nobody waits, and that it is told.
async fn check(planted: bytes::Bytes, rule: &str) {
    let nodes = Nodes::new();
    dead_holder(&nodes).await;
    let key = nodes.key("lease");
    nodes.plant(&key, planted).await;
    let log = Log::install();
    log.told();
    client(&nodes.node(), CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 1);
    let mut told = log.told();
    told.retain(|line| line.contains("cimd.store_"));
    let expected = format!("WARN cimd.store_refused client_id={CLIENT_ID} rule={rule}");
    assert_eq!(told, [expected]);
}

#[tokio::test]
async fn a_forged_lease_delays_nobody() {
    check("held".into(), "store.form").await;
    check(vec![1; 10 * 1024 * 1024].into(), "store.key").await;

    let nodes = Nodes::new();
    dead_holder(&nodes).await;
    let honest = nodes.steal(&nodes.key("lease")).await;
    let mut forged = honest.to_vec();
    *forged.last_mut().unwrap() ^= 1;
    check(forged.into(), "store.seal").await;
    let theirs = tower_cimd::resolve::store::SharedStore::new(nodes.store.clone(), [8; 32]);
    nodes.store.forget(&nodes.key("lease")).await.unwrap();
    let node = build(builder(ScriptedFetch::silent(), &nodes.clock).store(theirs));
    let _fetching = spawn(&node, CLIENT_ID);
    settle().await;
    check(nodes.steal(&nodes.key("lease")).await, "store.key").await;
}

#[tokio::test]
async fn another_clients_lease_or_a_longer_one_delays_nobody() {
    let nodes = Nodes::new();
    let silent = || builder(ScriptedFetch::silent(), &nodes.clock);
    let _other = spawn(
        &build(silent().store(nodes.shared())),
        "https://other.example.com/",
    );
    settle().await;
    check(nodes.steal(&nodes.key("lease")).await, "store.client").await;
    nodes.store.forget(&nodes.key("lease")).await.unwrap();

    let longer = nodes.shared().lease(LEASE + seconds(6));
    let _longer = spawn(&build(silent().store(longer)), CLIENT_ID);
    settle().await;
    check(nodes.steal(&nodes.key("lease")).await, "store.lifetime").await;
}

#[tokio::test]
async fn an_old_lease_that_is_put_back_delays_nobody_once_its_time_is_over() {
    let nodes = Nodes::new();
    dead_holder(&nodes).await;
    let key = nodes.key("lease");
    let lease = nodes.steal(&key).await;
    nodes.clock.advance(LEASE);
    nodes.plant(&key, lease).await;
    let asked = spawn(&nodes.node(), CLIENT_ID);
    settle().await;
    assert!(asked.is_finished());
    assert_eq!(nodes.fetches(), 1);
}

#[tokio::test]
async fn who_was_first_to_want_a_document_does_not_fetch_what_came_meanwhile() {
    // Two nodes that both found nothing: the second one takes the lease when the first one has
    // given it back, and looks again before it fetches.
    let nodes = Nodes::new();
    dead_holder(&nodes).await;
    let asked = spawn(&nodes.node(), CLIENT_ID);
    settle().await;
    let elsewhere = Nodes::new();
    client(&elsewhere.node(), CLIENT_ID).await;
    let key = elsewhere.key("document");
    nodes.plant(&key, elsewhere.steal(&key).await).await;
    nodes.store.forget(&nodes.key("lease")).await.unwrap();
    nodes.pass(2 * STEP).await;
    assert!(matches!(asked.await.unwrap(), Ok(Resolution::Client(_))));
    assert_eq!(nodes.fetches(), 0);
}
