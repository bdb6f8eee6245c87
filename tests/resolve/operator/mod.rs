//! What the operator sees, and what he orders.

mod blocks;
mod hostile;
mod listing;
mod modes;
mod mute;
mod orders;
mod pins;
mod records;
mod shared;
mod standing;
