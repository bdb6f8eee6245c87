//! `cache.jsonl`: the rows about one `Cache-Control` value.

use serde_json::Value;
use serde_json::json;

use crate::judge::freshness;
use crate::rows;

/// Under our bounds: 60 seconds to 24 hours, 5 minutes where nothing is stated, 0 for single use.
const LIFETIMES: [(&str, u64); 20] = [
    ("CC-002", 60),
    ("CC-003", 0),
    ("CC-005", 300),
    ("CC-006", 300),
    ("CC-007", 60),
    ("CC-008", 300),
    ("CC-011", 60),
    ("CC-013", 60),
    ("CC-016", 60),
    ("CC-018", 0),
    ("CC-021", 86_400),
    ("CC-022", 60),
    ("CC-026", 60),
    ("CC-028", 60),
    ("CC-030", 60),
    ("CC-035", 60),
    ("CC-039", 60),
    ("CC-042", 0),
    ("CC-043", 300),
    ("CC-044", 0),
];

#[test]
fn a_cache_control_value_is_answered_within_our_bounds() {
    rows::check(
        "cache.jsonl",
        "id",
        |row| {
            let known = LIFETIMES.iter().find(|(id, _)| row["id"] == **id);
            assert_eq!(known.is_some(), row["cache_control"].is_string(), "{row}");
            known.map(|(_, seconds)| Value::from(*seconds))
        },
        |row| freshness::judge(row).verdict,
    );
}

#[track_caller]
fn judged(record: Value, seconds: u64, rule: &str) {
    let judgement = freshness::judge(&record);
    assert_eq!(judgement.verdict, seconds, "{record}");
    assert_eq!(judgement.rule, rule, "{record}");
    assert!(!judgement.why.is_empty(), "{record}");
}

#[test]
fn a_record_is_read_in_each_of_its_shapes() {
    judged(
        json!({"cache_control": "max-age=600"}),
        600,
        "freshness.max_age",
    );
    judged(
        json!({"headers": {"Cache-Control": "s-maxage=600", "Age": "100"}}),
        500,
        "freshness.s_maxage",
    );
    judged(
        json!({"response_headers": [["Cache-Control", "max-age=900", false], ["Cache-Control", "max-age=600"]]}),
        600,
        "freshness.max_age",
    );
    judged(
        json!({"response_headers": [["Expires", 900], ["Date", 0]]}),
        900,
        "freshness.expires",
    );
    judged(
        json!({"response_headers": [["Expires", -900], ["Date", 0]]}),
        60,
        "freshness.expires",
    );
    let dates = json!({"date": "Thu, 18 Aug 2016 02:01:18 GMT", "expires": "Thu, 18 Aug 2016 02:11:18 GMT"});
    judged(json!({"headers": dates}), 600, "freshness.expires");
    judged(json!({"headers": {"vary": "*"}}), 0, "freshness.vary_any");
    judged(
        json!({"headers": {"cache-control": "no-cache"}}),
        0,
        "freshness.no_cache",
    );
}

#[test]
fn a_record_without_fields_is_one_whose_origin_says_nothing() {
    for record in [
        json!({}),
        json!([]),
        json!(7),
        json!({"headers": 1}),
        json!({"response_headers": [1, [], ["a b", "c"], ["a", "\n"]]}),
        json!({"headers": {"expires": i64::MAX.to_string()}, "cache_control": null}),
    ] {
        let lifetime = freshness::judge(&record).verdict;
        assert!(lifetime == 300 || lifetime == 60, "{record}: {lifetime}");
    }
    judged(
        json!({"response_headers": [["Expires", i64::MAX], ["Date", i64::MIN]]}),
        300,
        "freshness.default",
    );
}
