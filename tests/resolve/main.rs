//! Floor 1: how we find out.

#[path = "../support/mod.rs"]
mod support;

mod publisher;
#[cfg(feature = "metrics")]
#[path = "../support/recorder.rs"]
mod recorder;
mod world;
#[cfg(feature = "private-key-jwt")]
#[path = "../support/signer.rs"]
mod signer;

#[cfg(feature = "private-key-jwt")]
mod authentication;
mod budget;
mod builder;
mod cache;
mod error;
mod event;
mod explain;
mod flight;
mod flood;
mod freshness;
#[cfg(feature = "private-key-jwt")]
mod key_rates;
#[cfg(feature = "private-key-jwt")]
mod keys;
#[cfg(feature = "metrics")]
mod measures;
mod observer;
mod operator;
mod order;
mod patterns;
mod pins;
mod policy;
mod refresh;
mod registered;
mod replace;
#[cfg(feature = "private-key-jwt")]
mod replay;
mod rulebook;
mod shared_cache;
mod slots;
mod stale;
mod static_fetch;
mod store;
mod table;
mod time;
mod transaction;
mod trial;
mod withdrawn;
