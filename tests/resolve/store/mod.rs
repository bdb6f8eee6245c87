//! What the nodes of one server share.

pub(crate) mod faulty;
pub(crate) mod nodes;

mod events;
mod leases;
mod memory;
mod outages;
mod refusals;
mod settings;
mod sharing;
mod withdrawals;
