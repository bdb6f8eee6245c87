//! `cache.jsonl`: the rows about one answer and its reuse a few seconds later, without bounds. What
//! takes several answers is the cache's to hold.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::answer::OPEN;
use super::answer::date;
use super::answer::read;

/// Another query is another document: a matter of the key, not of time.
const NOT_OURS: &str = "CT-query-args-different";
/// What the suite waits before the second request.
const PAUSE: Duration = Duration::from_secs(3);

#[test]
fn an_answer_is_reused_where_the_suite_expects_it() {
    let rows = rows();
    assert_eq!(rows.len(), 15);
    for row in rows {
        let fields = fields(&row["requests"][0]["response_headers"]);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let freshness = read(&fields, &OPEN);
        let reused = match freshness.lifetime > PAUSE {
            true => "cached",
            false => "not_cached",
        };
        assert_eq!(row["requests"][1]["expected_type"], reused, "{row}");
    }
}

fn fields(fields: &Value) -> Vec<(String, String)> {
    let fields = fields.as_array().unwrap().iter();
    fields
        .map(|field| {
            let value = field[1].as_i64().map(date);
            let value = value.unwrap_or_else(|| field[1].as_str().unwrap().to_owned());
            (field[0].as_str().unwrap().to_owned(), value)
        })
        .collect()
}

/// Rows that any cache has to satisfy, whose second request is like the first.
fn rows() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/cache.jsonl");
    let rows = fs::read_to_string(path).unwrap();
    let rows = rows.lines().map(|line| serde_json::from_str(line).unwrap());
    rows.filter(|row: &Value| row["tier"] != "optional" && row["id"] != NOT_OURS)
        .filter(|row: &Value| {
            let requests = row["requests"].as_array().map_or(&[][..], Vec::as_slice);
            let plain = |request: &Value| {
                request["request_headers"].is_null() && request["response_status"].is_null()
            };
            let reuse = requests.last().map(|last| &last["expected_type"]);
            requests.len() == 2
                && requests.iter().all(plain)
                && requests[0]["response_headers"].is_array()
                && reuse.is_some_and(|reuse| reuse == "cached" || reuse == "not_cached")
        })
        .collect()
}
