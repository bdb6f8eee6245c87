//! `Expires`, `Date` and `Age`: what the origin's clock says, and how old an answer was on arrival.

use std::time::Duration;

use tower_cimd::rules::freshness::Basis;
use tower_cimd::rules::freshness::Freshness;

use super::answer::OPEN;
use super::answer::date;
use super::answer::fresh;
use super::answer::headers;
use super::answer::received_at;

#[test]
fn expires_counts_from_date() {
    fresh(
        &[("expires", &date(100)), ("date", &date(0))],
        100,
        Basis::Expires,
    );
    fresh(&[("expires", &date(-100))], 0, Basis::Expires);
    fresh(
        &[("expires", &date(200)), ("date", &date(50))],
        150,
        Basis::Expires,
    );
    fresh(
        &[("expires", &date(100)), ("date", "yesterday")],
        100,
        Basis::Expires,
    );
    fresh(
        &[("expires", &date(100)), ("expires", &date(50))],
        50,
        Basis::Expires,
    );
    fresh(
        &[("expires", &date(100)), ("expires", "0")],
        0,
        Basis::Expires,
    );
    fresh(
        &[
            ("expires", "Monday, 23-Nov-26 02:13:30 GMT"),
            ("date", "Mon Nov 23 02:13:20 2026"),
        ],
        10,
        Basis::Expires,
    );
}

#[test]
fn an_expires_that_is_no_date_is_past() {
    for value in [
        "0",
        "-1",
        "",
        "never",
        "Thu, 18 Aug 2050 02:01:18 UTC",
        "Thu, 18 Aug 2050 02:01:18 AEST",
        "Thu, 18  Aug  2050 02:01:18 GMT",
        "Thu, 18 Aug 50 02:01:18 GMT",
        "2050-08-18T02:01:18Z",
        "Thu, 32 Aug 2050 02:01:18 GMT",
    ] {
        fresh(&[("expires", value), ("date", &date(0))], 0, Basis::Expires);
    }
}

#[test]
fn age_is_subtracted_and_never_below_zero() {
    let aged = |age: &str, seconds| {
        fresh(
            &[("cache-control", "max-age=3600"), ("age", age)],
            seconds,
            Basis::MaxAge,
        )
    };
    aged("600", 3000);
    aged("3600", 0);
    aged("7200", 0);
    aged("2147483648", 0);
    aged("99999999999999999999", 0);
    aged("0, 7200", 3600);
    for ignored in ["abc", "7200.0", "-7200", "", "7200;foo=bar", ",7200"] {
        aged(ignored, 3600);
    }
    fresh(
        &[
            ("cache-control", "max-age=3600"),
            ("age", "0"),
            ("age", "7200"),
        ],
        3600,
        Basis::MaxAge,
    );
    fresh(
        &[("expires", &date(100)), ("age", "30")],
        70,
        Basis::Expires,
    );
}

#[test]
fn the_apparent_age_counts_where_it_is_greater() {
    let old = date(-600);
    fresh(
        &[("cache-control", "max-age=3600"), ("date", &old)],
        3000,
        Basis::MaxAge,
    );
    fresh(
        &[
            ("cache-control", "max-age=3600"),
            ("date", &old),
            ("age", "60"),
        ],
        3000,
        Basis::MaxAge,
    );
    fresh(
        &[
            ("cache-control", "max-age=3600"),
            ("date", &old),
            ("age", "900"),
        ],
        2700,
        Basis::MaxAge,
    );
    fresh(
        &[("cache-control", "max-age=3600"), ("date", &date(600))],
        3600,
        Basis::MaxAge,
    );
}

#[test]
fn the_time_that_the_answer_took_is_added_to_its_age() {
    let delay = Duration::from_secs(5);
    let after = |fields: &[(&str, &str)]| {
        Freshness::read(&headers(fields), received_at(), delay, &OPEN).lifetime
    };
    let max_age = ("cache-control", "max-age=100");
    assert_eq!(after(&[max_age]), Duration::from_secs(95));
    assert_eq!(after(&[max_age, ("age", "10")]), Duration::from_secs(85));
    assert_eq!(
        after(&[max_age, ("date", &date(-60))]),
        Duration::from_secs(40)
    );
    let endless = Freshness::read(&headers(&[max_age]), received_at(), Duration::MAX, &OPEN);
    assert_eq!(endless.lifetime, Duration::ZERO);
}
