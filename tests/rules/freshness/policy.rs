//! The bounds of a policy, beside the server's own.

use std::time::Duration;

use proptest::prelude::*;
use tower_cimd::rules::freshness::{FreshnessRules, LifetimeBounds};

use super::answer::read;

/// Seconds; `None` is no bound.
type Bound = Option<u64>;

fn bounds((min, max): (Bound, Bound)) -> LifetimeBounds {
    LifetimeBounds {
        min: min.map(Duration::from_secs),
        max: max.map(Duration::from_secs),
    }
}

const DAY: u64 = 86_400;

#[track_caller]
fn check(control: &str, between: (Bound, Bound), ceiling: u64, seconds: u64) {
    let freshness = read(&[("cache-control", control)], &FreshnessRules::default());
    let bounded = freshness
        .clone()
        .within(bounds(between), Duration::from_secs(ceiling));
    assert_eq!(bounded.lifetime, Duration::from_secs(seconds), "{control}");
    // Nothing else of what the origin said is touched.
    let mut unbounded = bounded;
    unbounded.lifetime = freshness.lifetime;
    assert_eq!(unbounded, freshness);
}

#[test]
fn a_lifetime_is_held_between_the_bounds_of_the_policy() {
    check("max-age=3600", (None, None), DAY, 3600);
    check("max-age=3600", (None, Some(60)), DAY, 60);
    check("max-age=3600", (Some(7200), None), DAY, 7200);
    check("max-age=3600", (Some(60), Some(7200)), DAY, 3600);
    check("max-age=0", (Some(600), Some(600)), DAY, 600);
    check("", (Some(600), None), DAY, 600);
    check(
        "max-age=600, must-revalidate",
        (Some(3600), None),
        DAY,
        3600,
    );
    check("s-maxage=600", (None, Some(60)), DAY, 60);
}

#[test]
fn the_policy_may_go_below_the_shortest_of_the_server_and_not_beyond_its_longest() {
    check("max-age=0", (None, Some(10)), DAY, 10);
    check("max-age=3600", (Some(DAY), None), 7200, 7200);
    check("max-age=3600", (Some(DAY), Some(DAY)), 7200, 7200);
}

#[test]
fn of_two_bounds_that_contradict_each_other_the_longest_counts() {
    check("max-age=3600", (Some(600), Some(60)), DAY, 60);
}

#[test]
fn what_is_no_matter_of_bounds_stays_so() {
    for control in ["no-store", "private", "no-cache", "no-cache, max-age=600"] {
        check(control, (Some(600), None), DAY, 0);
        check(control, (None, Some(600)), DAY, 0);
    }
}

proptest! {
    #[test]
    fn two_bounds_at_once_are_as_narrow_as_one_after_the_other(
        stated in 0_u64..100_000,
        one in (prop::option::of(1..DAY), prop::option::of(1..DAY)),
        other in (prop::option::of(1..DAY), prop::option::of(1..DAY)),
    ) {
        let control = format!("max-age={stated}");
        let freshness = read(&[("cache-control", &control)], &FreshnessRules::default());
        let ceiling = Duration::from_secs(DAY);
        let both = bounds(one).and(bounds(other));
        prop_assert_eq!(both, bounds(other).and(bounds(one)));
        let lifetime = freshness.within(both, ceiling).lifetime;
        for max in [one.1, other.1].into_iter().flatten() {
            prop_assert!(lifetime <= Duration::from_secs(max));
        }
        let least = [one.0, other.0].into_iter().flatten().max().unwrap_or_default();
        let most = [one.1, other.1].into_iter().flatten().min().unwrap_or(DAY);
        prop_assert!(lifetime >= Duration::from_secs(least.min(most)));
    }
}
