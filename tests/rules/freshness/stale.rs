//! What may be used past its freshness, and until when.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue};
use tower_cimd::rules::freshness::{Freshness, FreshnessRules, StaleRules};

const NANOSECOND: Duration = Duration::from_nanos(1);

fn freshness(cache_control: &'static str) -> Freshness {
    let mut headers = HeaderMap::new();
    headers.insert("cache-control", HeaderValue::from_static(cache_control));
    let rules = FreshnessRules::default();
    Freshness::read(&headers, SystemTime::UNIX_EPOCH, Duration::ZERO, &rules)
}

/// `usable` holds until exactly `seconds`; never, where that is zero.
fn check(what: &str, seconds: u64, usable: impl Fn(Duration) -> bool) {
    let end = Duration::from_secs(seconds);
    if seconds > 0 {
        assert!(usable(end - NANOSECOND), "{what}");
    }
    assert!(!usable(end), "{what}");
}

#[test]
fn an_answer_is_fresh_for_its_lifetime() {
    check("max-age", 600, |age| freshness("max-age=600").is_fresh(age));
    check("no-cache", 0, |age| freshness("no-cache").is_fresh(age));
}

#[test]
fn what_is_fetched_anew_is_used_for_so_long_past_its_freshness() {
    let bound = Duration::from_secs(60);
    for (cache_control, until) in [
        ("max-age=600", 660),
        ("max-age=1", 120),
        ("max-age=600, stale-while-revalidate=3600", 660),
        ("max-age=600, stale-while-revalidate=10", 610),
        ("max-age=600, stale-while-revalidate=0", 600),
        ("max-age=600, stale-if-error=0", 660),
    ] {
        let freshness = freshness(cache_control);
        check(cache_control, until, |age| {
            freshness.is_usable_while_revalidating(age, bound)
        });
    }
}

#[test]
fn what_cannot_be_fetched_is_used_until_it_is_so_old() {
    let bound = Duration::from_secs(3600);
    for (cache_control, until) in [
        ("max-age=600", 3600),
        ("max-age=7200", 3600),
        ("max-age=600, stale-if-error=86400", 3600),
        ("max-age=600, stale-if-error=10", 610),
        ("max-age=600, stale-if-error=0", 600),
        ("max-age=600, stale-while-revalidate=0", 3600),
    ] {
        let freshness = freshness(cache_control);
        check(cache_control, until, |age| {
            freshness.is_usable_on_error(age, bound)
        });
    }
}

#[test]
fn what_must_be_revalidated_is_never_used_stale() {
    let long = Duration::from_secs(24 * 60 * 60);
    for directive in [
        "must-revalidate",
        "proxy-revalidate",
        "s-maxage=60",
        "no-cache",
        "no-store",
        "private",
    ] {
        let stated = "max-age=60, stale-if-error=3600, stale-while-revalidate=60";
        let cache_control = format!("{stated}, {directive}").leak();
        let freshness = freshness(cache_control);
        let age = Duration::from_secs(61);
        assert!(!freshness.may_be_stale(), "{directive}");
        assert!(!freshness.is_usable_on_error(age, long), "{directive}");
        assert!(
            !freshness.is_usable_while_revalidating(age, long),
            "{directive}"
        );
    }
}

#[test]
fn a_bound_of_zero_turns_the_use_off() {
    let freshness = freshness("max-age=600, stale-if-error=60, stale-while-revalidate=60");
    check("while revalidating", 600, |age| {
        freshness.is_usable_while_revalidating(age, Duration::ZERO)
    });
    assert!(!freshness.is_usable_on_error(Duration::from_secs(601), Duration::ZERO));
}

#[test]
fn a_window_that_no_calendar_has_ends_nowhere() {
    let freshness = freshness("max-age=600, stale-if-error=99999999999999999999");
    assert!(freshness.is_usable_on_error(Duration::from_secs(3599), Duration::from_secs(3600)));
}

#[test]
fn the_defaults_are_a_minute_an_hour_and_a_day() {
    let rules = StaleRules::default();
    assert_eq!(rules.while_revalidating.as_secs(), 60);
    assert_eq!(rules.on_error.as_secs(), 3600);
    assert_eq!(rules.on_error_at_token.as_secs(), 86_400);
}
