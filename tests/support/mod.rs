//! A clock that stands still and a scripted network, shared by the test binaries.
//!
//! A test binary takes it in with `#[path = "../support/mod.rs"] mod support;`.
#![allow(dead_code, unused_imports)] // Each binary uses its own part.

mod clock;
mod network;
mod store_contract;

pub(crate) use clock::FakeClock;
pub(crate) use network::{DEVICE_GRANT, Moment, ScriptedFetch, document, fetched};
pub(crate) use store_contract::keeps_the_contract;

/// Lets every other task of the runtime run until it waits.
///
/// Needs a current-thread runtime, which `#[tokio::test]` gives.
pub(crate) async fn settle() {
    for _ in 0..64 {
        tokio::task::yield_now().await;
    }
}
