//! The target of every event.

pub(super) const TARGET: &str = "tower_cimd";
