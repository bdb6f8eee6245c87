//! What the server remembers, in memory. Nothing in here grows without bound (T13).

pub(crate) mod random;
pub(crate) mod table;
pub(crate) mod grant;
pub(crate) mod ticket;
pub(crate) mod pushes;
