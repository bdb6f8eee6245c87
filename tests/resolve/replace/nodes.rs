//! Nodes that read new settings one after the other lose no withdrawal (T7, T9).

use tower_cimd::Resolver;
use tower_cimd::resolve::ResolverBuilder;
use tower_cimd::resolve::store::SharedStore;

use crate::store::faulty::{Fault, FaultyStore};
use crate::store::nodes::{KEY, Nodes, is_cached, two};
use crate::support::settle;
use crate::world::{CLIENT_ID, ISSUER, build, client, seconds};

/// Settings that have documents judged otherwise, so that they are shared apart (T8).
fn stricter() -> ResolverBuilder {
    Resolver::builder(ISSUER).rules(|rules| rules.document.required_members = vec!["client_name"])
}

#[tokio::test]
async fn nodes_with_the_same_rules_hear_each_other_as_before() {
    let nodes = Nodes::new();
    let (one, other) = two(&nodes).await;
    for _ in 0..100 {
        one.replace(Resolver::builder(ISSUER).waiters(100)).unwrap();
        settle().await;
    }
    other.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&one));
    client(&one, CLIENT_ID).await;
    client(&other, CLIENT_ID).await;
    one.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&other));
}

#[tokio::test]
async fn a_node_with_new_settings_and_one_with_the_old_hear_each_other() {
    let nodes = Nodes::new();
    let (new, old) = two(&nodes).await;
    new.replace(stricter()).unwrap();
    settle().await;
    new.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&old));
    client(&new, CLIENT_ID).await;
    client(&old, CLIENT_ID).await;
    old.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&new));
}

#[tokio::test]
async fn nodes_that_all_have_new_settings_hear_each_other() {
    let nodes = Nodes::new();
    let (one, other) = two(&nodes).await;
    one.replace(stricter()).unwrap();
    settle().await;
    other.replace(stricter()).unwrap();
    settle().await;
    assert!(is_cached(&other));
    one.forget(CLIENT_ID);
    settle().await;
    assert!(!is_cached(&other));
}

#[tokio::test]
async fn what_waits_to_be_told_is_told_by_the_new_settings() {
    let nodes = Nodes::new();
    let (_, other) = two(&nodes).await;
    let store = FaultyStore::new(nodes.store.clone());
    let one = build(nodes.builder().store(SharedStore::new(store.clone(), KEY)));
    client(&one, CLIENT_ID).await;
    settle().await;
    store.set(Fault::Fails);
    one.forget(CLIENT_ID);
    settle().await;
    one.replace(stricter()).unwrap();
    settle().await;
    assert!(is_cached(&other));
    store.set(Fault::None);
    nodes.pass(seconds(3)).await;
    assert!(!is_cached(&other));
}

#[tokio::test]
async fn a_copy_in_the_store_that_was_withdrawn_does_not_come_back_by_new_settings() {
    let nodes = Nodes::new();
    let (one, _) = two(&nodes).await;
    let key = nodes.key("document");
    let old = nodes.steal(&key).await;
    one.forget(CLIENT_ID);
    settle().await;
    one.replace(Resolver::builder(ISSUER).waiters(100)).unwrap();
    nodes.plant(&key, old).await;
    client(&one, CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 2);
}
