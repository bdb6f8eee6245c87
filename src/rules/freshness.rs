//! How long an answer may be reused (RFC 9111). (stub)
use http::HeaderMap;
use std::time::{Duration, SystemTime};
/// Bounds that this server puts on freshness.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FreshnessRules {
    /// default 300 s
    pub default: Duration,
    /// 60 s
    pub min: Duration,
    /// 24 h
    pub max: Duration,
}
/// What an answer allows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Freshness {
    /// remaining lifetime at receipt, clamped
    pub lifetime: Duration,
    /// false: single use, for the running transaction only (no-store, private, Vary: *)
    pub storable: bool,
    /// must revalidate each time (no-cache)
    pub no_cache: bool,
    /// never stale
    pub must_revalidate: bool,
}
impl Freshness {
    /// read
    pub fn read(
        headers: &HeaderMap,
        received_at: SystemTime,
        response_delay: Duration,
        rules: &FreshnessRules,
    ) -> Self {
        let _ = (headers, received_at, response_delay, rules);
        todo!()
    }
}
