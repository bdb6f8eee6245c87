//! Orders in a store that is hostile (T7). The attacker reads and writes all that lies in it.

use bytes::Bytes;
use tower_cimd::resolve::store::{SharedStore, Store, StoreRefusal};
use tower_cimd::resolve::{Operator, Resolver};

use crate::event::Log;
use crate::store::nodes::Nodes;
use crate::support::settle;
use crate::world::{CLIENT_ID, build, client, detached, seconds};

/// Where the orders lie, and their version.
async fn keys(nodes: &Nodes) -> [String; 2] {
    let mut keys = nodes.store.keys();
    keys.retain(|key| key.contains(":orders:"));
    assert_eq!(keys.len(), 2, "{keys:?}");
    let [one, other] = [keys.remove(0), keys.remove(0)];
    match nodes.steal(&one).await.len() > nodes.steal(&other).await.len() {
        true => [one, other],
        false => [other, one],
    }
}

async fn block(operator: &Operator) {
    operator
        .block(CLIENT_ID, &"a".repeat(500), "alice")
        .await
        .unwrap();
}

async fn is_blocked(resolver: &Resolver) -> bool {
    let outcome = resolver.resolve(CLIENT_ID, &detached()).await;
    outcome.is_err_and(|error| error.rule() == "policy.blocked")
}

/// That a node which finds `planted` in the place of orders refuses it by this rule, goes by none, and that one
/// which knows better puts the orders back.
async fn check(planted: impl Into<Bytes>, refusal: StoreRefusal) {
    let log = Log::install();
    let nodes = Nodes::new();
    let knows = nodes.node();
    block(&knows.operator()).await;
    settle().await;
    let [orders, version] = keys(&nodes).await;
    nodes.plant(&orders, planted).await;
    nodes.store.forget(&version).await.unwrap();
    log.told();
    let fresh = nodes.node();
    client(&fresh, CLIENT_ID).await;
    let expected = format!("WARN cimd.store_refused rule={}", refusal.rule());
    assert!(log.told().contains(&expected), "{refusal:?}");
    nodes.pass(seconds(2)).await;
    assert!(is_blocked(&fresh).await, "{refusal:?}");
    assert!(is_blocked(&knows).await);
}

/// What nodes seal of a block under this key and namespace.
async fn sealed(shared: impl FnOnce(&Nodes) -> SharedStore) -> [Bytes; 2] {
    let nodes = Nodes::new();
    let node = build(nodes.builder().store(shared(&nodes)));
    node.operator()
        .block("a.example.com", &"a".repeat(500), "eve")
        .await
        .unwrap();
    let [orders, version] = keys(&nodes).await;
    [nodes.steal(&orders).await, nodes.steal(&version).await]
}

#[tokio::test]
async fn orders_that_were_forged_are_refused() {
    check("", StoreRefusal::Form).await;
    check("no seal at all", StoreRefusal::Form).await;
    check(vec![1; 2 * 1024 * 1024], StoreRefusal::Size).await;
    let [genuine, version] = sealed(Nodes::shared).await;
    let mut changed = genuine.to_vec();
    changed[40] ^= 1;
    check(changed, StoreRefusal::Seal).await;
    // What says what version there is, in the place of what says what is ordered.
    check(version, StoreRefusal::Form).await;
    let other_key = |nodes: &Nodes| SharedStore::new(nodes.store.clone(), [8; 32]);
    let [orders, _] = sealed(other_key).await;
    check(orders, StoreRefusal::Key).await;
    let [orders, _] = sealed(|nodes| nodes.shared().namespace("staging")).await;
    check(orders, StoreRefusal::Configuration).await;
}

#[tokio::test]
async fn a_document_is_no_order() {
    let nodes = Nodes::new();
    let node = nodes.node();
    client(&node, CLIENT_ID).await;
    let document = nodes.steal(&nodes.key("document")).await;
    check(document, StoreRefusal::Kind).await;
}

