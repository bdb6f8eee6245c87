//! Floor 1: how we find out.

#[path = "../support/mod.rs"]
mod support;

mod publisher;
mod world;

mod budget;
mod builder;
mod cache;
mod error;
mod event;
mod flight;
mod freshness;
mod observer;
mod order;
mod patterns;
mod pins;
mod policy;
mod refresh;
mod registered;
mod shared_cache;
mod slots;
mod stale;
mod static_fetch;
mod store;
mod time;
mod withdrawn;
