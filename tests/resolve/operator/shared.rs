//! Orders of several nodes (T19).

use tower_cimd::Resolver;
use tower_cimd::resolve::operator::{Durability, OrderError, StoreState, StoreTrouble};
use tower_cimd::resolve::store::SharedStore;
use tower_cimd::resolve::{Mode, Operator, Resolution};

use super::mute::MuteStore;
use crate::event::Log;
use crate::store::faulty::{Fault, FaultyStore};
use crate::store::nodes::{KEY, Nodes};
use crate::support::settle;
use crate::world::{CLIENT_ID, build, client, detached, error, seconds};

async fn is_blocked(resolver: &Resolver) -> bool {
    let outcome = resolver.resolve(CLIENT_ID, &detached()).await;
    outcome.is_err_and(|error| error.rule() == "policy.blocked")
}

async fn block(operator: &Operator) {
    operator.block(CLIENT_ID, "leaked", "alice").await.unwrap();
}

#[tokio::test]
async fn what_one_node_blocks_the_other_refuses_at_once() {
    let nodes = Nodes::new();
    let (one, other) = (nodes.node(), nodes.node());
    client(&one, CLIENT_ID).await;
    client(&other, CLIENT_ID).await;
    settle().await;
    block(&one.operator()).await;
    assert!(is_blocked(&one).await);
    settle().await;
    assert!(is_blocked(&other).await, "no time has passed");
    assert_eq!(*one.operator().orders(), *other.operator().orders());
    other.operator().unblock(CLIENT_ID, "bob").await.unwrap();
    settle().await;
    client(&one, CLIENT_ID).await;
}

#[tokio::test]
async fn a_block_outlives_every_node() {
    let nodes = Nodes::new();
    let one = nodes.node();
    block(&one.operator()).await;
    drop(one);
    settle().await;
    nodes.clock.advance(seconds(365 * 24 * 60 * 60));
    let another = nodes.node();
    assert!(
        another.resolve_now(CLIENT_ID, &detached()).is_none(),
        "it has to look first"
    );
    assert!(is_blocked(&another).await, "before its first request");
    assert!(another.resolve_now(CLIENT_ID, &detached()).is_some());
    assert_eq!(nodes.fetches(), 0);
}

#[tokio::test]
async fn a_node_that_hears_nothing_looks_each_second() {
    let nodes = Nodes::new();
    let mute = MuteStore::new(nodes.store.clone());
    let node = || build(nodes.builder().store(SharedStore::new(mute.clone(), KEY)));
    let (one, other) = (node(), node());
    client(&other, CLIENT_ID).await;
    settle().await;
    block(&one.operator()).await;
    settle().await;
    assert!(!is_blocked(&other).await);
    nodes.pass(seconds(1)).await;
    assert!(is_blocked(&other).await);
}

#[tokio::test]
async fn pins_and_modes_are_shared_as_well() {
    let nodes = Nodes::new();
    let (one, other) = (nodes.node(), nodes.node());
    let operator = one.operator();
    client(&one, CLIENT_ID).await;
    settle().await;
    let expires = tower_cimd::resolve::Clock::wall(&nodes.clock) + seconds(60);
    operator.pin(CLIENT_ID, expires, "", "alice").await.unwrap();
    settle().await;
    let pinned = client(&other, CLIENT_ID).await;
    assert_eq!(pinned.source(), tower_cimd::rules::client::Source::Pinned);
    operator
        .set_mode(Some(Mode::Off), "", "alice")
        .await
        .unwrap();
    settle().await;
    assert!(other.is_off());
    operator.set_mode(None, "", "alice").await.unwrap();
    settle().await;
    assert!(!other.is_off());
}

