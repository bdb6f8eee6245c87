//! Several nodes with one store, one clock and one publisher.

use bytes::Bytes;
use tower_cimd::Resolver;
use tower_cimd::resolve::store::{MemoryStore, SharedStore, Store};
use tower_cimd::resolve::{ResolverBuilder, StaticFetch};

use crate::support::{FakeClock, document, settle};
use crate::world::{CLIENT_ID, build, builder, client};

pub(crate) const KEY: [u8; 32] = [7; 32];

pub(crate) struct Nodes {
    pub(crate) store: MemoryStore,
    pub(crate) clock: FakeClock,
    pub(crate) network: StaticFetch,
}

impl Nodes {
    /// Nodes on an empty store, and a publisher that has one document.
    pub(crate) fn new() -> Self {
        let clock = FakeClock::new();
        Nodes {
            store: MemoryStore::new(clock.clone()),
            network: StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID)),
            clock,
        }
    }

    /// One more node.
    pub(crate) fn node(&self) -> Resolver {
        build(self.builder().store(self.shared()))
    }

    pub(crate) fn builder(&self) -> ResolverBuilder {
        builder(self.network.clone(), &self.clock)
    }

    pub(crate) fn shared(&self) -> SharedStore {
        SharedStore::new(self.store.clone(), KEY)
    }

    pub(crate) fn fetches(&self) -> usize {
        self.network.fetches()
    }

    /// The key in the store that has `what` in it, where there is exactly one.
    pub(crate) fn key(&self, what: &str) -> String {
        let mut keys = self.store.keys();
        keys.retain(|key| key.contains(what));
        assert_eq!(keys.len(), 1, "{what}: {keys:?}");
        keys.remove(0)
    }

    /// What lies in the store under `key`, for an attacker to read.
    pub(crate) async fn steal(&self, key: &str) -> Bytes {
        let stolen = self.store.get(key, usize::MAX).await.unwrap();
        stolen.unwrap_or_else(|| panic!("{key} is empty"))
    }

    /// Puts `value` into the store under `key`, as an attacker can.
    pub(crate) async fn plant(&self, key: &str, value: impl Into<Bytes>) {
        let day = std::time::Duration::from_secs(86_400);
        self.store.put(key, value.into(), day).await.unwrap();
    }

    /// The channel on which withdrawals are told.
    pub(crate) fn channel(&self) -> String {
        let key = self.key("document");
        let (prefix, _) = key.split_once(":document").unwrap();
        format!("{prefix}:withdrawn")
    }

    /// Lets `time` pass in steps, so that whoever waits in turns gets his turns.
    pub(crate) async fn pass(&self, time: std::time::Duration) {
        for _ in 0..100 {
            settle().await;
            self.clock.advance(time / 100);
        }
        settle().await;
    }
}

/// Two nodes that both have the document, and hear each other.
pub(crate) async fn two(nodes: &Nodes) -> (Resolver, Resolver) {
    let (one, other) = (nodes.node(), nodes.node());
    client(&one, CLIENT_ID).await;
    client(&other, CLIENT_ID).await;
    settle().await;
    (one, other)
}

pub(crate) fn is_cached(node: &Resolver) -> bool {
    node.stats().entries == 1
}
