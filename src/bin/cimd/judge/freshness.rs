//! `cache_control`, `headers` or `response_headers`: how many seconds may a document be reused?

use std::time::Duration;
use std::time::SystemTime;

use http::HeaderMap;
use http::HeaderName;
use http::HeaderValue;
use http::header::CACHE_CONTROL;
use http::header::DATE;
use serde_json::Value;
use tower_cimd::rules::freshness::Freshness;
use tower_cimd::rules::freshness::FreshnessRules;

use super::judgement::Judgement;

/// The lifetime in whole seconds under the default rules; 0 where a document is for one use, or
/// must be asked for again each time.
///
/// The record's answer counts as received at its own `Date`. A number in place of a date is that
/// many seconds from its receipt.
pub(crate) fn judge(record: &Value) -> Judgement {
    let rules = FreshnessRules::default();
    let now = SystemTime::now();
    let headers = headers(record, now);
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    let received_at = date.and_then(|date| httpdate::parse_http_date(date).ok());
    let freshness = Freshness::read(&headers, received_at.unwrap_or(now), Duration::ZERO, &rules);
    let seconds = freshness.lifetime.as_secs();
    Judgement::new(seconds).because(freshness.basis.rule(), freshness.basis.to_string())
}

/// The fields of a record; those that cannot be sent are left out.
fn headers(record: &Value, now: SystemTime) -> HeaderMap {
    let object = record["headers"].as_object().into_iter().flatten();
    let object = object.map(|(name, value)| (name.as_str(), value));
    let list = record["response_headers"].as_array().into_iter().flatten();
    let list = list.filter_map(|field| Some((field[0].as_str()?, &field[1])));
    let lone = record.get("cache_control");
    let lone = lone.map(|value| (CACHE_CONTROL.as_str(), value));
    let mut headers = HeaderMap::new();
    for (name, value) in object.chain(list).chain(lone) {
        if let (Ok(name), Some(value)) = (HeaderName::try_from(name), field(value, now)) {
            headers.append(name, value);
        }
    }
    headers
}

fn field(value: &Value, now: SystemTime) -> Option<HeaderValue> {
    let text = match (value.as_str(), value.as_i64()) {
        (Some(text), _) => text.trim().to_owned(),
        (None, Some(offset)) => http_date(now, offset)?,
        (None, None) => return None,
    };
    HeaderValue::try_from(text).ok()
}

/// The date so many seconds from now, as far as HTTP can write it.
fn http_date(now: SystemTime, offset: i64) -> Option<String> {
    let distance = Duration::from_secs(offset.unsigned_abs());
    let date = match offset < 0 {
        true => now.checked_sub(distance),
        false => now.checked_add(distance),
    }?;
    let seconds = date.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
    (seconds < YEAR_10000).then(|| httpdate::fmt_http_date(date))
}

const YEAR_10000: u64 = 253_402_300_800;
