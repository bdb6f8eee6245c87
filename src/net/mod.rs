//! Floor 2: how we touch the wire.
//!
//! The only files that open sockets.

pub mod default;
#[cfg(feature = "reqwest")]
pub mod guard;
#[cfg(feature = "reqwest")]
pub mod https;

#[cfg(feature = "reqwest")]
#[doc(inline)]
pub use self::https::{HttpsFetch, HttpsFetchBuilder};
