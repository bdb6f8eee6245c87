//! Whether a person or a program reads the answer.

use http::HeaderMap;
use http::header::ACCEPT;

/// Whether a request asks for HTML at least as much as for JSON.
///
/// Only an explicit `text/html` counts: every browser sends it with a navigation, and programs that
/// send `*/*` get JSON.
pub(crate) fn prefers_html(headers: &HeaderMap) -> bool {
    let html = quality(headers, "text/html");
    html > 0.0 && html >= quality(headers, "application/json")
}

/// The greatest weight that `Accept` gives to exactly this media type (RFC 9110 §12.5.1).
fn quality(headers: &HeaderMap, media_type: &str) -> f32 {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|range| weight(range, media_type))
        .fold(0.0, f32::max)
}

fn weight(range: &str, media_type: &str) -> Option<f32> {
    let mut parts = range.split(';').map(str::trim);
    parts.next()?.eq_ignore_ascii_case(media_type).then(|| {
        parts
            .find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")))
            .map_or(1.0, |weight| weight.parse().unwrap_or(0.0))
    })
}
