//! An answer received at a fixed time.

use std::time::Duration;
use std::time::SystemTime;

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use tower_cimd::rules::freshness::Basis;
use tower_cimd::rules::freshness::Freshness;
use tower_cimd::rules::freshness::FreshnessRules;

/// No bounds: what the origin states and nothing else.
pub(crate) const OPEN: FreshnessRules = FreshnessRules {
    default: Duration::ZERO,
    min: Duration::ZERO,
    max: Duration::MAX,
};

pub(crate) fn received_at() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_400_000)
}

/// So many seconds before or after the receipt, as a field has it.
pub(crate) fn date(offset: i64) -> String {
    let distance = Duration::from_secs(offset.unsigned_abs());
    httpdate::fmt_http_date(match offset < 0 {
        true => received_at() - distance,
        false => received_at() + distance,
    })
}

pub(crate) fn headers(fields: &[(&str, &str)]) -> HeaderMap {
    let fields = fields.iter().map(|(name, value)| {
        let value = HeaderValue::from_str(value).unwrap();
        (HeaderName::try_from(*name).unwrap(), value)
    });
    let mut headers = HeaderMap::new();
    fields.for_each(|(name, value)| {
        headers.append(name, value);
    });
    headers
}

pub(crate) fn read(fields: &[(&str, &str)], rules: &FreshnessRules) -> Freshness {
    Freshness::read(&headers(fields), received_at(), Duration::ZERO, rules)
}

/// Without bounds, under this `Cache-Control`.
pub(crate) fn control(value: &str) -> Freshness {
    read(&[("cache-control", value)], &OPEN)
}

/// Without bounds, so long and for this reason.
#[track_caller]
pub(crate) fn fresh(fields: &[(&str, &str)], seconds: u64, basis: Basis) {
    let freshness = read(fields, &OPEN);
    assert_eq!(
        freshness.lifetime,
        Duration::from_secs(seconds),
        "{fields:?}"
    );
    assert_eq!(freshness.basis, basis, "{fields:?}");
    assert!(freshness.storable, "{fields:?}");
}
