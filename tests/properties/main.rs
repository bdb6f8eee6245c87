//! Properties: the laws on inputs made by `proptest`, and on every row of the vectors. The fuzz
//! targets in `fuzz/` hold the same laws against inputs of their own.

pub mod laws;

mod client_id;
mod document;
mod freshness;
mod locate;
mod redirect_uri;
mod vectors;
