//! JSON, read strictly. (stub)
