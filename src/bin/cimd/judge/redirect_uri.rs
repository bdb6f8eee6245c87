//! `registered` and `requested`: does the request name a registered redirection URI?

use serde_json::Value;
use tower_cimd::rules::redirect_uri::matches;

use super::judgement::Judgement;

/// `true` or `false`. Judges matching alone: the entries of `registered` may be any client's, also
/// of one that was registered by other means.
pub(crate) fn judge(record: &Value) -> Judgement {
    let requested = record["requested"].as_str().unwrap_or_default();
    let registered = record["registered"].as_array().into_iter().flatten();
    let mut entries = registered.filter_map(Value::as_str);
    if entries.any(|entry| matches(entry, requested)) {
        return Judgement::new(true);
    }
    Judgement::new(false).because(
        "redirect_uri.mismatch",
        "no registered redirection URI is this string, the port of an http loopback one apart",
    )
}
