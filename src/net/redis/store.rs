//! The operations of a store, as commands.

use std::time::Duration;

use bytes::Bytes;
use redis::{Client, Cmd, FromRedisValue, cmd};

use crate::net::redis::connection::Connection;
use crate::net::redis::subscription::RedisSubscription;
use crate::resolve::fetch::BoxFuture;
use crate::resolve::store::{MOST_TOKEN_BYTES, Store, StoreError, Subscription};

/// A [`Store`] on a Redis server, or one that speaks like it (Valkey), from version 2.6.12.
///
/// ```no_run
/// use tower_cimd::Resolver;
/// use tower_cimd::net::RedisStore;
/// use tower_cimd::resolve::store::SharedStore;
///
/// # fn secret_of_all_nodes() -> [u8; 32] { [7; 32] }
/// let store = RedisStore::open("redis://:password@redis.internal:6379/0")?;
/// let resolver = Resolver::builder("https://as.example.com")
///     .store(SharedStore::new(store, secret_of_all_nodes()))
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Nothing is connected before the first use. A connection that fails is made anew with the next
/// one, so that a node comes back by itself.
///
/// # The server
///
/// * Give it `maxmemory` and `maxmemory-policy noeviction`. A full server then refuses to write, and
///   the nodes go on alone; with eviction, it would lose leases, and whatever else of the host's is
///   in it.
/// * Give it `proto-max-bulk-len 1mb` and a password (ACL). Nodes need the commands `GETRANGE`, `SET`,
///   `DEL`, `EVAL`, `PUBLISH`, `SUBSCRIBE` and `PING`, on keys and channels that begin with
///   `tower-cimd:`. A message on a channel is read whole before it is judged, and the default limit is
///   512 MB.
/// * Keep it off the internet. Documents are public, but the connection is plain TCP: whoever sees it
///   sees the password. For TLS, see [`from_client`](RedisStore::from_client).
#[derive(Debug)]
pub struct RedisStore {
    connection: Connection,
}

impl RedisStore {
    /// The server at `url`: `redis://[user][:password@]host[:port][/database]`, or
    /// `redis+unix:///path`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where `url` is none of these. Whether there is a server is not asked.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let client = Client::open(url).map_err(StoreError::new)?;
        Ok(RedisStore::from_client(client))
    }

    /// The server that `client` leads to, for settings that a URL does not have, as TLS: turn on the
    /// feature `tokio-rustls-comp` of the crate `redis` beside this one, and open a `rediss://` URL.
    pub fn from_client(client: Client) -> Self {
        RedisStore {
            connection: Connection::new(client),
        }
    }

    async fn run<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        self.connection.run(command).await.map_err(StoreError::new)
    }
}

impl Store for RedisStore {
    fn get<'a>(
        &'a self,
        key: &'a str,
        most: usize,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>> {
        Box::pin(async move {
            // Whoever can write to the server decides how long a value is, and not how much of it
            // is read here.
            let mut get = cmd("GETRANGE");
            get.arg(key).arg(0).arg(most.saturating_sub(1));
            let value: Vec<u8> = self.run(&get).await?;
            // The answer is the same for none and for an empty one, which no node writes.
            Ok((!value.is_empty()).then(|| value.into()))
        })
    }

    fn put<'a>(
        &'a self,
        key: &'a str,
        value: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let mut set = cmd("SET");
            set.arg(key).arg(&*value);
            set.arg("PX").arg(milliseconds(lifetime));
            self.run(&set).await
        })
    }

    fn forget<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.run(cmd("DEL").arg(key)).await })
    }

    fn lease<'a>(
        &'a self,
        key: &'a str,
        token: Bytes,
        lifetime: Duration,
    ) -> BoxFuture<'a, Result<Option<Bytes>, StoreError>> {
        Box::pin(async move {
            let mut take = cmd("EVAL");
            take.arg(TAKE).arg(1).arg(key).arg(&*token);
            take.arg(milliseconds(lifetime)).arg(MOST_TOKEN_BYTES - 1);
            let holder: Option<Vec<u8>> = self.run(&take).await?;
            Ok(holder.map(Bytes::from))
        })
    }

    fn release<'a>(&'a self, key: &'a str, token: Bytes) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let mut give_back = cmd("EVAL");
            give_back.arg(GIVE_BACK).arg(1).arg(key).arg(&*token);
            self.run(&give_back).await
        })
    }

    fn publish<'a>(
        &'a self,
        channel: &'a str,
        message: Bytes,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.run(cmd("PUBLISH").arg(channel).arg(&*message)).await })
    }

    fn subscribe<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Box<dyn Subscription>, StoreError>> {
        Box::pin(async move {
            let client = self.connection.client();
            let subscription = RedisSubscription::open(client, channel).await;
            let subscription = subscription.map_err(StoreError::new)?;
            Ok(Box::new(subscription) as Box<dyn Subscription>)
        })
    }
}

fn milliseconds(lifetime: Duration) -> u64 {
    u64::try_from(lifetime.as_millis())
        .unwrap_or(u64::MAX)
        .max(1)
}

/// Scripts, because each must be one step: a lease may run out at any time, and another node may
/// have the next one.
const TAKE: &str = "if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then \
     return false else return redis.call('GETRANGE', KEYS[1], 0, ARGV[3]) end";
const GIVE_BACK: &str = "if redis.call('GET', KEYS[1]) == ARGV[1] then \
     return redis.call('DEL', KEYS[1]) else return 0 end";
