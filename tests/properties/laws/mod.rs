//! What must hold for every input, whoever made it.
//!
//! Each law is a function that takes one input and panics where it is broken. Property tests and
//! fuzz targets run the same functions, and `seeds` gives both the inputs to start from.

pub mod shuffle;
pub mod client_id;
pub mod redirect_uri;
pub mod json;
pub mod facets;
pub mod change;
pub mod document;
pub mod freshness;
pub mod request;
pub mod locate;
pub mod seeds;
