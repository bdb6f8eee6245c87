//! The unverified subject of a client assertion (stub)
