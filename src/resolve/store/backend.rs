//! The seam to what the nodes share.

use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

use bytes::Bytes;

use crate::resolve::fetch::BoxFuture;

/// A place where the nodes of one server leave sealed bytes for each other.
///
/// An implementation is trusted with nothing: it may lose, mix up, forge or delay. What it holds is
/// sealed before it gets there and judged again when it comes back. It only moves bytes, and owes
/// no more than that: no retry, no cache, no deadline of its own. Any operation may be dropped
/// before it ends; whether it has happened is then open.
///
/// Keys and channels are ASCII, at most 128 bytes; a token has at most [`MOST_TOKEN_BYTES`].
///
/// The crate's own are `net::RedisStore` (feature `redis`) and
/// [`MemoryStore`](crate::resolve::store::MemoryStore).
pub trait Store: Debug + Send + Sync + 'static {
    /// What lies under `key`. Of a value longer than `most` bytes no more than that many are read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the store did not do it, as with every method of this trait.
    fn get<'a>(
        &'a self,
        key: &'a str,
        most: usize,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>>;

    /// Puts `value` under `key`, in place of what lay there, and removes it after `lifetime`.
    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Removes what lies under `key`.
    fn forget<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Puts `token` under `key` if nothing lies there, and removes it after `lifetime`.
    ///
    /// `None` if it was put; else the token that lies there.
    fn lease<'a>(
        &'a self,
        key: &'a str,
        token: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>>;

    /// Removes what lies under `key` if it is `token`, in one step.
    fn release<'a>(&'a self, key: &'a str, token: Bytes) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Sends `message` to whoever is subscribed to `channel` now.
    fn publish<'a>(
        &'a self,
        channel: &'a str,
        message: Bytes,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Subscribes to `channel`.
    fn subscribe<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Box<dyn Subscription>, StoreError>>;
}

/// What is sent on one channel.
pub trait Subscription: Send {
    /// The next message.
    ///
    /// Dropping the future loses no message.
    ///
    /// # Errors
    ///
    /// [`StoreError`] once nothing more will come: the subscription is over.
    fn next(&mut self) -> BoxFuture<'_, Result<Bytes, StoreError>>;

    /// Asks the store for a sign of life on this very connection, after a time without a message.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if there is none.
    fn ping(&mut self) -> BoxFuture<'_, Result<(), StoreError>>;
}

/// Why a store did not do what it was asked.
///
/// For the operator's log. Nobody else is told: a node whose store fails works alone.
#[derive(Debug, thiserror::Error)]
#[error("the store failed")]
pub struct StoreError(#[source] Box<dyn Error + Send + Sync>);

impl StoreError {
    /// A failure with its cause.
    pub fn new(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        StoreError(cause.into())
    }
}

/// The longest token of a lease, in bytes: its client_id, and some 200 bytes around it.
pub const MOST_TOKEN_BYTES: usize = 16 * 1024;
