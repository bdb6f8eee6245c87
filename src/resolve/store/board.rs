//! The orders of all nodes, kept up to date beside the requests.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Notify, OnceCell};

use crate::resolve::clock::within;
use crate::resolve::event;
use crate::resolve::orders::{OrderChange, OrderError};
use crate::resolve::store::access::{Health, RETRY};
use crate::resolve::store::backend::Subscription;
use crate::resolve::store::bulletin::Bulletin;
use crate::resolve::store::heard::{Heard, MESSAGES};
use crate::resolve::store::nodes::{Beat, Nodes};
use crate::resolve::store::tasks::Tasks;

/// Keeps this node's orders up to date, and knows who else is there.
#[derive(Debug)]
pub(crate) struct Board {
    post: Arc<Beats>,
    tasks: Tasks,
    /// Set once the store was asked for the first time. It says whether it answered.
    began: OnceCell<bool>,
}

/// The signs of life of all nodes.
#[derive(Debug)]
struct Beats {
    bulletin: Bulletin,
    node: String,
    nodes: Nodes,
    /// Another node goes by a newer version.
    news: Notify,
    heard: Mutex<Heard>,
}

impl Board {
    pub(crate) fn new(bulletin: Bulletin, node: String) -> Self {
        Board {
            post: Arc::new(Beats {
                bulletin,
                node,
                nodes: Nodes::default(),
                news: Notify::new(),
                heard: Mutex::default(),
            }),
            tasks: Tasks::default(),
            began: OnceCell::new(),
        }
    }

    /// Waits until the store has been asked once for what is ordered: for no longer than it may
    /// take. Where it is away then, this node goes by no orders until it is back.
    pub(crate) async fn begin(&self) {
        if !self.has_begun() {
            self.ensure();
            let began = self.began.get_or_init(|| self.post.bulletin.read()).await;
            if !began {
                event::orders_unread();
            }
        }
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.began.initialized()
    }

    /// Makes sure that the tasks run. Does nothing outside of a runtime.
    pub(crate) fn ensure(&self) {
        self.tasks.ensure(|runtime| {
            let (teller, listener) = (Arc::clone(&self.post), Arc::clone(&self.post));
            [
                runtime.spawn(async move { teller.follow_orders().await }),
                runtime.spawn(async move { listener.listen().await }),
            ]
        });
    }

    /// Changes what is ordered, and has the other nodes look.
    pub(crate) async fn change(&self, change: &OrderChange) -> Result<(), OrderError> {
        self.begin().await;
        self.post.bulletin.change(change).await?;
        self.post.tell().await;
        Ok(())
    }

    /// The nodes that were heard of lately, this one first.
    pub(crate) fn nodes(&self) -> Vec<Beat> {
        self.ensure();
        let now = self.post.bulletin.clock.now();
        let others = self.post.nodes.all(now).into_iter();
        let others = others.filter(|beat| beat.node != self.post.node);
        [self.post.beat()].into_iter().chain(others).collect()
    }

    pub(crate) fn health(&self) -> Health {
        self.post.bulletin.access.health()
    }

    /// Whether the store has ever said what is ordered.
    pub(crate) fn has_read(&self) -> bool {
        self.post.bulletin.has_read.load(Ordering::Acquire)
    }
}

impl Beats {
    /// Looks each second, or when there is news, and tells of this node each time.
    async fn follow_orders(&self) {
        loop {
            self.bulletin.poll().await;
            self.tell().await;
            let clock = &*self.bulletin.clock;
            within(clock, PERIOD, self.news.notified()).await;
        }
    }

    async fn tell(&self) {
        let (channel, beat) = (self.bulletin.desk.channel(), self.beat());
        let message = beat.close(&self.bulletin.desk);
        let access = &self.bulletin.access;
        access.ask(|store| store.publish(&channel, message)).await;
    }

    fn beat(&self) -> Beat {
        Beat {
            node: self.node.clone(),
            version: self.bulletin.version(),
            at: self.bulletin.clock.wall(),
        }
    }

    /// Hears of the others, for ever. A subscription that ends is made anew.
    async fn listen(&self) {
        let channel = self.bulletin.desk.channel();
        let access = &self.bulletin.access;
        loop {
            if let Some(heard) = access.ask(|store| store.subscribe(&channel)).await {
                self.follow(heard).await;
            }
            self.bulletin.clock.sleep(RETRY).await;
        }
    }

    /// Until the subscription ends, or nothing comes: this node hears itself each second.
    async fn follow(&self, mut subscription: Box<dyn Subscription>) {
        let clock = &*self.bulletin.clock;
        while let Some(Ok(message)) = within(clock, QUIET, subscription.next()).await {
            self.hear(&message);
        }
    }

    fn hear(&self, message: &Bytes) {
        let (now, wall) = (self.bulletin.clock.now(), self.bulletin.clock.wall());
        let heard = || self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard().count(now) > MESSAGES {
            return;
        }
        match Beat::open(message, &self.bulletin.desk, wall) {
            Ok(beat) => {
                let is_newer = beat.version > self.bulletin.version();
                if self.nodes.hear(beat, now) && is_newer {
                    self.news.notify_one();
                }
            }
            Err(refusal) => {
                event::store_refused(&self.bulletin.access.throttle, None, refusal.rule());
            }
        }
    }
}

/// How often a node looks at the store and tells that it is there.
const PERIOD: Duration = Duration::from_secs(1);
/// How long nothing is heard, not even of oneself, before the subscription is made anew.
const QUIET: Duration = Duration::from_secs(5);
