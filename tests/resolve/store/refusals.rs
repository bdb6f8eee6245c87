//! The shared store is hostile (T7). The attacker reads and writes all that lies in it.

use std::time::Duration;

use bytes::Bytes;
use tower_cimd::resolve::store::{SharedStore, StoreRefusal};
use tower_cimd::resolve::{StaticFetch, Store};
use tower_cimd::rules::freshness::FreshnessRules;

use super::nodes::Nodes;
use crate::event::Log;
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, build, builder, client, seconds};

const OTHER: &str = "https://other.example.com/oauth";

/// That a node which finds `planted` where the document of [`CLIENT_ID`] belongs reports `refusal`,
/// fetches the document itself, and leaves it in place of what was planted.
async fn check(nodes: &Nodes, planted: impl Into<Bytes>, refusal: StoreRefusal) {
    let log = Log::install();
    let key = document_key().await;
    nodes.plant(&key, planted).await;
    let before = nodes.fetches();
    log.told();
    let node = nodes.node();
    let found = client(&node, CLIENT_ID).await;
    assert_eq!(found.raw(), document(CLIENT_ID).as_bytes());
    assert_eq!(nodes.fetches(), before + 1, "{refusal:?}");
    let expected = format!(
        "WARN cimd.store_refused client_id={CLIENT_ID} rule={}",
        refusal.rule()
    );
    let mut told = log.told();
    told.retain(|line| line.contains("cimd.store_"));
    assert_eq!(told, [expected]);
    client(&nodes.node(), CLIENT_ID).await;
    assert_eq!(
        nodes.fetches(),
        before + 1,
        "{refusal:?}: it lies there still"
    );
}

/// The key under which every one of these nodes leaves the document of [`CLIENT_ID`].
async fn document_key() -> String {
    let nodes = Nodes::new();
    client(&nodes.node(), CLIENT_ID).await;
    nodes.key("document")
}

/// What a node with `store` settings and the time of `clock` leaves for [`CLIENT_ID`].
async fn left_by(
    clock: &FakeClock,
    freshness: FreshnessRules,
    settings: impl Fn(SharedStore) -> SharedStore,
) -> Bytes {
    let nodes = Nodes::new();
    let network = StaticFetch::new().answer(CLIENT_ID, cached_for_a_day());
    let builder = builder(network, clock).freshness(freshness);
    let node = build(builder.store(settings(nodes.shared())));
    client(&node, CLIENT_ID).await;
    nodes.steal(&nodes.key("document")).await
}

/// What an attacker's own node leaves, under a key of the attacker's.
async fn forged() -> Bytes {
    let nodes = Nodes::new();
    let shared = SharedStore::new(nodes.store.clone(), [8; 32]);
    client(&build(nodes.builder().store(shared)), CLIENT_ID).await;
    nodes.steal(&nodes.key("document")).await
}

fn cached_for_a_day() -> tower_cimd::resolve::Fetched {
    let headers = [
        ("content-type", "application/json"),
        ("cache-control", "max-age=86400"),
    ];
    crate::support::fetched(200, &headers, document(CLIENT_ID))
}

fn freshness(max: u64) -> FreshnessRules {
    FreshnessRules {
        max: seconds(max),
        ..FreshnessRules::default()
    }
}

#[tokio::test]
async fn every_byte_of_an_entry_is_under_the_seal() {
    let nodes = Nodes::new();
    client(&nodes.node(), CLIENT_ID).await;
    let key = nodes.key("document");
    let honest = nodes.steal(&key).await;
    let log = Log::install();
    for at in 0..honest.len() {
        let mut changed = honest.to_vec();
        changed[at] ^= 1;
        nodes.plant(&key, changed).await;
        log.told();
        let before = nodes.fetches();
        client(&nodes.node(), CLIENT_ID).await;
        assert_eq!(nodes.fetches(), before + 1, "byte {at}");
        let refused = |line: &String| line.starts_with("WARN cimd.store_refused");
        assert_eq!(log.told().iter().filter(|line| refused(line)).count(), 1);
    }
}

#[tokio::test]
async fn what_is_no_entry_at_all_is_refused() {
    let nodes = Nodes::new();
    for planted in [
        "x",
        "{}",
        &"x".repeat(31),
        &"x".repeat(33),
        &document(CLIENT_ID),
    ] {
        check(&nodes, planted.to_owned(), StoreRefusal::Form).await;
    }
}

#[tokio::test]
async fn an_entry_that_was_cut_is_refused() {
    let nodes = Nodes::new();
    let whole = left_by(&nodes.clock, freshness(86_400), |shared| shared).await;
    for end in [whole.len() - 1, whole.len() / 2, 50] {
        check(&nodes, whole.slice(..end), StoreRefusal::Seal).await;
    }
    let longer = [&whole[..], b"x"].concat();
    check(&nodes, longer, StoreRefusal::Seal).await;
}

#[tokio::test]
async fn what_is_longer_than_any_entry_is_not_read_to_its_end() {
    let nodes = Nodes::new();
    check(&nodes, vec![1; 10 * 1024 * 1024], StoreRefusal::Size).await;
}

