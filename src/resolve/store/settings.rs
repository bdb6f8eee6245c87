//! How a store is shared.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::iter;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::resolve::cache::SharedCache;
use crate::resolve::clock::Clock;
use crate::resolve::orders::LiveOrders;
use crate::resolve::store::access::Access;
use crate::resolve::store::backend::Store;
use crate::resolve::store::board::Board;
use crate::resolve::store::bulletin::Bulletin;
use crate::resolve::store::desk::Desk;
use crate::resolve::store::leases::Leases;
use crate::resolve::store::neighbours::{Handover, Neighbours};
use crate::resolve::store::post::Post;
use crate::resolve::store::shared_document::Bench;
use crate::resolve::store::shelf::Shelf;
use crate::rules::issuer::Issuer;
use crate::rules::seal::{Purpose, Seal};

/// A [`Store`], with the key under which the nodes of one server trust each other. Clones lead to the same
/// store.
///
/// ```
/// use tower_cimd::Resolver;
/// use tower_cimd::resolve::store::{MemoryStore, SharedStore};
/// use tower_cimd::resolve::{StaticFetch, SystemClock};
///
/// # let secret_of_all_nodes = [7; 32];
/// let store = MemoryStore::new(SystemClock); // net::RedisStore, in production
/// let resolver = Resolver::builder("https://as.example.com")
///     .fetch(StaticFetch::new())
///     .store(SharedStore::new(store, secret_of_all_nodes).namespace("production"))
///     .build()?;
/// # Ok::<(), tower_cimd::resolve::BuildError>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct SharedStore {
    store: Arc<dyn Store>,
    key: Vec<u8>,
    other_key: Option<Vec<u8>>,
    namespace: String,
    node: String,
    deadline: Duration,
    lease: Duration,
    /// What the settings file says where it is: two that say the same are one.
    label: Option<String>,
}

impl SharedStore {
    /// Shares `store` with every node that has the same `key`: at least 32 random bytes, from where
    /// this server keeps its secrets. Whoever knows it can plant clients.
    pub fn new(store: impl Store, key: impl Into<Vec<u8>>) -> Self {
        SharedStore {
            store: Arc::new(store),
            key: key.into(),
            other_key: None,
            namespace: String::new(),
            node: random_name(),
            deadline: DEADLINE,
            lease: LEASE,
            label: None,
        }
    }

    /// A second key whose seals are accepted, and with which nothing is sealed. Default: none.
    ///
    /// To change the key without a gap, roll out three times: the new key as the other one; the new
    /// key, with the old one as the other; the new key alone.
    pub fn other_key(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.other_key = Some(key.into());
        self
    }

    /// What keeps this server's documents apart from those of another server that has the same
    /// store and the same key, as staging may have. Default: empty.
    ///
    /// Servers with different rules are apart in any case (T8).
    pub fn namespace(mut self, namespace: impl Into<String>) -> Self {
        self.namespace = namespace.into();
        self
    }

    /// How long one operation may take, from 1 ms to 5 s. Default: 100 ms, a hundred times what a
    /// store in the same data centre needs. A store that is late counts as one that failed. To make a
    /// connection must not take longer either.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long a node has for a fetch before the others stop waiting for it, from 100 ms to 60 s.
    /// Default: 3 s. It is what a node that dies while it fetches costs whoever asks another node
    /// for the same client; a publisher that takes longer is asked by more nodes than one.
    pub fn lease(mut self, lifetime: Duration) -> Self {
        self.lease = lifetime;
        self
    }

    /// What this node is called on the operator's [list of nodes](crate::resolve::Operator::nodes), 1 to 64
    /// bytes. Default: a random name of this process.
    pub fn node(mut self, name: impl Into<String>) -> Self {
        self.node = name.into();
        self
    }

    /// Says in words where the store is, so that another one there is known for the same.
    #[cfg(all(feature = "config", feature = "redis"))]
    pub(crate) fn label(mut self, label: String) -> Self {
        self.label = Some(label);
        self
    }

