//! New settings for a resolver that runs.

mod kept;
mod nodes;
mod taken;
mod under_way;
