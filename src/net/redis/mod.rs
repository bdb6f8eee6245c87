//! What nodes share, on a Redis server.

mod connection;
mod subscription;
mod store;

pub use self::store::RedisStore;
