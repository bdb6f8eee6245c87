//! The client: what its document says, as far as this server goes along.
//!
//! A [`Client`] is a judged document and the facts of its fetch. It cannot be made but by
//! [`Client::derive`], so whoever holds one asks nothing again; it does not change, so a copy is a
//! reference.
//!
//! What it does not say: that the caller is this client (identified is not authenticated), or
//! that any text in it is true. Names, logos and links are the publisher's own words; the one
//! thing proven is that they were published at the `client_id`.

mod provenance;
mod record;
mod metadata;

pub use crate::rules::client::provenance::{Provenance, Source};
pub use crate::rules::client::record::Client;
