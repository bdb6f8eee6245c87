//! Floor 0: what is true.
//!
//! Pure functions over bytes and strings: no async, no clock, no I/O, no logging. A stranger's
//! bytes reach this floor first, and it can be fuzzed without a network. Files import only files
//! listed above them.

pub(crate) mod uri;
pub(crate) mod host;
pub mod address;
pub mod assertion;
pub mod auth_method;
pub mod basic;
pub mod blame;
pub mod client;
pub mod client_id;
pub mod document;
pub mod freshness;
pub mod issuer;
pub mod json;
pub mod jwks;
pub mod leg;
pub mod locate;
pub mod media_type;
pub mod parameters;
pub mod publication;
pub mod redirect_uri;
pub mod rule_set;