#[tokio::test]
async fn two_operators_at_once_lose_nothing() {
    let nodes = Nodes::new();
    let all: Vec<_> = (0..4).map(|_| nodes.node()).collect();
    settle().await;
    let mut changes = Vec::new();
    for (number, node) in all.iter().enumerate() {
        for host in 0..5 {
            let operator = node.operator();
            let pattern = format!("host{host}.node{number}.example.com");
            changes.push(tokio::spawn(async move {
                operator.block(&pattern, "", "alice").await
            }));
        }
    }
    nodes.pass(seconds(5)).await;
    for change in changes {
        change.await.unwrap().unwrap();
    }
    nodes.pass(seconds(1)).await;
    for node in &all {
        let orders = node.operator().orders();
        assert_eq!((orders.blocks.len(), orders.version), (20, 20));
    }
}

#[tokio::test]
async fn nodes_with_other_rules_have_their_orders_in_common() {
    let nodes = Nodes::new();
    let rules = |rules: &mut tower_cimd::rules::rule_set::RuleSet| rules.document.max_bytes += 1;
    let (old, new) = (
        nodes.node(),
        build(nodes.builder().store(nodes.shared()).rules(rules)),
    );
    settle().await;
    block(&old.operator()).await;
    settle().await;
    assert!(is_blocked(&new).await);
}

/// That a block on one server has no effect on another.
async fn apart(other: Resolver, one: Resolver) {
    settle().await;
    block(&one.operator()).await;
    settle().await;
    client(&other, CLIENT_ID).await;
    assert_eq!(other.operator().orders().version, 0);
}

#[tokio::test]
async fn servers_that_are_not_one_have_their_orders_apart() {
    let nodes = Nodes::new();
    let named = |name: &str| build(nodes.builder().store(nodes.shared().namespace(name)));
    apart(named("staging"), named("production")).await;
    let nodes = Nodes::new();
    let issuer = Resolver::builder("https://other-as.example.com");
    let issuer = issuer
        .fetch(nodes.network.clone())
        .clock(nodes.clock.clone());
    apart(build(issuer.store(nodes.shared())), nodes.node()).await;
}

#[tokio::test]
async fn a_change_that_the_store_does_not_take_is_an_error_and_not_in_force() {
    let nodes = Nodes::new();
    let mute = MuteStore::new(nodes.store.clone());
    let node = build(nodes.builder().store(SharedStore::new(mute.clone(), KEY)));
    let operator = node.operator();
    mute.refuse_puts(true);
    let lost = operator.block(CLIENT_ID, "", "alice").await.unwrap_err();
    assert!(matches!(lost, OrderError::Store), "{lost:?}");
    assert!(operator.orders().is_empty());
    client(&node, CLIENT_ID).await;
    mute.refuse_puts(false);
    // The lease could not be given back either, and runs out.
    nodes.pass(seconds(4)).await;
    block(&operator).await;
    assert!(is_blocked(&node).await);
}

#[tokio::test]
async fn while_the_store_is_away_orders_hold_and_none_is_given() {
    let nodes = Nodes::new();
    let faulty = FaultyStore::new(nodes.store.clone());
    let node = build(nodes.builder().store(SharedStore::new(faulty.clone(), KEY)));
    let operator = node.operator();
    assert_eq!(operator.durability(), Durability::Store);
    block(&operator).await;
    assert_eq!(operator.store().state, StoreState::Up);
    assert!(operator.store().orders_read);
    faulty.set(Fault::Fails);
    nodes.pass(seconds(3)).await;
    assert!(is_blocked(&node).await);
    let lost = operator.unblock(CLIENT_ID, "alice").await.unwrap_err();
    assert!(matches!(lost, OrderError::Store), "{lost:?}");
    assert!(is_blocked(&node).await);
    let health = operator.store();
    assert_eq!(
        (health.state, health.last_trouble),
        (StoreState::Lost, Some(StoreTrouble::Failed))
    );
    assert!(health.lost_seconds >= Some(1), "{health:?}");
    faulty.set(Fault::None);
    nodes.pass(seconds(2)).await;
    assert_eq!(operator.store().state, StoreState::Up);
}

