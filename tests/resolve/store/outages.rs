//! A store that is slow, down or back fails nobody.

use tower_cimd::Resolver;
use tower_cimd::resolve::store::SharedStore;

use super::faulty::{Fault, FaultyStore};
use super::nodes::{KEY, Nodes};
use crate::event::Log;
use crate::support::{document, settle};
use crate::world::{CLIENT_ID, build, client, seconds, spawn};

struct Rig {
    nodes: Nodes,
    faulty: FaultyStore,
    node: Resolver,
    log: Log,
}

impl Rig {
    fn new() -> Self {
        let nodes = Nodes::new();
        let faulty = FaultyStore::new(nodes.store.clone());
        let shared = SharedStore::new(faulty.clone(), KEY);
        let node = build(nodes.builder().store(shared));
        for client_id in (0..10).map(id) {
            let _ = nodes
                .network
                .clone()
                .publish(&client_id, document(&client_id));
        }
        let log = Log::install();
        log.told();
        Rig {
            nodes,
            faulty,
            node,
            log,
        }
    }

    /// What was told about the store.
    fn told(&self) -> Vec<String> {
        let mut told = self.log.told();
        told.retain(|line| line.contains("cimd.store_"));
        told
    }
}

fn id(number: usize) -> String {
    format!("https://client.example.com/{number}")
}

const FAILED: &str = "WARN cimd.store_lost detail=the store failed: the store is down, as the \
                      test says";
const LATE: &str = "WARN cimd.store_lost";

#[tokio::test]
async fn a_store_that_fails_is_told_once_and_left_alone_for_a_second() {
    let rig = Rig::new();
    rig.faulty.set(Fault::Fails);
    for number in 0..5 {
        client(&rig.node, &id(number)).await;
    }
    assert_eq!(rig.faulty.asked(), 1);
    assert_eq!(rig.told(), [FAILED]);
    for number in 5..8 {
        rig.nodes.clock.advance(seconds(1));
        client(&rig.node, &id(number)).await;
    }
    assert_eq!(rig.told(), [""; 0]);
    assert_eq!(rig.nodes.fetches(), 8);
}

#[tokio::test]
async fn a_store_that_is_back_is_told_once_and_used_again() {
    let rig = Rig::new();
    rig.faulty.set(Fault::Fails);
    client(&rig.node, &id(0)).await;
    rig.faulty.set(Fault::None);
    client(&rig.node, &id(1)).await;
    assert_eq!(rig.told(), [FAILED]);
    assert_eq!(rig.nodes.store.keys(), [""; 0]);
    rig.nodes.clock.advance(seconds(1));
    settle().await;
    client(&rig.node, &id(2)).await;
    client(&rig.node, &id(3)).await;
    assert_eq!(rig.told(), ["INFO cimd.store_recovered"]);
    assert_eq!(rig.nodes.store.keys().len(), 2);
}

#[tokio::test]
async fn a_store_that_hangs_delays_one_request_by_the_deadline_and_the_others_not_at_all() {
    let rig = Rig::new();
    rig.faulty.set(Fault::Hangs);
    let first = spawn(&rig.node, &id(0));
    settle().await;
    assert!(!first.is_finished());
    rig.nodes
        .clock
        .advance(std::time::Duration::from_millis(100));
    assert!(first.await.unwrap().is_ok());
    for number in 1..5 {
        client(&rig.node, &id(number)).await;
    }
    assert_eq!(rig.told(), [LATE]);
}

#[tokio::test]
async fn a_store_that_goes_while_a_document_is_fetched_fails_nobody() {
    for fault in [Fault::Fails, Fault::Hangs] {
        let rig = Rig::new();
        let held = rig.nodes.network.hold(CLIENT_ID);
        let asked = spawn(&rig.node, CLIENT_ID);
        settle().await;
        assert_eq!(rig.nodes.fetches(), 1);
        rig.faulty.set(fault);
        drop(held);
        rig.nodes.pass(seconds(1)).await;
        assert!(asked.await.unwrap().is_ok(), "{fault:?}");
    }
}

#[tokio::test]
async fn a_store_that_goes_while_a_node_waits_for_another_lets_it_fetch() {
    for fault in [Fault::Fails, Fault::Hangs] {
        let rig = Rig::new();
        let held = rig.nodes.network.hold(CLIENT_ID);
        let _other = spawn(&rig.nodes.node(), CLIENT_ID);
        settle().await;
        let asked = spawn(&rig.node, CLIENT_ID);
        settle().await;
        rig.faulty.set(fault);
        rig.nodes.pass(seconds(1)).await;
        assert_eq!(rig.nodes.fetches(), 2, "{fault:?}");
        drop(held);
        settle().await;
        assert!(asked.await.unwrap().is_ok(), "{fault:?}");
    }
}

#[tokio::test]
async fn warm_requests_ask_no_store() {
    let rig = Rig::new();
    client(&rig.node, CLIENT_ID).await;
    let asked = rig.faulty.asked();
    for _ in 0..100 {
        client(&rig.node, CLIENT_ID).await;
    }
    assert_eq!(rig.faulty.asked(), asked);
}
