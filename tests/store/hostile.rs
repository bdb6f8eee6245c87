//! Redis lies: a second connection is the attacker's (T7).

use std::time::Duration;

use redis::AsyncCommands;

use crate::cluster::{CLIENT, Cluster, eventually, key};
use crate::support::document;

/// That `forge`, given what an honest node left for one client and for another, makes something
/// that the next node refuses by `rule`, and that the node fetches the document itself.
async fn check(rule: &str, forge: impl FnOnce(Vec<u8>, Vec<u8>, &str) -> Vec<u8>) {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let mut attacker = cluster.redis.connect().await;
    let other_id = cluster.publish("other", Duration::ZERO);
    assert_eq!(cluster.nodes[0].resolve(&other_id).await, CLIENT);
    let at_other = key(&mut attacker, "document").await;
    let other: Vec<u8> = attacker.get(&at_other).await.unwrap();
    let () = attacker.del(&at_other).await.unwrap();

    let client_id = cluster.publish("victim", Duration::ZERO);
    assert_eq!(cluster.nodes[0].resolve(&client_id).await, CLIENT);
    let at = key(&mut attacker, "document").await;
    let honest: Vec<u8> = attacker.get(&at).await.unwrap();
    let forged = forge(honest, other, &client_id);
    let () = attacker.set(&at, forged).await.unwrap();

    let [_, victim, third] = &mut cluster.nodes;
    assert_eq!(victim.resolve(&client_id).await, CLIENT);
    let refused = format!("cimd.store_refused {rule}");
    assert_eq!(victim.events().await, [refused]);
    assert_eq!(cluster.origin.requests(&client_id), 2);
    // What was planted is gone.
    assert_eq!(third.resolve(&client_id).await, CLIENT);
    assert_eq!(third.events().await, [""; 0]);
    assert_eq!(cluster.origin.requests(&client_id), 2);
}

#[tokio::test]
async fn a_forged_entry_is_refused_and_reported() {
    check("store.seal", |mut honest, _, _| {
        let callback = b"https://client.example.com/callback";
        let found = honest
            .windows(callback.len())
            .position(|text| text == callback);
        honest[found.unwrap() + 8] = b'e';
        honest
    })
    .await;
}

#[tokio::test]
async fn a_bare_document_is_refused_and_reported() {
    check("store.form", |_, _, client_id| document(client_id).into()).await;
}

#[tokio::test]
async fn another_clients_entry_is_refused_and_reported() {
    check("store.client", |_, other, _| other).await;
}

#[tokio::test]
async fn a_huge_value_is_refused_and_reported() {
    check("store.size", |_, _, _| vec![b'x'; 16 * 1024 * 1024]).await;
}

#[tokio::test]
async fn forged_messages_drop_nothing_and_do_not_stop_honest_ones() {
    let Some(mut cluster) = Cluster::start().await else {
        return;
    };
    let client_id = cluster.publish("spared", Duration::ZERO);
    cluster.resolve(&client_id).await;
    let mut attacker = cluster.redis.connect().await;
    let at = key(&mut attacker, "document").await;
    let (prefix, _) = at.split_once(":document").unwrap();
    let channel = format!("{prefix}:withdrawn");
    let entry: Vec<u8> = attacker.get(&at).await.unwrap();
    let [one, other, _] = &mut cluster.nodes;
    eventually("they listen", async || {
        let heard: usize = attacker.publish(&channel, &entry).await.unwrap();
        heard == 3
    })
    .await;
    let () = attacker.publish(&channel, "withdrawn").await.unwrap();
    eventually("it is refused", async || {
        let events = other.events().await;
        events
            .iter()
            .any(|event| event == "cimd.store_refused store.form")
    })
    .await;
    assert!(other.has(&client_id).await);
    one.forget(&client_id).await;
    eventually("it is dropped", async || !other.has(&client_id).await).await;
}
