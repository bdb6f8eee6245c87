//! Several nodes behind one store.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;
use tower_cimd::resolve::store::{MemoryStore, SharedStore};

use crate::faulty::{Fault, FaultyStore};
use crate::html::text;
use crate::rig::{DESK, Rig};
use crate::support::{FakeClock, settle};

struct Nodes {
    clock: FakeClock,
    store: MemoryStore,
}

impl Nodes {
    fn new() -> Self {
        let clock = FakeClock::new();
        let store = MemoryStore::new(clock.clone());
        Nodes { clock, store }
    }

    fn node(&self, name: &str) -> (Rig, FaultyStore) {
        let faulty = FaultyStore::new(self.store.clone());
        let shared = SharedStore::new(faulty.clone(), [9; 32]).node(name);
        let clock = self.clock.clone();
        (
            Rig::built(|builder| builder.clock(clock).store(shared)),
            faulty,
        )
    }

    async fn pass(&self, time: Duration) {
        for _ in 0..100 {
            settle().await;
            self.clock.advance(time / 100);
        }
        settle().await;
    }
}

#[tokio::test]
async fn what_is_ordered_on_one_page_counts_on_the_other_and_is_shown_there() {
    let nodes = Nodes::new();
    let ((one, _), (other, _)) = (nodes.node("one"), nodes.node("other"));
    other.hold(DESK, json!({})).await;
    let fields = [("pattern", "desk.example.com"), ("why", "leaked keys")];
    one.submit("/block", &fields).await;
    nodes.pass(Duration::from_secs(1)).await;
    assert_ne!(other.sign_in(DESK).await, StatusCode::OK);
    let page = text(&other.get("/orders").await.body);
    for shown in [
        "desk.example.com",
        "leaked keys",
        "alice",
        "lies sealed in the shared store",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    // The form of the one works at the other: they have one key.
    let token = one.token("alice").await;
    let fields = crate::rig::encoded(&[("pattern", "desk.example.com"), ("token", &token)]);
    let request = crate::rig::form("/unblock").header("operator", "alice");
    let answer = other.send(request.body(fields.into()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_overview_shows_the_store_and_who_is_behind() {
    let nodes = Nodes::new();
    let ((one, _), (_other, faulty)) = (nodes.node("one"), nodes.node("other"));
    nodes.pass(Duration::from_secs(2)).await;
    let page = text(&one.get("/overview").await.body);
    for shown in ["Shared store up", "one this node", "other", "version 0"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("behind"), "{page}");
    faulty.set(Fault::Fails);
    one.submit("/block", &[("pattern", "a.example.com"), ("why", "a")])
        .await;
    nodes.pass(Duration::from_secs(1)).await;
    let page = text(&one.get("/overview").await.body);
    assert!(page.contains("behind version 0"), "{page}");
    assert!(page.contains("version 1"), "{page}");
}

#[tokio::test]
async fn a_store_that_fails_is_shown_and_takes_no_order() {
    let nodes = Nodes::new();
    let (one, faulty) = nodes.node("one");
    nodes.pass(Duration::from_secs(2)).await;
    faulty.set(Fault::Fails);
    one.hold(DESK, json!({})).await;
    nodes.pass(Duration::from_secs(5)).await;
    let answer = one
        .submit("/block", &[("pattern", "a.example.com"), ("why", "a")])
        .await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        answer.body.contains("order.store"),
        "{}",
        text(&answer.body)
    );
    let page = text(&one.get("/overview").await.body);
    assert!(page.contains("Shared store lost"), "{page}");
    assert!(page.contains("this node works alone"), "{page}");
}