#[tokio::test]
async fn a_node_never_goes_back_to_older_orders() {
    let log = Log::install();
    let nodes = Nodes::new();
    let node = nodes.node();
    let operator = node.operator();
    operator
        .block("a.example.com", &"a".repeat(500), "alice")
        .await
        .unwrap();
    let [orders, version] = keys(&nodes).await;
    let old = [nodes.steal(&orders).await, nodes.steal(&version).await];
    block(&operator).await;
    let [old_orders, old_version] = old;
    nodes.plant(&orders, old_orders).await;
    nodes.plant(&version, old_version).await;
    log.told();
    nodes.pass(seconds(2)).await;
    assert!(is_blocked(&node).await);
    let rollback = "WARN cimd.store_refused rule=store.rollback".to_owned();
    assert!(log.told().contains(&rollback));
    // And puts back what it knows, for those who start.
    assert!(is_blocked(&nodes.node()).await);
}

#[tokio::test]
async fn a_change_never_builds_on_older_orders() {
    let nodes = Nodes::new();
    let operator = nodes.node().operator();
    operator
        .block("a.example.com", &"a".repeat(500), "alice")
        .await
        .unwrap();
    let [orders, version] = keys(&nodes).await;
    let (old, _) = (nodes.steal(&orders).await, version);
    block(&operator).await;
    nodes.plant(&orders, old).await;
    operator.block("c.example.com", "", "alice").await.unwrap();
    assert_eq!(operator.orders().blocks.len(), 3);
    assert_eq!(operator.orders().version, 3);
}

#[tokio::test]
async fn a_lease_that_an_attacker_leaves_costs_a_change_and_no_block() {
    let nodes = Nodes::new();
    let node = nodes.node();
    let operator = node.operator();
    settle().await;
    // A lease that does not end: it is never given back.
    block(&operator).await;
    let lease = nodes.store.clone();
    let key = keys(&nodes).await[0].replace(":orders:", ":lease:");
    lease
        .lease(&key, Bytes::from_static(b"mine"), seconds(60))
        .await
        .unwrap();
    let outcome = operator.unblock(CLIENT_ID, "alice").await;
    assert_eq!(outcome.unwrap_err().rule(), "order.store");
    assert!(is_blocked(&node).await);
    nodes.clock.advance(seconds(61));
    operator.unblock(CLIENT_ID, "alice").await.unwrap();
}

#[tokio::test]
async fn signs_of_life_that_were_forged_or_are_old_are_refused() {
    let log = Log::install();
    let nodes = Nodes::new();
    let node = nodes.node();
    block(&node.operator()).await;
    settle().await;
    let [orders, _] = keys(&nodes).await;
    let (prefix, _) = orders.split_once(":orders:").unwrap();
    let channel = format!("{prefix}:withdrawn");
    let mut subscription = nodes.store.subscribe(&channel).await.unwrap();
    nodes.pass(seconds(1)).await;
    let beat = subscription.next().await.unwrap();
    log.told();
    let told = async |message: Bytes| {
        nodes.store.publish(&channel, message).await.unwrap();
        settle().await;
        let mut told = log.told();
        told.retain(|line| line.contains("cimd.store_refused"));
        told
    };
    assert_eq!(told(beat.clone()).await, [""; 0]);
    let mut changed = beat.to_vec();
    changed[20] ^= 1;
    let refused = |rule: &str| [format!("WARN cimd.store_refused rule={rule}")];
    assert_eq!(told(changed.into()).await, refused("store.seal"));
    nodes.pass(seconds(20)).await;
    log.told();
    assert_eq!(told(beat).await, refused("store.rollback"));
    assert_eq!(node.operator().nodes().len(), 1);
}

#[tokio::test]
async fn two_orders_of_one_version_come_to_the_same_everywhere() {
    // A store that shows each node another face.
    let (here, there) = (Nodes::new(), Nodes::new());
    let (one, other) = (here.node().operator(), there.node().operator());
    one.block("a.example.com", &"a".repeat(500), "alice")
        .await
        .unwrap();
    other
        .block("b.example.com", &"a".repeat(500), "bob")
        .await
        .unwrap();
    assert_eq!(one.orders().version, other.orders().version);
    for key in keys(&here).await {
        let (ours, theirs) = (here.steal(&key).await, there.steal(&key).await);
        here.plant(&key, theirs).await;
        there.plant(&key, ours).await;
    }
    here.pass(seconds(2)).await;
    there.pass(seconds(2)).await;
    assert_eq!(*one.orders(), *other.orders());
    assert_eq!(one.orders().blocks.len(), 1);
}
