//! Floor 1: how we find out.

#[path = "../support/mod.rs"]
mod support;

mod world;

mod builder;
mod cache;
mod error;
mod event;
mod flight;
mod freshness;
mod order;
mod patterns;
mod policy;
mod registered;
mod shared_cache;
mod slots;
mod static_fetch;
mod store;
mod time;
