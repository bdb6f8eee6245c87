//! Answers with directives, dates and ages in every form.

use proptest::prelude::*;

use super::laws::freshness::{headers, holds};

fn answers() -> impl Strategy<Value = String> {
    let directive = prop_oneof![
        select(&[
            "no-store",
            "no-cache",
            "private",
            "public",
            "must-revalidate",
            "immutable"
        ])
        .prop_map(String::from),
        (
            select(&["max-age", "s-maxage", "Max-Age", "stale-while-revalidate"]),
            number()
        )
            .prop_map(|(name, number)| format!("{name}={number}")),
        select(ODD).prop_map(String::from),
    ];
    let directives = prop::collection::vec(directive, 0..4)
        .prop_map(|directives| format!("cache-control: {}", directives.join(", ")));
    let line = prop_oneof![
        3 => directives,
        1 => number().prop_map(|number| format!("age: {number}")),
        1 => (select(&["date", "expires", "last-modified"]), select(DATES))
            .prop_map(|(name, date)| format!("{name}: {date}")),
        1 => select(&["vary: *", "vary: accept", "pragma: no-cache", "etag: \"a\""])
            .prop_map(String::from),
    ];
    prop::collection::vec(line, 0..5).prop_map(|lines| lines.join("\n"))
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => (0..100_000_u32).prop_map(|seconds| seconds.to_string()),
        1 => any::<u64>().prop_map(|seconds| seconds.to_string()),
        1 => select(&["", "-1", "\"60\"", "60.5", "1e3", "+60", "060", "99999999999999999999", "x"])
            .prop_map(String::from),
    ]
}

fn select(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn what_an_answer_allows_is_bounded(text in answers()) {
        holds(&headers(&text));
    }

    #[test]
    fn any_field_is_read(value in "[ -~]{0,30}", age in "[ -~]{0,6}") {
        holds(&headers(&format!("cache-control: {value}\nage: {age}")));
    }
}

const ODD: &[&str] = &[
    "no-cache=\"set-cookie\"",
    "private=\"x\"",
    "max-age",
    "x=\"a, no-store\"",
    "\"",
    "=",
    "no-store=1",
    "MAX-AGE = 5",
];

const DATES: &[&str] = &[
    "Mon, 21 Sep 2026 14:13:20 GMT",
    "Mon, 21 Sep 2026 15:13:20 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
    "0",
    "never",
];
