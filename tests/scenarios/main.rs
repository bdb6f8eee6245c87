//! What publishers, their networks and their name servers do, through the real fetcher and resolver.
//!
//! Every row of `origin_scenarios.jsonl` and `cache.jsonl` (`tests/vectors/SOURCES.md`) is played over
//! sockets of loopback. A row that ends otherwise than its source expects stands in
//! `expected_differences.json` with its reason; a row that nobody plays fails.
#![cfg(all(feature = "reqwest", feature = "axum"))]

#[path = "../support/origin.rs"]
mod origin;
#[path = "../judge/rows.rs"]
mod rows;
#[path = "../support/mod.rs"]
mod support;

mod row;
mod world;

mod cache;
mod dns;
mod flips;
mod http1;
mod http2;
mod sequence;
mod server;
mod tcp;
mod tls;
