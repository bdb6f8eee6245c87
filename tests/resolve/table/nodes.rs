//! Nodes with a store and a table: cache, store, table, and then the publisher.

use tower_cimd::resolve::FetchError;
use tower_cimd::rules::client::Source;
use tower_cimd::{Leg, Resolver};

use crate::publisher::get;
use crate::store::nodes::Nodes;
use crate::support::{document, settle};
use crate::table::memory::MemoryTable;
use crate::table::{HOUR, source};
use crate::world::{CLIENT_ID, build, seconds};

fn with_table(nodes: &Nodes, table: &MemoryTable) -> Resolver {
    build(nodes.builder().store(nodes.shared()).table(table.clone()))
}

#[tokio::test]
async fn a_leg_that_never_fetches_finds_what_another_node_has_fetched() {
    for leg in [Leg::Revocation, Leg::Introspection] {
        let nodes = Nodes::new();
        get(&nodes.node(), Leg::Authorization).await.unwrap();
        settle().await;
        let cold = nodes.node();
        assert_eq!(
            source(&cold, leg).await,
            Ok(Some(Source::Fetched)),
            "{leg:?}"
        );
        assert_eq!(source(&cold, leg).await, Ok(Some(Source::Cache)), "{leg:?}");
        assert_eq!(nodes.fetches(), 1, "{leg:?}");
    }
}

#[tokio::test]
async fn such_a_leg_uses_a_stale_copy_of_the_store_for_a_day() {
    let nodes = Nodes::new();
    get(&nodes.node(), Leg::Authorization).await.unwrap();
    settle().await;
    nodes.clock.advance(HOUR * 23);
    let found = source(&nodes.node(), Leg::Revocation).await;
    assert_eq!(found, Ok(Some(Source::Stale)));
    nodes.clock.advance(HOUR);
    assert_eq!(source(&nodes.node(), Leg::Revocation).await, Ok(None));
    assert_eq!(nodes.fetches(), 1);
}

#[tokio::test]
async fn where_the_store_has_nothing_such_a_leg_finds_nothing() {
    let nodes = Nodes::new();
    assert_eq!(source(&nodes.node(), Leg::Revocation).await, Ok(None));
    assert_eq!(nodes.fetches(), 0);
}

#[tokio::test]
async fn the_store_comes_before_the_table() {
    let (nodes, table) = (Nodes::new(), MemoryTable::default());
    let client = get(&with_table(&nodes, &table), Leg::Token).await.unwrap();
    client.materialise(&table).await.unwrap();
    table.done();
    let cold = with_table(&nodes, &table);
    assert_eq!(source(&cold, Leg::Token).await, Ok(Some(Source::Fetched)));
    assert_eq!(source(&cold, Leg::Token).await, Ok(Some(Source::Cache)));
    assert!(table.done().is_empty());
    assert_eq!(nodes.fetches(), 1);
}

#[tokio::test]
async fn the_table_comes_after_a_store_that_has_lost_all() {
    let (nodes, table) = (Nodes::new(), MemoryTable::default());
    let client = get(&with_table(&nodes, &table), Leg::Token).await.unwrap();
    client.materialise(&table).await.unwrap();
    settle().await;
    let empty = Nodes {
        clock: nodes.clock.clone(),
        network: nodes
            .network
            .clone()
            .fail(CLIENT_ID, || FetchError::Connect),
        ..Nodes::new()
    };
    nodes.clock.advance(HOUR);
    let cold = with_table(&empty, &table);
    assert_eq!(source(&cold, Leg::Token).await, Ok(Some(Source::Snapshot)));
    assert_eq!(
        source(&cold, Leg::Revocation).await,
        Ok(Some(Source::Snapshot))
    );
}

#[tokio::test]
async fn what_one_node_sees_withdrawn_no_other_takes_from_the_table() {
    let (nodes, table) = (Nodes::new(), MemoryTable::default());
    let client = get(&with_table(&nodes, &table), Leg::Token).await.unwrap();
    client.materialise(&table).await.unwrap();
    let snapshot = table.snapshot(CLIENT_ID).unwrap();
    let (one, two) = (with_table(&nodes, &table), with_table(&nodes, &table));
    assert!(source(&two, Leg::Token).await.is_ok());
    settle().await;
    nodes.clock.advance(seconds(400));
    let _ = nodes
        .network
        .clone()
        .answer(CLIENT_ID, crate::support::fetched(404, &[], ""));
    assert!(get(&one, Leg::Authorization).await.is_err());
    settle().await;
    table.overwrite(CLIENT_ID, &snapshot);
    let _ = nodes
        .network
        .clone()
        .fail(CLIENT_ID, || FetchError::Connect);
    assert_eq!(source(&two, Leg::Token).await, Err("weather"));
    assert_eq!(source(&two, Leg::Revocation).await, Ok(None));
    let _ = nodes
        .network
        .clone()
        .publish(CLIENT_ID, document(CLIENT_ID));
}
