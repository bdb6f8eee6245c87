//! What the fuzz targets hold the crate to: the laws of its own property tests.

#[path = "../../tests/properties/laws/mod.rs"]
pub mod laws;
