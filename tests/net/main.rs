//! Floor 2: how we touch the wire. The real fetcher, over TLS, on loopback alone.
#![cfg(feature = "reqwest")]

#[path = "../support/origin.rs"]
mod origin;
mod support;

mod answers;
mod bodies;
mod building;
mod certificates;
#[cfg(feature = "cli")]
mod command;
mod deadlines;
mod dials;
mod egress;
mod environment;
mod lookups;
mod ports;
mod urls;
