//! Signs of life of all nodes, and what they say of the orders.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::Notify;

use crate::resolve::clock::within;
use crate::resolve::event;
use crate::resolve::store::access::RETRY;
use crate::resolve::store::backend::Subscription;
use crate::resolve::store::bulletin::Bulletin;
use crate::resolve::store::heard::{Heard, MESSAGES};
use crate::resolve::store::nodes::{Beat, Nodes};

/// The signs of life of all nodes.
#[derive(Debug)]
pub(crate) struct Beats {
    pub(crate) bulletin: Bulletin,
    pub(crate) node: String,
    pub(crate) nodes: Nodes,
    /// Another node goes by a newer version.
    news: Notify,
    heard: Mutex<Heard>,
}

impl Beats {
    pub(crate) fn new(bulletin: Bulletin, node: String) -> Self {
        Beats {
            bulletin,
            node,
            nodes: Nodes::default(),
            news: Notify::new(),
            heard: Mutex::default(),
        }
    }

    /// Looks each second, or when there is news, and tells of this node each time.
    pub(crate) async fn follow_orders(&self) {
        loop {
            self.bulletin.poll().await;
            self.tell().await;
            let clock = &*self.bulletin.clock;
            within(clock, PERIOD, self.news.notified()).await;
        }
    }

    pub(crate) async fn tell(&self) {
        let (channel, beat) = (self.bulletin.desk.channel(), self.beat());
        let message = beat.close(&self.bulletin.desk);
        let access = &self.bulletin.access;
        access.ask(|store| store.publish(&channel, message)).await;
    }

    pub(crate) fn beat(&self) -> Beat {
        Beat {
            node: self.node.clone(),
            version: self.bulletin.version(),
            at: self.bulletin.clock.wall(),
        }
    }

    /// Hears of the others, for ever. A subscription that ends is made anew.
    pub(crate) async fn listen(&self) {
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
        match heard().count(now) {
            1..=MESSAGES => {}
            // Told once a second; beyond that, an attacker's messages cost next to nothing.
            OVER => return event::store_flooded(),
            _ => return,
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

const OVER: u32 = MESSAGES + 1;
/// How often a node looks at the store and tells that it is there.
const PERIOD: Duration = Duration::from_secs(1);
/// How long nothing is heard, not even of oneself, before the subscription is made anew.
const QUIET: Duration = Duration::from_secs(5);
