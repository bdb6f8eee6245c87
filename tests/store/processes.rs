//! Three processes and one Redis server.

use std::time::Duration;

use redis::AsyncCommands;

use crate::cluster::{CLIENT, Cluster, eventually, key};
use crate::node::{LEASE, Node};
use crate::origin::Answer;

const NOW: Duration = Duration::ZERO;

#[tokio::test]
async fn a_cold_client_id_costs_one_fetch_in_all() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    for number in 0..20 {
        let client_id = cluster.publish(&number.to_string(), Duration::from_millis(100));
        let answers = cluster.resolve(&client_id).await;
        assert_eq!(answers, [CLIENT; 3]);
        assert_eq!(cluster.origin.requests(&client_id), 1, "{client_id}");
    }
    for node in &mut cluster.nodes {
        assert_eq!(node.events().await, [""; 0]);
    }
}

#[tokio::test]
async fn the_next_node_fetches_within_the_lease_of_a_holder_that_was_killed() {
    let Some(cluster) = Cluster::start().await else {
        return;
    };
    let client_id = cluster.publish("slow", Duration::from_secs(60));
    let [mut holder, mut next, _third] = cluster.nodes;
    holder.tell(&format!("resolve {client_id}")).await;
    eventually("the holder fetches", async || {
        cluster.origin.requests(&client_id) == 1
    })
    .await;
    let mut attacker = cluster.redis.connect().await;
    key(&mut attacker, "lease").await;
    holder.kill().await;

    let answer = Answer::ok(crate::support::document(&client_id));
    let answer = answer.header("content-type", "application/json");
    cluster.origin.answer(&client_id, answer);
    // The lease ends, and what comes after it has room on a busy machine.
    let resolved = tokio::time::timeout(LEASE + Duration::from_secs(5), next.resolve(&client_id));
    assert_eq!(resolved.await.unwrap(), CLIENT);
    assert_eq!(cluster.origin.requests(&client_id), 2);
}

#[tokio::test]
async fn what_one_process_forgets_the_others_drop() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let client_id = cluster.publish("forgotten", NOW);
    cluster.resolve(&client_id).await;
    let [one, other, third] = &mut cluster.nodes;
    one.forget(&client_id).await;
    eventually("the others drop it", async || {
        !other.has(&client_id).await && !third.has(&client_id).await
    })
    .await;
}

#[tokio::test]
async fn a_404_that_one_process_sees_ends_the_copies_of_the_others() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let client_id = cluster.publish("gone", NOW);
    cluster.resolve(&client_id).await;
    let mut attacker = cluster.redis.connect().await;
    let at = key(&mut attacker, "document").await;
    let old: Vec<u8> = attacker.get(&at).await.unwrap();

    cluster.origin.answer(&client_id, Answer::status(404));
    let mut impatient = Node::start_impatient(&cluster.origin, &cluster.redis.url()).await;
    let refused = impatient.resolve(&client_id).await;
    assert!(refused.starts_with("document.status.gone"), "{refused}");
    for node in &mut cluster.nodes {
        eventually("it is dropped", async || !node.has(&client_id).await).await;
    }

    // Redis comes back with the old entry, as from a backup.
    for node in &mut cluster.nodes {
        let () = attacker.set(&at, &old).await.unwrap();
        let refused = node.resolve(&client_id).await;
        assert!(refused.starts_with("document.status.gone"), "{refused}");
        assert_eq!(node.events().await, ["cimd.store_refused store.rollback"]);
    }
}

#[tokio::test]
async fn a_subscription_that_was_cut_is_made_anew() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let client_id = cluster.publish("cut", NOW);
    cluster.resolve(&client_id).await;
    let mut attacker = cluster.redis.connect().await;
    let subscribers = async |attacker: &mut redis::aio::MultiplexedConnection| -> usize {
        let list: String = redis::cmd("CLIENT")
            .arg(&["LIST", "TYPE", "PUBSUB"])
            .query_async(attacker)
            .await
            .unwrap();
        list.lines().filter(|line| !line.is_empty()).count()
    };
    eventually("all listen", async || subscribers(&mut attacker).await == 6).await;
    let mut cut = redis::cmd("CLIENT");
    let cut = cut.arg(&["KILL", "TYPE", "PUBSUB"]);
    let cut: usize = cut.query_async(&mut attacker).await.unwrap();
    assert_eq!(cut, 6);
    eventually("all listen again", async || {
        subscribers(&mut attacker).await == 6
    })
    .await;
    let [one, other, _] = &mut cluster.nodes;
    one.forget(&client_id).await;
    eventually("it is dropped", async || !other.has(&client_id).await).await;
}