#[tokio::test]
async fn an_entry_under_another_key_is_refused() {
    let nodes = Nodes::new();
    let forged = forged().await;
    check(&nodes, forged, StoreRefusal::Key).await;
}

#[tokio::test]
async fn a_known_key_id_before_a_foreign_seal_is_refused() {
    let nodes = Nodes::new();
    let ours = left_by(&nodes.clock, freshness(86_400), |shared| shared).await;
    let mut forged = forged().await.to_vec();
    forged[1..9].copy_from_slice(&ours[1..9]);
    check(&nodes, forged, StoreRefusal::Seal).await;
}

#[tokio::test]
async fn another_clients_entry_is_refused() {
    let nodes = Nodes::new();
    let others = Nodes::new();
    let _ = others.network.clone().publish(OTHER, document(OTHER));
    client(&others.node(), OTHER).await;
    let moved = others.steal(&others.key("document")).await;
    check(&nodes, moved, StoreRefusal::Client).await;
}

#[tokio::test]
async fn an_entry_of_another_namespace_is_refused() {
    let nodes = Nodes::new();
    let moved = left_by(&nodes.clock, freshness(86_400), |shared| {
        shared.namespace("b")
    })
    .await;
    check(&nodes, moved, StoreRefusal::Configuration).await;
}

#[tokio::test]
async fn an_entry_of_laxer_rules_is_refused() {
    let nodes = Nodes::new();
    let lax = Nodes::new();
    let builder = lax
        .builder()
        .rules(|rules| rules.redirect_uri.undotted_schemes = true);
    client(&build(builder.store(lax.shared())), CLIENT_ID).await;
    let moved = lax.steal(&lax.key("document")).await;
    check(&nodes, moved, StoreRefusal::Configuration).await;
}

#[tokio::test]
async fn an_entry_from_the_future_is_refused() {
    let nodes = Nodes::new();
    let ahead = FakeClock::new();
    ahead.advance(Duration::from_millis(5001));
    let entry = left_by(&ahead, freshness(86_400), |shared| shared).await;
    check(&nodes, entry, StoreRefusal::Future).await;
}

#[tokio::test]
async fn a_neighbour_whose_clock_is_five_seconds_ahead_is_believed() {
    let nodes = Nodes::new();
    let ahead = FakeClock::new();
    ahead.advance(seconds(5));
    let entry = left_by(&ahead, freshness(86_400), |shared| shared).await;
    nodes.plant(&document_key().await, entry).await;
    client(&nodes.node(), CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 0);
}

#[tokio::test]
async fn an_entry_that_is_fresh_for_longer_than_this_node_allows_is_refused() {
    let nodes = Nodes::new();
    let entry = left_by(&nodes.clock, freshness(86_400), |shared| shared).await;
    nodes.plant(&document_key().await, entry).await;
    let builder = nodes.builder().freshness(freshness(86_399));
    let log = Log::install();
    log.told();
    client(&build(builder.store(nodes.shared())), CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 1);
    let told = log.told().join("\n");
    assert!(told.contains("rule=store.lifetime"), "{told}");
}

#[tokio::test]
async fn an_older_entry_than_the_newest_that_this_node_has_seen_is_refused() {
    let nodes = Nodes::new();
    let node = nodes.node();
    client(&node, CLIENT_ID).await;
    let key = nodes.key("document");
    let old = nodes.steal(&key).await;
    nodes.clock.advance(seconds(400));
    client(&node, CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 2);

    // The old one would still be of use to renew, were it believed.
    nodes.plant(&key, old).await;
    nodes.clock.advance(seconds(400));
    let log = Log::install();
    log.told();
    client(&node, CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 3);
    let told = log.told().join("\n");
    assert!(told.contains("rule=store.rollback"), "{told}");
}

#[tokio::test]
async fn a_lease_or_a_withdrawal_in_the_place_of_an_entry_is_refused() {
    let nodes = Nodes::new();
    client(&nodes.node(), CLIENT_ID).await;
    let mut messages = nodes.store.subscribe(&nodes.channel()).await.unwrap();
    let node = nodes.node();
    node.forget(CLIENT_ID);
    let withdrawal = messages.next().await.unwrap();
    check(&nodes, withdrawal, StoreRefusal::Kind).await;

    let _held = nodes.network.hold(OTHER);
    let fetching = crate::world::spawn(&nodes.node(), OTHER);
    crate::support::settle().await;
    let lease = nodes.steal(&nodes.key("lease")).await;
    check(&nodes, lease, StoreRefusal::Kind).await;
    fetching.abort();
}

#[test]
fn each_refusal_has_a_name_of_its_own() {
    let names: std::collections::BTreeSet<_> = StoreRefusal::ALL
        .iter()
        .map(|refusal| refusal.rule())
        .collect();
    assert_eq!(names.len(), StoreRefusal::ALL.len());
    for refusal in StoreRefusal::ALL {
        assert!(refusal.rule().starts_with("store."));
        assert!(!refusal.to_string().ends_with('.'));
    }
}
