//! When an origin wants to be asked again.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// The `Retry-After` of an answer in seconds (RFC 9110 §10.2.3), from 1 to 300.
///
/// Digits alone: a date would be read by a clock that is not the origin's. What is longer than five
/// minutes would let a publisher's slip, or whoever speaks for it for a moment, keep its clients out
/// (T10).
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let digits = headers.get(RETRY_AFTER)?.to_str().ok()?;
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    // What does not fit is longer than the longest.
    let seconds = is_number.then(|| digits.parse().unwrap_or(u64::MAX))?;
    Some(Duration::from_secs(seconds.clamp(SHORTEST, LONGEST)))
}

const SHORTEST: u64 = 1;
const LONGEST: u64 = 300;
