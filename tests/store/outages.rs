//! Redis slow, full, down, and back.

use std::time::Duration;

use crate::cluster::{CLIENT, Cluster, eventually};

const LOST: &str = "cimd.store_lost";
const RECOVERED: &str = "cimd.store_recovered";
const NOW: Duration = Duration::ZERO;

/// Resolves client_ids that nobody has seen, on all nodes at once; none fails.
async fn resolve_some(cluster: &mut Cluster, name: &str) {
    for number in 0..5 {
        let client_id = cluster.publish(&format!("{name}/{number}"), NOW);
        let answers = cluster.resolve(&client_id).await;
        assert_eq!(answers, [CLIENT; 3], "{client_id}");
    }
}

/// Waits until every node has told that the store is back, and nothing else.
async fn recovered(cluster: &mut Cluster) {
    for node in &mut cluster.nodes {
        let mut told = Vec::new();
        eventually("the store is back", async || {
            told.extend(node.events().await);
            told.last().is_some_and(|event| event == RECOVERED)
        })
        .await;
        assert_eq!(told, [RECOVERED]);
    }
}

async fn one_fetch_again(cluster: &mut Cluster) {
    let client_id = cluster.publish("after", Duration::from_millis(100));
    assert_eq!(cluster.resolve(&client_id).await, [CLIENT; 3]);
    assert_eq!(cluster.origin.requests(&client_id), 1);
}

#[tokio::test]
async fn when_redis_is_killed_nothing_fails_and_it_is_told_once() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    resolve_some(&mut cluster, "before").await;
    let under_way = cluster.publish("meanwhile", Duration::from_millis(500));
    for node in &mut cluster.nodes {
        node.tell(&format!("resolve {under_way}")).await;
    }
    let origin = &cluster.origin;
    eventually("one fetches", async || origin.requests(&under_way) == 1).await;
    cluster.redis.kill();
    for node in &mut cluster.nodes {
        assert_eq!(node.answer().await, CLIENT);
    }
    resolve_some(&mut cluster, "without").await;
    for node in &mut cluster.nodes {
        assert_eq!(node.events().await, [LOST]);
    }
    cluster.redis.restart().await;
    recovered(&mut cluster).await;
    one_fetch_again(&mut cluster).await;
}

#[tokio::test]
async fn when_redis_hangs_nothing_fails_and_it_is_told_once() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    resolve_some(&mut cluster, "before").await;
    cluster.redis.freeze();
    resolve_some(&mut cluster, "without").await;
    for node in &mut cluster.nodes {
        assert_eq!(node.events().await, [LOST]);
    }
    cluster.redis.thaw();
    recovered(&mut cluster).await;
    one_fetch_again(&mut cluster).await;
}

#[tokio::test]
async fn when_redis_is_full_nothing_fails() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let mut operator = cluster.redis.connect().await;
    let mut fill = redis::cmd("CONFIG");
    let fill = fill.arg(&["SET", "maxmemory", "1"]);
    let () = fill.query_async(&mut operator).await.unwrap();
    resolve_some(&mut cluster, "full").await;
    for node in &mut cluster.nodes {
        let events = node.events().await;
        assert_eq!(events.first().map(String::as_str), Some(LOST), "{events:?}");
    }
}
