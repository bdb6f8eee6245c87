//! The orders of all nodes, kept up to date beside the requests.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::sync::OnceCell;

use crate::resolve::event;
use crate::resolve::orders::{OrderChange, OrderError};
use crate::resolve::store::access::Health;
use crate::resolve::store::beats::Beats;
use crate::resolve::store::bulletin::Bulletin;
use crate::resolve::store::nodes::Beat;
use crate::resolve::store::rounds::Rounds;

/// Keeps this node's orders up to date, and knows who else is there.
#[derive(Debug)]
pub(crate) struct Board {
    beats: Arc<Beats>,
    rounds: Rounds,
    /// Set once the store was asked for the first time. It says whether it answered.
    began: OnceCell<bool>,
}

impl Board {
    pub(crate) fn new(bulletin: Bulletin, node: String) -> Self {
        Board {
            beats: Arc::new(Beats::new(bulletin, node)),
            rounds: Rounds::default(),
            began: OnceCell::new(),
        }
    }

    /// Waits until the store has been asked once for what is ordered: for no longer than it may
    /// take. Where it is away then, this node goes by no orders until it is back.
    pub(crate) async fn begin(&self) {
        if !self.has_begun() {
            self.ensure();
            let began = self.began.get_or_init(|| self.beats.bulletin.read()).await;
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
        self.rounds.ensure(&self.beats);
    }

    /// Changes what is ordered, and has the other nodes look.
    pub(crate) async fn change(&self, change: &OrderChange) -> Result<(), OrderError> {
        self.begin().await;
        self.beats.bulletin.change(change).await?;
        self.beats.tell().await;
        Ok(())
    }

    /// The nodes that were heard of lately, this one first.
    pub(crate) fn nodes(&self) -> Vec<Beat> {
        self.ensure();
        let now = self.beats.bulletin.clock.now();
        let others = self.beats.nodes.all(now).into_iter();
        let others = others.filter(|beat| beat.node != self.beats.node);
        [self.beats.beat()].into_iter().chain(others).collect()
    }

    pub(crate) fn health(&self) -> Health {
        self.beats.bulletin.access.health()
    }

    /// Whether the store has ever said what is ordered.
    pub(crate) fn has_read(&self) -> bool {
        self.beats.bulletin.has_read.load(Ordering::Acquire)
    }
}