#[tokio::test]
async fn a_node_that_starts_without_its_store_serves_says_so_and_catches_up() {
    let log = Log::install();
    let nodes = Nodes::new();
    block(&nodes.node().operator()).await;
    let faulty = FaultyStore::new(nodes.store.clone());
    faulty.set(Fault::Fails);
    log.told();
    let node = build(nodes.builder().store(SharedStore::new(faulty.clone(), KEY)));
    client(&node, CLIENT_ID).await;
    assert!(log.told().contains(&"ERROR cimd.orders_unread".to_owned()));
    assert!(!node.operator().store().orders_read);
    faulty.set(Fault::None);
    nodes.pass(seconds(2)).await;
    assert!(is_blocked(&node).await);
    assert!(node.operator().store().orders_read);
}

#[tokio::test]
async fn a_store_that_lost_everything_is_given_the_orders_again() {
    let nodes = Nodes::new();
    let node = nodes.node();
    block(&node.operator()).await;
    for key in nodes.store.keys() {
        tower_cimd::resolve::Store::forget(&nodes.store, &key)
            .await
            .unwrap();
    }
    nodes.pass(seconds(2)).await;
    drop(node);
    settle().await;
    assert!(is_blocked(&nodes.node()).await);
}

#[tokio::test]
async fn nodes_are_listed_with_what_they_go_by() {
    let nodes = Nodes::new();
    let named = |name: &str| build(nodes.builder().store(nodes.shared().node(name)));
    let (one, other) = (named("one"), named("other"));
    nodes.pass(seconds(2)).await;
    block(&one.operator()).await;
    settle().await;
    let listed = |resolver: &Resolver| {
        let nodes = resolver.operator().nodes().into_iter();
        let listed = nodes.map(|node| (node.name, node.is_this, node.version, node.is_behind));
        listed.collect::<Vec<_>>()
    };
    nodes.pass(seconds(1)).await;
    let line = |name: &str, is_this| (name.to_owned(), is_this, 1, false);
    assert_eq!(listed(&one), [line("one", true), line("other", false)]);
    assert_eq!(listed(&other), [line("other", true), line("one", false)]);
    drop(other);
    nodes.pass(seconds(11)).await;
    assert_eq!(listed(&one), [line("one", true)]);
}

#[tokio::test]
async fn a_node_that_is_behind_is_shown() {
    let nodes = Nodes::new();
    let one = build(nodes.builder().store(nodes.shared().node("one")));
    let faulty = FaultyStore::new(nodes.store.clone());
    let shared = SharedStore::new(faulty.clone(), KEY).node("other");
    let other = build(nodes.builder().store(shared));
    nodes.pass(seconds(2)).await;
    faulty.set(Fault::Fails);
    block(&one.operator()).await;
    nodes.pass(seconds(1)).await;
    let of = |resolver: &Resolver| {
        let nodes = resolver.operator().nodes();
        let other = nodes.into_iter().find(|node| node.name == "other").unwrap();
        (other.version, other.is_behind)
    };
    // It hears of the new version, and cannot read it.
    assert_eq!(of(&one), (0, true));
    assert_eq!(of(&other), (0, true));
    assert!(matches!(
        other.resolve(CLIENT_ID, &detached()).await,
        Ok(Resolution::Client(_))
    ));
}

#[tokio::test]
async fn orders_out_of_the_store_are_told_once() {
    let log = Log::install();
    let nodes = Nodes::new();
    let (one, _other) = (nodes.node(), nodes.node());
    settle().await;
    log.told();
    block(&one.operator()).await;
    nodes.pass(seconds(3)).await;
    let mut told = log.told();
    told.retain(|line| line.contains("cimd.order"));
    let ordered = format!("INFO cimd.ordered action=block client_id={CLIENT_ID} by=alice");
    assert_eq!(
        told,
        [ordered, "INFO cimd.orders_taken version=1".to_owned()]
    );
}

#[tokio::test]
async fn orders_are_read_before_explaining_too() {
    let nodes = Nodes::new();
    block(&nodes.node().operator()).await;
    let explanation = nodes.node().explain(CLIENT_ID, None).await;
    let last = explanation.steps().last().unwrap();
    assert_eq!(last.rule(), Some("policy.blocked"));
    error(&nodes.node(), CLIENT_ID).await;
}
