//! Floor 0: what is true.
//!
//! Pure functions over bytes and strings: no async, no clock, no I/O, no logging. A stranger's
//! bytes reach this floor first, and it can be fuzzed without a network. Files import only files
//! listed above them.

pub(crate) mod wire;
pub(crate) mod refusal;
pub(crate) mod uri;
pub(crate) mod host;
pub(crate) mod site;
pub(crate) mod well_known;
pub mod address;
pub mod blame;
pub mod reason;
pub mod media_type;
pub mod client_id;
pub mod issuer;
pub mod redirect_uri;
pub(crate) mod seal;
pub mod json;
pub mod jwks;
pub mod auth_method;
pub mod authenticated;
pub mod publication;
pub mod rule_set;
pub mod profile;
pub mod document;
pub mod client;
pub mod effective;
pub mod change;
pub mod escaped;
pub mod consent;
pub mod binding;
pub mod freshness;
pub mod snapshot;
pub mod leg;
pub mod parameters;
pub mod basic;
pub mod assertion;
#[cfg(feature = "private-key-jwt")]
pub mod jws;
#[cfg(feature = "private-key-jwt")]
pub mod client_assertion;
pub mod access_token;
pub mod protected_resource;
pub mod locate;
pub mod pkce;
pub mod authorization_response;
pub mod checks;
