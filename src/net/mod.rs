//! Floor 2: how we touch the wire.
//!
//! The only files that open sockets. Files import only files listed above them.

#[cfg(feature = "reqwest")]
pub mod lookup;

#[cfg(feature = "reqwest")]
pub(crate) mod guard;

#[cfg(feature = "reqwest")]
pub(crate) mod target;

#[cfg(feature = "reqwest")]
pub(crate) mod failure;

#[cfg(feature = "reqwest")]
pub(crate) mod body;

#[cfg(feature = "reqwest")]
pub(crate) mod danger;

#[cfg(feature = "reqwest")]
pub mod https;

#[cfg(feature = "reqwest")]
pub mod builder;

pub mod default;

#[cfg(feature = "reqwest")]
#[doc(inline)]
pub use self::builder::{HttpsFetchBuilder, HttpsFetchError};
#[cfg(feature = "reqwest")]
#[doc(inline)]
pub use self::https::HttpsFetch;
#[cfg(feature = "reqwest")]
#[doc(inline)]
pub use self::lookup::Lookup;
