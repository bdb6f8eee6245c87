//! How long an answer may be reused (RFC 9111).
//!
//! A client metadata document is fetched for one person and reused for others, so that this server
//! reads `Cache-Control` as a shared cache does. What an origin says is held between bounds of the
//! server's own, which `draft-ietf-oauth-client-id-metadata-document-02 §5.2` allows; whatever is
//! malformed, repeated or contradictory means the shorter time.

mod rules;
mod basis;
mod cache_control;
mod age;
mod lifetime;
mod bounds;
mod stale;

pub use self::basis::Basis;
pub use self::bounds::LifetimeBounds;
pub use self::lifetime::Freshness;
pub use self::rules::FreshnessRules;
pub use self::stale::StaleRules;
