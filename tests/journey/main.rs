//! The whole way at once: a real document, published over TLS on loopback under its true client_id,
//! through the guarded fetcher, the resolver and the layer, into an axum handler.

#[path = "../support/origin.rs"]
mod origin;

mod crowd;
mod published;
mod server;
