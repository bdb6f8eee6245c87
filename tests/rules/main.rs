//! Floor 0: what is true.

mod access_token;
mod address;
mod assertion;
mod auth_method;
mod authenticated;
mod authorization_response;
mod basic;
mod binding;
mod change;
mod checks;
mod client;
#[cfg(feature = "private-key-jwt")]
mod client_assertion;
mod client_id;
mod consent;
mod document;
mod effective;
mod escaped;
mod freshness;
mod issuer;
mod json;
mod jwks;
#[cfg(feature = "private-key-jwt")]
mod jws;
mod leg;
mod locate;
mod media_type;
mod near_redirect;
mod parameters;
mod pkce;
mod profile;
mod protected_resource;
mod publication;
mod reason;
mod redirect_uri;
#[cfg(feature = "private-key-jwt")]
#[path = "../support/signer.rs"]
mod signer;
mod snapshot;
mod thumbprint;
