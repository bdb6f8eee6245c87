//! The host's table, with a deadline and without trust.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::Semaphore;

use crate::resolve::cache::SharedCache;
use crate::resolve::clock::{Clock, within};
use crate::resolve::event::{self, Subject, Throttle};
use crate::resolve::fetch::BoxFuture;
use crate::resolve::flight::{self, Flights};
use crate::resolve::store::SKEW;
use crate::resolve::table::client_table::{ClientTable, TableError};
use crate::resolve::table::materialised_client::MaterialisedClient;
use crate::resolve::watermark::Watermarks;
use crate::rules::client::{Client, Source};
use crate::rules::client_id::ClientId;
use crate::rules::rule_set::RuleSet;
use crate::rules::snapshot::SnapshotError;

/// Asks the host's table, and believes nothing that it says but a snapshot that is judged anew.
pub(crate) struct HostTable {
    table: Arc<dyn ClientTable>,
    /// How often events are told.
    throttle: Arc<Throttle>,
    clock: Arc<dyn Clock>,
    deadline: Duration,
    rules: Arc<RuleSet>,
    cache: SharedCache,
    saves: Flights<()>,
    places: Arc<Semaphore>,
    keys: RandomState,
    /// When the document was fetched that was saved last, by client.
    saved: moka::sync::Cache<u64, SystemTime>,
    /// What this node was told to fetch anew.
    forgotten: Arc<Mutex<Watermarks>>,
}

impl HostTable {
    pub(crate) fn new(
        table: Arc<dyn ClientTable>,
        clock: Arc<dyn Clock>,
        deadline: Duration,
        rules: Arc<RuleSet>,
        cache: SharedCache,
    ) -> Self {
        HostTable {
            table,
            throttle: Arc::new(Throttle::new(Arc::clone(&clock))),
            clock,
            deadline,
            rules,
            cache,
            saves: Flights::of(Subject::Row, 1),
            places: Arc::new(Semaphore::new(SAVES)),
            keys: RandomState::new(),
            saved: moka::sync::Cache::new(CLIENTS),
            forgotten: Arc::default(),
        }
    }

    /// Goes on from `before`: what was told to be fetched anew stays so, and what the same table has
    /// got it need not get again.
    pub(crate) fn following(mut self, before: &HostTable) -> Self {
        self.forgotten = Arc::clone(&before.forgotten);
        self.throttle = Arc::clone(&before.throttle);
        if Arc::ptr_eq(&self.table, &before.table) {
            self.saves = before.saves.with_waiters(1);
            self.places = Arc::clone(&before.places);
            self.keys = before.keys.clone();
            self.saved = before.saved.clone();
        }
        self
    }

    /// The client of the host's snapshot, of whatever age, unless it was withdrawn since.
    pub(crate) async fn load(&self, client_id: &ClientId) -> Option<Client> {
        let text = client_id.as_str();
        let stored = self.ask(text, "load", self.table.load(text)).await??;
        match self.judge(client_id, &stored) {
            Ok(client) => Some(client).filter(|client| !self.is_over(client)),
            // A table that compares without case was asked for a client that it does not have (T2).
            Err(rule) if rule == SnapshotError::Client.rule() => None,
            Err(rule) => {
                event::snapshot_refused(&self.throttle, text, rule);
                None
            }
        }
    }

    /// Has the client saved, once for each time that its document was fetched. Nobody waits for it.
    pub(crate) fn save_behind(self: &Arc<Self>, client: &Client) {
        if !self.is_news(client) || !flight::is_possible() {
            return;
        }
        // One that finds no place is saved when it gets its next token.
        let _ = self.saves.join(&client.client_id().to_shared(), || {
            let place = Arc::clone(&self.places).try_acquire_owned()?;
            let (table, client) = (Arc::clone(self), client.clone());
            Ok::<_, tokio::sync::TryAcquireError>(async move {
                let _place = place;
                table.save(&client).await;
            })
        });
    }

    /// Has the snapshot dropped, because the document was withdrawn (T9).
    pub(crate) async fn forget(&self, client_id: &ClientId) {
        let text = client_id.as_str();
        self.saved.invalidate(&self.keys.hash_one(text));
        self.ask(text, "forget", self.table.forget(text)).await;
    }

    /// Uses no snapshot of the client that is older than now.
    pub(crate) fn disregard(&self, client_id: &str) {
        lock(&self.forgotten).raise(client_id, self.clock.now());
    }

    /// Whether the client was withdrawn, or told to be forgotten, after its document was asked for.
    pub(crate) fn is_over(&self, client: &Client) -> bool {
        let (client_id, now) = (client.client_id().as_str(), self.clock.now());
        let ago = self.clock.wall().duration_since(client.terms().asked_at);
        // The calendar may have been set back meanwhile, or have been that of another node.
        let ago = ago.unwrap_or_default() + SKEW;
        let is_later = |mark: Instant| now.saturating_duration_since(mark) < ago;
        let forgotten = lock(&self.forgotten).of(client_id);
        forgotten.is_some_and(is_later) || self.cache.is_withdrawn_since(client_id, ago, now)
    }

    fn judge(&self, client_id: &ClientId, stored: &str) -> Result<Client, &'static str> {
        let client = Client::from_snapshot(client_id, stored, &self.rules);
        let client = client.map_err(|error| error.rule())?;
        match client.fetched_at() > self.clock.wall() + SKEW {
            true => Err(FUTURE),
            false => Ok(client),
        }
    }

    async fn save(&self, client: &Client) {
        let row = MaterialisedClient::of(client);
        let saved = self.ask(&row.client_id, "save", self.table.save(&row));
        if saved.await.is_none() {
            return;
        }
        let key = self.keys.hash_one(&*row.client_id);
        self.saved.insert(key, row.fetched_at);
        // Withdrawn while it was being saved, so that it may have been saved after it was forgotten.
        if self.is_over(client) {
            self.forget(client.client_id()).await;
        }
    }

    /// Whether the table has not got the document yet, and it may go there.
    fn is_news(&self, client: &Client) -> bool {
        let is_fetched = match client.source() {
            Source::Fetched | Source::Cache | Source::Stale => true,
            Source::Pinned | Source::Snapshot => false,
        };
        let key = self.keys.hash_one(client.client_id().as_str());
        let saved = || self.saved.get(&key);
        let is_newer = |saved| saved < client.fetched_at();
        is_fetched && saved().is_none_or(is_newer) && !self.is_over(client)
    }

    async fn ask<T>(
        &self,
        client_id: &str,
        operation: &'static str,
        answer: BoxFuture<'_, Result<T, TableError>>,
    ) -> Option<T> {
        let error = match within(&*self.clock, self.deadline, answer).await {
            Some(Ok(answer)) => return Some(answer),
            Some(Err(error)) => Some(error),
            None => None,
        };
        let error = error.as_deref().map(|error| error as _);
        event::client_table_unavailable(&self.throttle, client_id, operation, error);
        None
    }
}

impl fmt::Debug for HostTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HostTable").field(&self.table).finish()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Saves that are under way at once: several times what a server's pool of connections has.
const SAVES: usize = 64;
/// Clients whose last save is remembered; another one is saved more often than it must be.
const CLIENTS: u64 = 65_536;
/// The rule of a snapshot that claims a time that has not come yet.
const FUTURE: &str = "snapshot.future";
