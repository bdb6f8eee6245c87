//! A store whose channels carry nothing, and which can be made to fail or to forget.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tower_cimd::resolve::BoxFuture;
use tower_cimd::resolve::store::{MemoryStore, Store, StoreError, Subscription};

#[derive(Clone, Debug)]
pub(crate) struct MuteStore {
    inner: MemoryStore,
    refuses_puts: Arc<AtomicBool>,
}

impl MuteStore {
    pub(crate) fn new(inner: MemoryStore) -> Self {
        MuteStore {
            inner,
            refuses_puts: Arc::default(),
        }
    }

    pub(crate) fn refuse_puts(&self, refuses: bool) {
        self.refuses_puts.store(refuses, Ordering::Relaxed);
    }
}

impl Store for MuteStore {
    fn get<'a>(
        &'a self,
        key: &'a str,
        most: usize,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>> {
        self.inner.get(key, most)
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        match self.refuses_puts.load(Ordering::Relaxed) {
            true => Box::pin(async { Err(StoreError::new("it takes nothing, as the test says")) }),
            false => self.inner.put(key, value, lifetime),
        }
    }

    fn forget<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.inner.forget(key)
    }

    fn lease<'a>(
        &'a self,
        key: &'a str,
        token: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>> {
        self.inner.lease(key, token, lifetime)
    }

    fn release<'a>(&'a self, key: &'a str, token: Bytes) -> BoxFuture<'a, Result<(), StoreError>> {
        self.inner.release(key, token)
    }

    fn publish<'a>(&'a self, _: &'a str, _: Bytes) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }

    fn subscribe<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Box<dyn Subscription>, StoreError>> {
        self.inner.subscribe(channel)
    }
}
