//! Floor 1: how we find out.

#[path = "../support/mod.rs"]
mod support;

mod world;
#[cfg(feature = "private-key-jwt")]
#[path = "../support/signer.rs"]
mod signer;

#[cfg(feature = "private-key-jwt")]
mod authentication;
mod builder;
mod cache;
mod error;
mod event;
mod flight;
mod freshness;
#[cfg(feature = "private-key-jwt")]
mod keys;
mod order;
mod patterns;
mod policy;
mod registered;
#[cfg(feature = "private-key-jwt")]
mod replay;
mod shared_cache;
mod slots;
mod static_fetch;
mod time;
