//! Host names: syntax and special use. (stub)
