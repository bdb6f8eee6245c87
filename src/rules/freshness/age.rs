//! How old an answer was when it arrived.

use std::time::Duration;
use std::time::SystemTime;

use http::HeaderMap;
use http::HeaderValue;
use http::header::AGE;
use http::header::DATE;

use crate::rules::freshness::cache_control::seconds;

/// When an answer was made: its `Date`, or when it was received where it has none that can be read
/// (RFC 9110 §6.6.1).
pub(super) fn date(headers: &HeaderMap, received_at: SystemTime) -> SystemTime {
    headers.get(DATE).and_then(http_date).unwrap_or(received_at)
}

/// The `corrected_initial_age` of RFC 9111 §4.2.3.
pub(super) fn initial_age(
    headers: &HeaderMap,
    received_at: SystemTime,
    response_delay: Duration,
) -> Duration {
    let apparent = received_at.duration_since(date(headers, received_at));
    let corrected = age_value(headers).saturating_add(response_delay);
    apparent.unwrap_or_default().max(corrected)
}

/// A date in one of the three formats of RFC 9110 §5.6.7.
pub(super) fn http_date(value: &HeaderValue) -> Option<SystemTime> {
    httpdate::parse_http_date(value.to_str().ok()?).ok()
}

/// The first of several `Age` values counts, and one that is no number is ignored (RFC 9111 §5.1).
fn age_value(headers: &HeaderMap) -> Duration {
    let value = headers.get(AGE).and_then(|value| value.to_str().ok());
    let first = value.and_then(|value| value.split(',').next());
    first
        .and_then(|value| seconds(value.trim()))
        .unwrap_or_default()
}
