//! The pages, each from what the resolver says to what people read.

mod lately;
pub(super) mod overview;
pub(super) mod clients;
pub(super) mod client;
pub(super) mod refusals;
pub(super) mod explain;
pub(super) mod orders;
pub(super) mod rulebook;
