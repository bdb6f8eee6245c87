//! Pages to read: how to put the crate to use, how the house is built, and why each default is what it is.

#[doc = include_str!("retrofit.md")]
pub mod retrofit {}

#[doc = include_str!("mcp.md")]
pub mod mcp {}

#[cfg(feature = "config")]
#[doc = include_str!("settings.md")]
pub mod settings {}

#[doc = include_str!("trust.md")]
pub mod trust {}

#[doc = include_str!("storing.md")]
pub mod storing {}

#[doc = include_str!("from_dcr.md")]
pub mod from_dcr {}

#[doc = include_str!("nodes.md")]
pub mod nodes {}

#[doc = include_str!("observability.md")]
pub mod observability {}

#[cfg(feature = "admin")]
#[doc = include_str!("operate.md")]
pub mod operate {}

#[doc = include_str!("threat_model.md")]
pub mod threat_model {}

#[doc = include_str!("troubleshooting.md")]
pub mod troubleshooting {}

#[doc = include_str!("reasons.md")]
pub mod reasons {}

#[doc = include_str!("statements.md")]
pub mod statements {}

#[doc = include_str!("defaults.md")]
pub mod defaults {}

#[doc = include_str!("speed.md")]
pub mod speed {}

#[doc = include_str!("architecture.md")]
pub mod architecture {}
