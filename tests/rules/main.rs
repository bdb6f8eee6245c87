//! Floor 0: what is true.

mod address;
mod assertion;
mod auth_method;
mod basic;
mod binding;
mod change;
mod client;
mod client_id;
mod consent;
mod document;
mod escaped;
mod freshness;
mod issuer;
mod json;
mod jwks;
mod locate;
mod media_type;
mod parameters;
mod profile;
mod publication;
mod redirect_uri;
mod thumbprint;
