//! The vectors of `tests/vectors`, replayed through the functions behind `cimd judge`.
//!
//! Every row that we answer otherwise than its source expects stands in
//! `tests/vectors/expected_differences.json` with its reason; a row that differs without standing
//! there fails, and so does one that stands there and no longer differs.

#[path = "../../src/bin/cimd/judge/mod.rs"]
mod judge;
mod rows;

mod addresses;
mod client_id_urls;
mod documents;
mod freshness;
mod redirect_uris;