    /// Settings that may be out of range, by name.
    pub(crate) fn checks(&self) -> [(&'static str, bool); 3] {
        [
            ("store.node", (1..=64).contains(&self.node.len())),
            ("store.deadline", DEADLINES.contains(&self.deadline)),
            ("store.lease", LEASES.contains(&self.lease)),
        ]
    }

    /// The neighbours; `None` where a key is too short. They go on from those `before`, whose store
    /// is given beside them: nothing that waits to be told is lost, nor what this node has seen.
    pub(crate) fn open(
        &self,
        bench: Bench,
        cache: SharedCache,
        before: Option<(&SharedStore, &Arc<Neighbours>)>,
    ) -> Option<Arc<Neighbours>> {
        let seal = self.seal()?;
        if let Some((store, neighbours)) = before {
            let old = &neighbours.shelf.bench;
            if self.is_same(store) && old.rule_set == bench.rule_set {
                return Some(match old.freshness == bench.freshness {
                    true => Arc::clone(neighbours),
                    false => Arc::new(neighbours.judging_by(bench)),
                });
            }
        }
        let desk = Arc::new(Desk::new(seal, self.namespace.clone(), bench.rule_set));
        let access = self.access(&bench.clock, before);
        let handover = before.map(|(store, neighbours)| {
            let former = self.shares_backend(store).then(|| neighbours.desk());
            neighbours.hand_over(former)
        });
        Some(Arc::new(self.begin(
            bench,
            cache,
            (access, desk),
            handover.unwrap_or_default(),
        )))
    }

    /// The board on which the operator's orders hang; `None` where a key is too short. It is the one
    /// `before`, whose store is given beside it, where that leads to the same orders.
    pub(crate) fn board(
        &self,
        neighbours: &Neighbours,
        issuer: &Issuer,
        orders: &Arc<LiveOrders>,
        before: Option<(&SharedStore, &Arc<Board>)>,
    ) -> Option<Arc<Board>> {
        if let Some((_, board)) = before.filter(|(store, _)| self.is_same(store)) {
            return Some(Arc::clone(board));
        }
        // Nodes whose rules differ, as while new settings are rolled out, have their orders in common.
        let desk = Desk::new(self.seal()?, self.namespace.clone(), common(issuer));
        let (desk, access) = (Arc::new(desk), &neighbours.shelf.access);
        let clock = &neighbours.clock;
        let bulletin = Bulletin {
            access: Arc::clone(access),
            leases: Leases {
                access: Arc::clone(access),
                desk: Arc::clone(&desk),
                clock: Arc::clone(clock),
                lifetime: LEASE.max(self.deadline * OPERATIONS),
            },
            desk,
            clock: Arc::clone(clock),
            orders: Arc::clone(orders),
            has_read: AtomicBool::new(false),
        };
        Some(Arc::new(Board::new(bulletin, self.node.clone())))
    }

    /// Whether both lead to the same place, whatever the keys.
    fn shares_backend(&self, other: &SharedStore) -> bool {
        let labelled = self.label.is_some() && self.label == other.label;
        labelled || Arc::ptr_eq(&self.store, &other.store)
    }

    fn is_same(&self, other: &SharedStore) -> bool {
        self.shares_backend(other)
            && self.key == other.key
            && self.other_key == other.other_key
            && self.namespace == other.namespace
            && self.deadline == other.deadline
            && self.lease == other.lease
            && self.node == other.node
    }

    fn seal(&self) -> Option<Seal> {
        let seal = Seal::new(Purpose::Store, &self.key)?;
        match &self.other_key {
            Some(other) => Some(seal.or(Seal::new(Purpose::Store, other)?)),
            None => Some(seal),
        }
    }

    /// The way to the store: the one before, where that leads to the same place.
    fn access(
        &self,
        clock: &Arc<dyn Clock>,
        before: Option<(&SharedStore, &Arc<Neighbours>)>,
    ) -> Arc<Access> {
        let anew = |store: &Arc<dyn Store>| {
            Arc::new(Access::new(
                Arc::clone(store),
                Arc::clone(clock),
                self.deadline,
            ))
        };
        match before.filter(|(store, _)| self.shares_backend(store)) {
            Some((store, neighbours)) if store.deadline == self.deadline => {
                Arc::clone(&neighbours.shelf.access)
            }
            Some((_, neighbours)) => anew(neighbours.shelf.access.store()),
            None => anew(&self.store),
        }
    }

    fn begin(
        &self,
        bench: Bench,
        cache: SharedCache,
        (access, desk): (Arc<Access>, Arc<Desk>),
        handover: Handover,
    ) -> Neighbours {
        let clock = Arc::clone(&bench.clock);
        Neighbours {
            post: Arc::new(Post {
                access: Arc::clone(&access),
                desks: iter::once(Arc::clone(&desk))
                    .chain(handover.former)
                    .collect(),
                watermarks: handover.watermarks.clone(),
                cache,
                clock: Arc::clone(&clock),
                outbox: handover.outbox,
                heard: Arc::default(),
                relieved: Mutex::new(handover.relieved),
            }),
            leases: Leases {
                access: Arc::clone(&access),
                desk: Arc::clone(&desk),
                clock: Arc::clone(&clock),
                lifetime: self.lease,
            },
            shelf: Shelf {
                access,
                desk,
                watermarks: handover.watermarks,
                bench,
            },
            tasks: Arc::default(),
            clock,
        }
    }
}

impl fmt::Debug for SharedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedStore")
            .field("store", &self.store)
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}

/// Two servers do not share orders, though they have the same store, key and namespace (T8).
fn common(issuer: &Issuer) -> [u8; 32] {
    let digest = Sha256::new_with_prefix("tower-cimd orders 1 ");
    digest.chain_update(issuer.as_str()).finalize().into()
}

/// Seeded by the operating system.
fn random_name() -> String {
    format!("{:016x}", RandomState::new().hash_one(()))
}

pub(crate) const DEADLINE: Duration = Duration::from_millis(100);
const DEADLINES: std::ops::RangeInclusive<Duration> =
    Duration::from_millis(1)..=Duration::from_secs(5);
pub(crate) const LEASE: Duration = Duration::from_secs(3);
/// More than a change of the orders takes of them.
const OPERATIONS: u32 = 8;
const LEASES: std::ops::RangeInclusive<Duration> =
    Duration::from_millis(100)..=Duration::from_secs(60);
