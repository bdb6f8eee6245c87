//! What nodes share, on a Redis server.

mod connection;
mod subscription;
mod store;
#[cfg(feature = "private-key-jwt")]
mod replay;

#[cfg(feature = "private-key-jwt")]
pub use self::replay::RedisReplayStore;
pub use self::store::RedisStore;
