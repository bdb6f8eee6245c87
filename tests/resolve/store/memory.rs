//! The store in memory.

use tower_cimd::resolve::store::{MemoryStore, Store};

use crate::support::{FakeClock, keeps_the_contract};

#[tokio::test]
async fn the_store_in_memory_keeps_the_contract() {
    let clock = FakeClock::new();
    let store = MemoryStore::new(clock.clone());
    keeps_the_contract(&store, |time| {
        clock.advance(time);
        std::future::ready(())
    })
    .await;
}

#[tokio::test]
async fn clones_share_the_contents() {
    let store = MemoryStore::new(FakeClock::new());
    let minute = std::time::Duration::from_secs(60);
    store.put("a", "value".into(), minute).await.unwrap();
    assert_eq!(store.clone().keys(), ["a"]);
}
