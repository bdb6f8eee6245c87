//! Each client assertion once.
//!
//! A `jti` is claimed after the signature of its assertion is verified, for anybody can write a
//! `jti`, and before anything is granted for it; it stays claimed until the assertion is over, with
//! the skew of the clocks. A store that cannot say whether a `jti` is claimed makes the request
//! fail, 503, and nothing else is asked instead (T7, T20).

mod store;
mod memory;

pub use crate::resolve::replay::memory::MemoryReplayStore;
pub use crate::resolve::replay::store::{Claim, ReplayError, ReplayStore, SingleUse};
