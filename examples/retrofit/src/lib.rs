//! A homegrown authorization server.

pub mod clock;
pub mod random;
mod scope;
mod refusal;
mod incoming;
mod client;
mod asked;
pub mod store;
pub mod seed;
pub mod app;
mod identify;
mod page;
mod endpoint;
pub mod server;
