//! The client record, and what real published documents come to.

mod metadata;
mod published;
mod record;
mod rule_set;
