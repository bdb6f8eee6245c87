//! `cimd`: the command line of tower-cimd. (stub)
mod judge;
fn main() {}
