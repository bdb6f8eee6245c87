//! Floor 2: how we touch the wire.
//!
//! The only files that open sockets.

#[cfg(feature = "reqwest")]
pub mod https;
#[cfg(feature = "redis")]
mod redis;
mod default;

#[cfg(feature = "reqwest")]
#[doc(inline)]
pub use self::https::{HttpsFetch, HttpsFetchBuilder, HttpsFetchError, Lookup};
#[cfg(all(feature = "redis", feature = "private-key-jwt"))]
#[doc(inline)]
pub use self::redis::RedisReplayStore;
#[cfg(feature = "redis")]
#[doc(inline)]
pub use self::redis::RedisStore;
