//! A store in memory.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::broadcast;

use crate::resolve::clock::Clock;
use crate::resolve::fetch::BoxFuture;
use crate::resolve::store::backend::{Store, StoreError, Subscription};

/// A store in this process's memory, for tests of several resolvers at once.
///
/// Clones share the contents. It never fails, and holds what is put until that expires: it is not
/// for production, where [`SharedCache`](crate::resolve::SharedCache) is what resolvers of one
/// process share.
#[derive(Clone)]
pub struct MemoryStore {
    clock: Arc<dyn Clock>,
    contents: Arc<Mutex<Contents>>,
}

#[derive(Default)]
struct Contents {
    values: HashMap<String, Value>,
    channels: HashMap<String, broadcast::Sender<Bytes>>,
}

struct Value {
    bytes: Bytes,
    until: Instant,
}

impl MemoryStore {
    /// An empty store in which things expire by `clock`.
    pub fn new(clock: impl Clock) -> Self {
        MemoryStore {
            clock: Arc::new(clock),
            contents: Arc::default(),
        }
    }

    /// The keys under which something lies, in no order.
    pub fn keys(&self) -> Vec<String> {
        self.contents().values.keys().cloned().collect()
    }

    /// What has not expired.
    fn contents(&self) -> MutexGuard<'_, Contents> {
        let now = self.clock.now();
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        contents.values.retain(|_, value| now < value.until);
        contents
    }

    fn value(&self, bytes: Bytes, lifetime: Duration) -> Value {
        let until = self.clock.now() + lifetime;
        Value { bytes, until }
    }

    fn sender(&self, channel: &str) -> broadcast::Sender<Bytes> {
        let mut contents = self.contents();
        let made = || broadcast::Sender::new(BACKLOG);
        let channel = contents.channels.entry(channel.to_owned());
        channel.or_insert_with(made).clone()
    }
}

impl Store for MemoryStore {
    fn get<'a>(
        &'a self,
        key: &'a str,
        most: usize,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>> {
        let contents = self.contents();
        let read = |value: &Value| value.bytes.slice(..value.bytes.len().min(most));
        ready(contents.values.get(key).map(read))
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let value = self.value(value, lifetime);
        self.contents().values.insert(key.to_owned(), value);
        ready(())
    }

    fn forget<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.contents().values.remove(key);
        ready(())
    }

    fn lease<'a>(
        &'a self,
        key: &'a str,
        token: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>> {
        let token = self.value(token, lifetime);
        ready(match self.contents().values.entry(key.to_owned()) {
            Entry::Occupied(held) => Some(held.get().bytes.clone()),
            Entry::Vacant(free) => {
                free.insert(token);
                None
            }
        })
    }

    fn release<'a>(&'a self, key: &'a str, token: Bytes) -> BoxFuture<'a, Result<(), StoreError>> {
        let mut contents = self.contents();
        if contents
            .values
            .get(key)
            .is_some_and(|held| held.bytes == token)
        {
            contents.values.remove(key);
        }
        ready(())
    }

    fn publish<'a>(
        &'a self,
        channel: &'a str,
        message: Bytes,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        // An error means that nobody is subscribed.
        let _ = self.sender(channel).send(message);
        ready(())
    }

    fn subscribe<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Box<dyn Subscription>, StoreError>> {
        let messages = self.sender(channel).subscribe();
        ready(Box::new(Messages(messages)))
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

struct Messages(broadcast::Receiver<Bytes>);

impl Subscription for Messages {
    fn next(&mut self) -> BoxFuture<'_, Result<Bytes, StoreError>> {
        Box::pin(async { self.0.recv().await.map_err(StoreError::new) })
    }

    fn ping(&mut self) -> BoxFuture<'_, Result<(), StoreError>> {
        ready(())
    }
}

fn ready<'a, T: Send + 'a>(value: T) -> BoxFuture<'a, Result<T, StoreError>> {
    Box::pin(std::future::ready(Ok(value)))
}

/// Messages that a slow subscriber may be behind before its subscription ends.
const BACKLOG: usize = 1024;
