//! A whole authorization server over real sockets, and the requests of the world to it.
//!
//! `app` is the server: the layer checks and authenticates, the app grants. `world` is the fixed
//! world of `tests/vectors/SOURCES.md` around it, `wire` sends bytes as they are written.

#[path = "../support/assertion.rs"]
mod assertion;
#[path = "../judge/rows.rs"]
mod rows;
#[path = "../support/signer.rs"]
mod signer;
#[path = "../support/mod.rs"]
mod support;

mod app;
mod wire;
mod world;

mod assertions;
mod flows;
mod recorded;
mod requests;
mod shapes;
mod slow;
mod verdict;
mod wycheproof;
