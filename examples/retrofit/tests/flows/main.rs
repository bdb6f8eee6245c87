//! Clients of all kinds against the server as it is, over loopback.

#[path = "../../../../tests/support/signer.rs"]
mod signer;
#[allow(dead_code, reason = "the journey and the tests use a part each")]
#[path = "../../src/visitor.rs"]
mod visitor;

mod world;
mod login;
mod all_the_way;
mod proof_keys;
mod consent;
mod changes;
mod blocked;
mod fetches;
mod database;
mod metadata;
mod program;
