//! `rules::freshness`: how long an answer may be reused.

mod age;
mod answer;
mod bounds;
mod oracle;
mod policy;
mod stale;
mod stated;
mod vectors;
