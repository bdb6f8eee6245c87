//! The vectors of `tests/vectors`, replayed through the functions behind `cimd judge`.
//!
//! Every row that we answer otherwise than its source expects stands in
//! `tests/vectors/expected_differences.json` with its reason; a row that differs without standing
//! there fails, and so does one that stands there and no longer differs.

#[path = "../../src/bin/cimd/judge/mod.rs"]
mod judge;
#[cfg(feature = "private-key-jwt")]
#[path = "../support/assertion.rs"]
mod assertion;
mod rows;
#[cfg(feature = "private-key-jwt")]
#[path = "../support/signer.rs"]
mod signer;

mod addresses;
#[cfg(feature = "private-key-jwt")]
mod client_assertions;
mod client_id_urls;
mod documents;
mod freshness;
#[cfg(feature = "private-key-jwt")]
mod jws_wycheproof;
mod redirect_uris;
