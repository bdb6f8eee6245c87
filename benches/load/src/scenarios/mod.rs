//! What is measured, a file each.

#[cfg(feature = "peer")]
pub(crate) mod peer;
pub(crate) mod steady;
pub(crate) mod cold;
pub(crate) mod stampede;
pub(crate) mod first;
pub(crate) mod memory;
pub(crate) mod instructions;
