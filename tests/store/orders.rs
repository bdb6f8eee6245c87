//! Orders of the operator, on three processes and one Redis server (T19).

use std::time::Duration;

use redis::AsyncCommands;

use crate::cluster::{CLIENT, Cluster, eventually};
use crate::node::{HOST, Node};

const NOW: Duration = Duration::ZERO;

async fn is_blocked(node: &mut Node, client_id: &str) -> bool {
    node.resolve(client_id).await.starts_with("policy.blocked")
}

#[tokio::test]
async fn what_one_process_blocks_the_others_refuse_and_those_that_start_later() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let client_id = cluster.publish("blocked", NOW);
    assert_eq!(cluster.resolve(&client_id).await, [CLIENT; 3]);
    let url = cluster.redis.url();
    let [one, other, third] = &mut cluster.nodes;
    assert_eq!(one.block(HOST).await, "");
    assert!(is_blocked(one, &client_id).await);
    eventually("the others refuse it", async || {
        is_blocked(other, &client_id).await && is_blocked(third, &client_id).await
    })
    .await;
    let mut restarted = Node::start(&cluster.origin, &url).await;
    assert!(is_blocked(&mut restarted, &client_id).await);
    assert_eq!(cluster.origin.requests(&client_id), 1);
}

#[tokio::test]
async fn a_block_comes_through_though_no_message_does() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let client_id = cluster.publish("cut", NOW);
    cluster.resolve(&client_id).await;
    let mut attacker = cluster.redis.connect().await;
    // No user may subscribe or publish from now on, and whoever has subscribed is cut off.
    let deny = ["SETUSER", "default", "-subscribe", "-publish"];
    let () = redis::cmd("ACL")
        .arg(&deny)
        .query_async(&mut attacker)
        .await
        .unwrap();
    let kill = ["KILL", "TYPE", "PUBSUB"];
    let _: usize = redis::cmd("CLIENT")
        .arg(&kill)
        .query_async(&mut attacker)
        .await
        .unwrap();
    let [one, other, _] = &mut cluster.nodes;
    // The store is left alone for a second after each refusal, so that an order may have to be given again.
    eventually("it is ordered", async || {
        one.block(&client_id).await.is_empty()
    })
    .await;
    eventually("it is refused", async || {
        is_blocked(other, &client_id).await
    })
    .await;
}

#[tokio::test]
async fn a_server_that_lost_its_data_gets_the_orders_again() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let client_id = cluster.publish("lost", NOW);
    cluster.resolve(&client_id).await;
    let [one, other, _] = &mut cluster.nodes;
    assert_eq!(one.block(&client_id).await, "");
    eventually("it is refused", async || {
        is_blocked(other, &client_id).await
    })
    .await;
    let mut attacker = cluster.redis.connect().await;
    let () = redis::cmd("FLUSHALL")
        .query_async(&mut attacker)
        .await
        .unwrap();
    eventually("it is there again", async || {
        let keys: Vec<String> = attacker.keys("*:orders:*").await.unwrap();
        keys.len() == 2
    })
    .await;
    let mut restarted = Node::start(&cluster.origin, &cluster.redis.url()).await;
    assert!(is_blocked(&mut restarted, &client_id).await);
}

#[tokio::test]
async fn processes_hear_of_each_other() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    for node in &mut cluster.nodes {
        eventually("three nodes", async || node.nodes().await == 3).await;
    }
}
