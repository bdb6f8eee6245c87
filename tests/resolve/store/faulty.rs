//! A store with faults.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tower_cimd::resolve::BoxFuture;
use tower_cimd::resolve::store::{MemoryStore, Store, StoreError, Subscription};

/// A [`MemoryStore`] that fails or hangs when a test says so, and counts what it is asked.
#[derive(Clone, Debug)]
pub(crate) struct FaultyStore {
    inner: MemoryStore,
    fault: Arc<AtomicU8>,
    asked: Arc<AtomicUsize>,
}

#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(crate) enum Fault {
    None,
    Fails,
    Hangs,
}

impl FaultyStore {
    pub(crate) fn new(inner: MemoryStore) -> Self {
        FaultyStore {
            inner,
            fault: Arc::default(),
            asked: Arc::default(),
        }
    }

    pub(crate) fn set(&self, fault: Fault) {
        self.fault.store(fault as u8, Ordering::Relaxed);
    }

    /// How many operations it was asked for, subscriptions not counted.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    fn faulty<'a, T: Send + 'a>(
        &'a self,
        operation: BoxFuture<'a, Result<T, StoreError>>,
    ) -> BoxFuture<'a, Result<T, StoreError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.while_well(operation)
    }

    fn while_well<'a, T: Send + 'a>(
        &'a self,
        operation: BoxFuture<'a, Result<T, StoreError>>,
    ) -> BoxFuture<'a, Result<T, StoreError>> {
        Box::pin(async move {
            match self.fault.load(Ordering::Relaxed) {
                0 => operation.await,
                1 => Err(StoreError::new("the store is down, as the test says")),
                _ => std::future::pending().await,
            }
        })
    }
}

impl Store for FaultyStore {
    fn get<'a>(
        &'a self,
        key: &'a str,
        most: usize,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>> {
        self.faulty(Box::pin(async move { self.inner.get(key, most).await }))
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.faulty(Box::pin(async move {
            self.inner.put(key, value, lifetime).await
        }))
    }

    fn forget<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.faulty(Box::pin(async move { self.inner.forget(key).await }))
    }

    fn lease<'a>(
        &'a self,
        key: &'a str,
        token: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>> {
        self.faulty(Box::pin(async move {
            self.inner.lease(key, token, lifetime).await
        }))
    }

    fn release<'a>(&'a self, key: &'a str, token: Bytes) -> BoxFuture<'a, Result<(), StoreError>> {
        self.faulty(Box::pin(
            async move { self.inner.release(key, token).await },
        ))
    }

    fn publish<'a>(
        &'a self,
        channel: &'a str,
        message: Bytes,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.faulty(Box::pin(async move {
            self.inner.publish(channel, message).await
        }))
    }

    fn subscribe<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Box<dyn Subscription>, StoreError>> {
        self.while_well(Box::pin(async move { self.inner.subscribe(channel).await }))
    }
}
