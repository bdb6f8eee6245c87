//! Floor 2: how we touch the wire.
//!
//! The only files that open sockets.

#[cfg(feature = "reqwest")]
pub mod https;
mod default;

#[cfg(feature = "reqwest")]
#[doc(inline)]
pub use self::https::{HttpsFetch, HttpsFetchBuilder, HttpsFetchError, Lookup};
