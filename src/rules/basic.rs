//! HTTP Basic client credentials (stub)
