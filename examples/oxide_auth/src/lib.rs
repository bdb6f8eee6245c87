//! An authorization server on oxide-auth that takes Client Identifier URLs.
//!
//! oxide-auth asks a `Registrar` about clients: synchronously, so that it cannot fetch. The
//! [`CimdLayer`](tower_cimd::CimdLayer) has fetched before the handler runs, and each request gets a
//! [registrar of its own](RequestRegistrar) over the client that stands in its extensions. Clients
//! that were registered before are asked of the server's own `ClientMap`, as ever.

mod pages;
mod registrar;
mod request;
mod server;
mod transactions;

pub use crate::registrar::RequestRegistrar;
pub use crate::server::router;
