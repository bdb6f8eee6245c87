//! The example, asked by real and by made-up clients over loopback.

#[path = "../../../../tests/support/signer.rs"]
mod signer;

mod world;
mod rmcp_client;
mod mounts;
mod authorize;
mod consent;
mod grants;
mod authenticated;
mod pushed;
mod metadata;
mod options;
mod program;
