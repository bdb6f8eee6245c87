//! The server as it was before, and the server as it is: no registered client can tell them apart.
//!
//! What stands at the root of this program is the library's own source without the lines that CIMD added, as
//! `build.rs` has made it. It is the crate `retrofit` that has them.
#![allow(dead_code, reason = "the tests use a part of the server that was")]

include!(concat!(env!("OUT_DIR"), "/before/lib.rs"));

mod marks;
mod cost;
mod wire;
mod servers;
mod script;
mod replay;
