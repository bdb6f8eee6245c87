//! Nothing: see `tests/panics.rs`.
