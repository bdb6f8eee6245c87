//! How a resolver is put together.

mod error;
mod parts;
mod bounds;
mod heritage;
mod assembly;

pub use self::error::BuildError;
pub use self::parts::ResolverBuilder;
#[cfg(feature = "config")]
pub(crate) use self::parts::{CACHE_BYTES, FETCH_DEADLINE, HOOK_DEADLINE, IN_FLIGHT, WAITERS};
