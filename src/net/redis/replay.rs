//! Used assertions, on a Redis server.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use redis::{Client, RedisError, cmd};

use crate::net::redis::connection::Connection;
use crate::resolve::clock::{Clock, SystemClock};
use crate::resolve::fetch::BoxFuture;
use crate::resolve::replay::{Claim, ReplayError, ReplayStore, SingleUse};
use crate::resolve::store::StoreError;

/// A [`ReplayStore`] of all nodes of a server, on a Redis server or one that speaks like it
/// (Valkey), from version 5.
///
/// ```no_run
/// use std::sync::Arc;
/// use tower_cimd::net::RedisReplayStore;
/// use tower_cimd::resolve::{Authenticator, Clock, KeySets};
/// use tower_cimd::rules::issuer::Issuer;
///
/// # fn authenticator(issuer: Issuer, keys: KeySets, clock: Arc<dyn Clock>)
/// # -> Result<Authenticator, Box<dyn std::error::Error>> {
/// let used = RedisReplayStore::open("redis://:password@redis.internal:6379/0")?;
/// let authenticator = Authenticator::new(issuer, keys, Arc::new(used), clock);
/// # Ok(authenticator)
/// # }
/// ```
///
/// A claim is one script, and so one step, however many nodes run it at once: of all uses of an
/// assertion exactly one is answered with [`Claim::First`]. Each client has one sorted set, under a
/// key of fixed length without a stranger's text in it; the script counts what is not over against the
/// [limit](RedisReplayStore::client_limit), adds the assertion, and drops what is over.
/// What is over is decided by the server's clock alone, and not before the nodes' clocks could be a
/// minute apart.
///
/// There is nothing behind it. Where the server is away, full or late, claims fail, and requests are
/// answered 503 (T7).
///
/// # The server
///
/// * Give it `maxmemory-policy noeviction`, as for [`RedisStore`](crate::net::RedisStore). With
///   eviction it would forget used assertions, which could then be used again. A claim takes some
///   200 bytes for at most eight minutes.
/// * Whoever can delete its keys can use an assertion that he has seen once more, until it is over.
///   So can everybody after a restart without a log (`appendonly`), or after a failover to a replica
///   that had not yet been told. Where that matters, keep assertions short
///   ([`max_lifetime`](crate::rules::client_assertion::AssertionRules::max_lifetime)).
/// * Give it a password (ACL). Nodes need the commands `EVAL`, `TIME`, `ZADD`, `ZCOUNT`, `ZSCORE`,
///   `ZREMRANGEBYSCORE`, `PTTL` and `PEXPIRE`, on keys that begin with `tower-cimd:jti:`.
#[derive(Debug)]
pub struct RedisReplayStore {
    connection: Connection,
    clock: Arc<dyn Clock>,
    client_limit: u32,
}

impl RedisReplayStore {
    /// The server at `url`, as for [`RedisStore::open`](crate::net::RedisStore::open). Nothing is
    /// connected before the first use.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where `url` leads nowhere. Whether there is a server is not asked.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let client = Client::open(url).map_err(StoreError::new)?;
        Ok(RedisReplayStore::from_client(client))
    }

    /// The server that `client` leads to, as for
    /// [`RedisStore::from_client`](crate::net::RedisStore::from_client).
    pub fn from_client(client: Client) -> Self {
        RedisReplayStore {
            connection: Connection::new(client),
            clock: Arc::new(SystemClock),
            client_limit: CLIENT_LIMIT,
        }
    }

    /// The most assertions of one client that are remembered at once; a claim beyond fails. Default
    /// 32,768, as many as one client has in a
    /// [`MemoryReplayStore`](crate::resolve::MemoryReplayStore): 70 authentications a second of the
    /// longest-lived assertions.
    #[must_use]
    pub fn client_limit(mut self, assertions: u32) -> Self {
        self.client_limit = assertions;
        self
    }

    /// The clock by which assertions are accepted. Default [`SystemClock`]. For tests.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    async fn claim_now(&self, wanted: SingleUse<'_>) -> Result<Claim, ReplayError> {
        let kept = self.kept(wanted.until);
        let mut claim = cmd("EVAL");
        claim.arg(CLAIM).arg(1).arg(key(&wanted));
        claim.arg(&wanted.digest()[..]);
        claim.arg(u64::try_from(kept.as_millis()).unwrap_or(u64::MAX).max(1));
        claim.arg(self.client_limit);
        match self.connection.run(&claim).await.map_err(unavailable)? {
            FIRST => Ok(Claim::First),
            REPEATED => Ok(Claim::Repeated),
            FULL => Err(ReplayError::Full),
            other => Err(ReplayError::Unavailable(
                format!("the script answered {other}").into(),
            )),
        }
    }

    fn kept(&self, until: SystemTime) -> Duration {
        let until = until.checked_add(APART).unwrap_or(until);
        until.duration_since(self.clock.wall()).unwrap_or_default()
    }
}

impl ReplayStore for RedisReplayStore {
    fn claim<'a>(&'a self, wanted: SingleUse<'a>) -> BoxFuture<'a, Result<Claim, ReplayError>> {
        Box::pin(self.claim_now(wanted))
    }
}

fn key(wanted: &SingleUse<'_>) -> String {
    let digest = wanted.client_digest();
    let digest = digest.iter().map(|byte| format!("{byte:02x}"));
    format!("{PREFIX}{}", digest.collect::<String>())
}

fn unavailable(error: RedisError) -> ReplayError {
    ReplayError::Unavailable(error.into())
}

/// How far the clocks of two nodes may be apart: an assertion is remembered until it is over on the
/// last of them.
const APART: Duration = Duration::from_secs(60);
const CLIENT_LIMIT: u32 = 32 * 1024;
const PREFIX: &str = "tower-cimd:jti:";

const FIRST: i64 = 1;
const REPEATED: i64 = 0;
const FULL: i64 = -1;
/// A script, because counting and claiming must be one step, and one clock decides what is over. The
/// addition is the first of its writes: a full server lets pass what comes after one. Milliseconds.
const CLAIM: &str = "local time = redis.call('TIME') \
     local now = time[1] * 1000 + math.floor(time[2] / 1000) \
     local over = redis.call('ZSCORE', KEYS[1], ARGV[1]) \
     if over and tonumber(over) > now then return 0 end \
     local held = redis.call('ZCOUNT', KEYS[1], '(' .. string.format('%.0f', now), '+inf') \
     if held >= tonumber(ARGV[3]) then return -1 end \
     redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1]) \
     redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now)) \
     if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then \
     redis.call('PEXPIRE', KEYS[1], ARGV[2]) end \
     return 1";
