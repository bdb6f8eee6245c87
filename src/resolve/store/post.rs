//! Withdrawals, sent to the neighbours and heard from them.

use std::any::Any;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::sync::Notify;

use crate::resolve::cache::SharedCache;
use crate::resolve::clock::{Clock, within};
use crate::resolve::event;
use crate::resolve::store::access::{Access, RETRY};
use crate::resolve::store::backend::Subscription;
use crate::resolve::store::desk::{Desk, Kind};
use crate::resolve::store::heard::{Heard, MESSAGES};
use crate::resolve::store::refusal::StoreRefusal;
use crate::resolve::store::shelf::SKEW;
use crate::resolve::store::watermarks::Watermarks;

/// Says "nothing of this client that was fetched before T", and acts on it when others say so (T9).
///
/// To hear the same thing twice changes nothing, so that a replayed message is harmless.
#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) access: Arc<Access>,
    /// What is written and read by: first that of these settings, then that of the settings before,
    /// if the server has read new ones. Nodes read them one after the other, and hear each other
    /// meanwhile.
    pub(crate) desks: Vec<Arc<Desk>>,
    pub(crate) watermarks: Watermarks,
    pub(crate) cache: SharedCache,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) heard: Arc<Mutex<Heard>>,
    /// What listens by the settings before, until this does.
    pub(crate) relieved: Mutex<Option<Arc<dyn Any + Send + Sync>>>,
}

/// What is still to be told.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    withdrawals: Mutex<VecDeque<Withdrawal>>,
    posted: Notify,
}

/// What is told.
#[derive(Clone, Debug)]
pub(crate) struct Withdrawal {
    client_id: Arc<str>,
    older_than: SystemTime,
}

impl Post {
    /// Withdraws the client's document here at once, and from the store and the neighbours as
    /// soon as they can be reached.
    pub(crate) fn withdraw(&self, client_id: &str) {
        // A stranger can have what is not there withdrawn at will, and fills half of it at most.
        let room = match self.watermarks.has_seen(client_id) {
            true => OUTBOX,
            false => OUTBOX / 2,
        };
        let older_than = self.watermarks.withdraw(client_id, self.clock.wall());
        let mut outbox = lock(&self.outbox.withdrawals);
        if outbox.len() < room {
            outbox.push_back(Withdrawal {
                client_id: client_id.into(),
                older_than,
            });
            self.outbox.posted.notify_one();
        } else {
            event::withdrawal_lost(&self.access.throttle, client_id);
        }
    }

    /// Delivers what is in the outbox, for ever. What cannot be delivered is tried again.
    pub(crate) async fn deliver(&self) {
        loop {
            let first = lock(&self.outbox.withdrawals).front().cloned();
            match first {
                None => self.outbox.posted.notified().await,
                Some(withdrawal) => match self.send(&withdrawal).await {
                    Some(()) => drop(lock(&self.outbox.withdrawals).pop_front()),
                    None => self.clock.sleep(RETRY).await,
                },
            }
        }
    }

    async fn send(&self, withdrawal: &Withdrawal) -> Option<()> {
        for desk in &self.desks {
            self.send_by(desk, withdrawal).await?;
        }
        Some(())
    }

    /// First from the store, then from the nodes, which might otherwise find it there again.
    async fn send_by(&self, desk: &Desk, withdrawal: &Withdrawal) -> Option<()> {
        let client_id = &*withdrawal.client_id;
        let (key, channel) = (desk.document_key(client_id), desk.channel());
        let message = desk.close(Kind::Withdrawal, client_id, |writer| {
            writer.time(withdrawal.older_than);
        });
        self.access.ask(|store| store.forget(&key)).await?;
        self.access
            .ask(|store| store.publish(&channel, message))
            .await
    }

    /// Hears what the neighbours withdraw, for ever. A subscription that ends is made anew.
    pub(crate) async fn listen(&self, desk: &Desk) {
        let channel = desk.channel();
        loop {
            let subscription = self.access.ask(|store| store.subscribe(&channel)).await;
            if let Some(subscription) = subscription {
                drop(lock(&self.relieved).take());
                self.follow(desk, subscription).await;
            }
            self.clock.sleep(RETRY).await;
        }
    }

    /// Until the subscription ends.
    async fn follow(&self, desk: &Desk, mut subscription: Box<dyn Subscription>) {
        loop {
            match within(&*self.clock, QUIET, subscription.next()).await {
                Some(Ok(message)) => self.hear(desk, &message),
                Some(Err(_)) => return,
                // Nothing to hear, or nobody there: a connection can be cut without a sound.
                None => match self.access.ask(|_| subscription.ping()).await {
                    Some(()) => {}
                    None => return,
                },
            }
        }
    }

    fn hear(&self, desk: &Desk, message: &Bytes) {
        let now = self.clock.now();
        match lock(&self.heard).count(now) {
            1..=MESSAGES => match self.open(desk, message) {
                Ok(withdrawal) => self.heed(&withdrawal),
                Err(refusal) => {
                    event::store_refused(&self.access.throttle, None, refusal.rule());
                }
            },
            // Told once a second; beyond that, an attacker's messages cost next to nothing.
            OVER => event::store_flooded(),
            _ => {}
        }
    }

    fn open(&self, desk: &Desk, message: &Bytes) -> Result<Withdrawal, StoreRefusal> {
        let (client_id, older_than) =
            desk.open(Kind::Withdrawal, message, |reader| reader.time())?;
        match older_than > self.clock.wall() + SKEW {
            true => Err(StoreRefusal::Future),
            false => Ok(Withdrawal {
                client_id: client_id.into(),
                older_than,
            }),
        }
    }

    fn heed(&self, withdrawal: &Withdrawal) {
        let client_id = &*withdrawal.client_id;
        if !self.watermarks.hear(client_id, withdrawal.older_than) {
            return;
        }
        // The clock of whoever withdrew it may be behind the one by which the copy here was
        // fetched. To drop a copy too many costs one look at the store.
        let over = withdrawal.older_than + SKEW;
        let held = self.cache.get(client_id);
        if held
            .as_ref()
            .is_some_and(|held| held.client().fetched_at() >= over)
        {
            return;
        }
        // What is under way was asked for before this was heard, and is not kept either.
        self.cache.withdraw(client_id, self.clock.now());
        if held.is_some() {
            event::withdrawn(client_id);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Withdrawals that wait for the store to come back.
const OUTBOX: usize = 1024;
const OVER: u32 = MESSAGES + 1;
/// How long nothing is heard before the store is asked whether it is still there.
const QUIET: Duration = Duration::from_secs(5);
