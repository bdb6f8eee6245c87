//! Pages to read: how the house is built, and why each default is what it is.

#[doc = include_str!("architecture.md")]
pub mod architecture {}

#[doc = include_str!("defaults.md")]
pub mod defaults {}

#[doc = include_str!("reasons.md")]
pub mod reasons {}
