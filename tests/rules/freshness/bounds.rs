//! The server's own bounds.

use std::time::Duration;

use proptest::prelude::*;
use tower_cimd::rules::freshness::Freshness;
use tower_cimd::rules::freshness::FreshnessRules;

use super::answer::headers;
use super::answer::read;
use super::answer::received_at;

#[track_caller]
fn held(control: &str, seconds: u64) {
    let freshness = read(&[("cache-control", control)], &FreshnessRules::default());
    assert_eq!(
        freshness.lifetime,
        Duration::from_secs(seconds),
        "{control}"
    );
}

#[test]
fn the_defaults_are_a_minute_five_minutes_and_a_day() {
    let rules = FreshnessRules::default();
    let seconds = [rules.min, rules.default, rules.max].map(|bound| bound.as_secs());
    assert_eq!(seconds, [60, 300, 86_400]);
}

#[test]
fn a_stated_lifetime_is_held_between_the_bounds() {
    held("max-age=0", 60);
    held("max-age=59", 60);
    held("max-age=61", 61);
    held("max-age=86400", 86_400);
    held("max-age=31536000", 86_400);
    held("max-age=junk", 60);
    held("s-maxage=2, max-age=60", 60);
    held("max-age=0, must-revalidate", 60);
}

#[test]
fn the_default_counts_where_nothing_is_stated() {
    held("", 300);
    held("public, immutable", 300);
    let silent =
        |fields: &[(&str, &str)]| read(fields, &FreshnessRules::default()).lifetime.as_secs();
    assert_eq!(silent(&[]), 300);
    assert_eq!(
        silent(&[("last-modified", "Thu, 18 Aug 2016 02:01:18 GMT")]),
        300
    );
    assert_eq!(silent(&[("age", "100")]), 200);
    assert_eq!(silent(&[("age", "100000")]), 60);
}

#[test]
fn no_bound_makes_a_single_use_longer() {
    held("no-store", 0);
    held("private, max-age=600", 0);
    held("no-cache, max-age=600", 0);
    let any = read(&[("vary", "*")], &FreshnessRules::default());
    assert_eq!(any.lifetime, Duration::ZERO);
}

#[test]
fn the_greatest_lifetime_wins_over_a_least_one_that_is_greater() {
    let second = Duration::from_secs(1);
    let rules = FreshnessRules {
        default: second,
        min: second * 9,
        max: second * 3,
    };
    assert_eq!(
        read(&[("cache-control", "max-age=60")], &rules).lifetime,
        second * 3
    );
}

proptest! {
    #[test]
    fn any_answer_is_within_the_bounds_or_single_use(
        control in "\\PC{0,40}",
        known in "((no-|must-|s-max|max-|stale-)?(age|store|cache|revalidate|if-error)?=?\"?[0-9]{0,22}\"?,? ?){0,4}",
        age in "[0-9,x]{0,12}",
        expires in "(0|Thu, [0-9]{2} Aug [0-9]{4} 02:01:18 GMT)?",
        delay in any::<u64>(),
    ) {
        let fields = [("cache-control", control.as_str()), ("cache-control", &known), ("age", &age), ("expires", &expires), ("date", &expires)];
        let rules = FreshnessRules::default();
        let freshness = Freshness::read(&headers(&fields), received_at(), Duration::from_secs(delay), &rules);
        let reusable = freshness.storable && !freshness.no_cache;
        let bounds = if reusable { rules.min..=rules.max } else { Duration::ZERO..=Duration::ZERO };
        prop_assert!(bounds.contains(&freshness.lifetime), "{:?}", freshness);
    }
}
