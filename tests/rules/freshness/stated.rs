//! What an origin states, without bounds.

use std::time::Duration;

use http::HeaderMap;
use http::HeaderValue;
use tower_cimd::rules::freshness::Basis;
use tower_cimd::rules::freshness::Freshness;

use super::answer::OPEN;
use super::answer::control;
use super::answer::date;
use super::answer::fresh;
use super::answer::read;
use super::answer::received_at;

#[track_caller]
fn max_age(value: &str, seconds: u64) {
    fresh(&[("cache-control", value)], seconds, Basis::MaxAge);
}

#[track_caller]
fn single_use(fields: &[(&str, &str)], basis: Basis) {
    let freshness = read(fields, &OPEN);
    assert!(!freshness.storable, "{fields:?}");
    assert_eq!(
        (freshness.lifetime, freshness.basis),
        (Duration::ZERO, basis),
        "{fields:?}"
    );
    assert_eq!(
        (freshness.stale_while_revalidate, freshness.stale_if_error),
        (None, None)
    );
}

#[test]
fn s_maxage_goes_before_max_age_and_max_age_before_expires() {
    let expires = date(100);
    fresh(
        &[
            ("cache-control", "max-age=20, s-maxage=10"),
            ("expires", &expires),
        ],
        10,
        Basis::SharedMaxAge,
    );
    fresh(
        &[("cache-control", "max-age=20"), ("expires", &expires)],
        20,
        Basis::MaxAge,
    );
    fresh(&[("expires", &expires)], 100, Basis::Expires);
    fresh(
        &[("cache-control", "public, immutable, foo")],
        0,
        Basis::Default,
    );
    fresh(&[], 0, Basis::Default);
    fresh(
        &[
            ("cache-control", "s-maxage=0, max-age=600"),
            ("expires", &expires),
        ],
        0,
        Basis::SharedMaxAge,
    );
}

#[test]
fn directives_are_read_in_any_case_and_form() {
    max_age("max-age=3600", 3600);
    max_age("  Max-Age=3600 ,public", 3600);
    max_age("MAX-AGE=\"3600\"", 3600);
    max_age("max-age=003600", 3600);
    max_age(",, max-age=60, ,,", 60);
    max_age("foobar, max-age=60", 60);
    max_age("x-max-age=1, max-age=60, max-agex=1", 60);
}

#[test]
fn a_value_that_is_no_number_of_seconds_is_stale() {
    for value in [
        "",
        "=",
        "=abc",
        "=-3600",
        "=+60",
        "=3600.0",
        "=1e3",
        "='60'",
        "=\"60",
        "=60\"",
        "= 60",
        "=60 s",
        "=0x10",
        "=６０",
        "=\"\\60\"",
    ] {
        max_age(&format!("max-age{value}"), 0);
    }
    fresh(
        &[("cache-control", "s-maxage=invalid, max-age=600")],
        0,
        Basis::SharedMaxAge,
    );
}

#[test]
fn a_number_that_overflows_is_two_to_the_31st() {
    for value in ["2147483648", "2147483649", "99999999999999999999999999"] {
        max_age(&format!("max-age={value}"), 1 << 31);
    }
    max_age("max-age=2147483647", (1 << 31) - 1);
}

#[test]
fn of_directives_that_disagree_the_most_restrictive_counts() {
    max_age("max-age=60,max-age=0", 0);
    max_age("max-age=1800, max-age=1", 1);
    max_age("max-age=1, max-age=1800", 1);
    max_age("max-age=60, max-age=x", 0);
    fresh(
        &[
            ("cache-control", "max-age=1800"),
            ("cache-control", "public"),
            ("cache-control", "max-age=1"),
        ],
        1,
        Basis::MaxAge,
    );
}

#[test]
fn several_lines_are_one_list() {
    single_use(
        &[
            ("cache-control", "max-age=60"),
            ("cache-control", "no-store"),
        ],
        Basis::NoStore,
    );
    let both = read(
        &[
            ("cache-control", "max-age=60"),
            ("cache-control", "must-revalidate"),
        ],
        &OPEN,
    );
    assert!(both.must_revalidate);
}

#[test]
fn what_stands_in_a_quoted_string_is_no_directive() {
    max_age("max-age=1, extension=\"max-age=3600\"", 1);
    max_age("extension=\"max-age=1, no-store\", max-age=3600", 3600);
    max_age("extension=\"a\\\", no-store, \\\"b\", max-age=60", 60);
    single_use(
        &[("cache-control", "a=\"\\\"\", no-store, b=\"\\\"\"")],
        Basis::NoStore,
    );
    single_use(
        &[("cache-control", "max-age=60, a=\"open, no-store")],
        Basis::NoStore,
    );
}

#[test]
fn no_store_private_and_vary_by_anything_are_single_use() {
    for value in [
        "no-store",
        "No-StOrE",
        "max-age=10000, no-store",
        "no-store=\"x\"",
        "no-store, public",
    ] {
        single_use(&[("cache-control", value)], Basis::NoStore);
    }
    for value in [
        "private",
        "PRIVATE, max-age=60",
        "private=\"set-cookie\", max-age=60",
    ] {
        single_use(&[("cache-control", value)], Basis::Private);
    }
    for value in ["*", " * ", "accept, *", "*,accept"] {
        single_use(
            &[("cache-control", "max-age=60"), ("vary", value)],
            Basis::VaryAny,
        );
    }
    single_use(&[("vary", "accept"), ("vary", "*")], Basis::VaryAny);
    max_age("nostore, max-age=60", 60);
    fresh(
        &[
            ("cache-control", "max-age=60"),
            ("vary", "accept-encoding, origin"),
        ],
        60,
        Basis::MaxAge,
    );
}

#[test]
fn no_cache_is_stored_and_asked_for_again_each_time() {
    for value in [
        "no-cache",
        "max-age=20, NO-CACHE  ",
        "no-cache=\"a, b\", max-age=3600",
        "s-maxage=60, no-cache",
    ] {
        let freshness = control(value);
        assert!(
            freshness.storable && freshness.no_cache && freshness.must_revalidate,
            "{value}"
        );
        assert_eq!(
            (freshness.lifetime, freshness.basis),
            (Duration::ZERO, Basis::NoCache),
            "{value}"
        );
    }
    assert!(!control("max-age=60").no_cache);
}

#[test]
fn who_must_revalidate_is_never_stale() {
    let stale = "stale-while-revalidate=30, stale-if-error=60";
    for value in [
        "must-revalidate",
        "Proxy-Revalidate",
        "s-maxage=9",
        "no-cache",
        "s-maxage=x",
    ] {
        let freshness = control(&format!("max-age=9, {value}, {stale}"));
        assert!(freshness.must_revalidate, "{value}");
        assert_eq!(
            (freshness.stale_while_revalidate, freshness.stale_if_error),
            (None, None),
            "{value}"
        );
    }
    let freshness = control(&format!("max-age=9, {stale}"));
    assert!(!freshness.must_revalidate);
    assert_eq!(
        freshness.stale_while_revalidate,
        Some(Duration::from_secs(30))
    );
    assert_eq!(freshness.stale_if_error, Some(Duration::from_secs(60)));
}

#[test]
fn stale_windows_are_read_like_lifetimes() {
    assert_eq!(control("max-age=9").stale_if_error, None);
    assert_eq!(
        control("stale-if-error=x").stale_if_error,
        Some(Duration::ZERO)
    );
    assert_eq!(
        control("stale-if-error=60, stale-if-error=9").stale_if_error,
        Some(Duration::from_secs(9))
    );
    assert_eq!(
        control("STALE-WHILE-REVALIDATE=\"7\"").stale_while_revalidate,
        Some(Duration::from_secs(7))
    );
}

#[test]
fn fields_that_are_no_text_are_answered() {
    for name in ["cache-control", "age", "date", "expires", "vary"] {
        let mut headers = HeaderMap::new();
        headers.append(name, HeaderValue::from_bytes(b"\xff, max-age=60").unwrap());
        headers.append("cache-control", HeaderValue::from_static("max-age=60"));
        let freshness = Freshness::read(&headers, received_at(), Duration::ZERO, &OPEN);
        assert_eq!(freshness.lifetime, Duration::from_secs(60), "{name}");
    }
}

#[test]
fn every_basis_has_its_own_rule_and_words() {
    for basis in Basis::ALL {
        assert!(basis.rule().starts_with("freshness."));
        let twins = Basis::ALL
            .iter()
            .filter(|other| other.rule() == basis.rule() || other.to_string() == basis.to_string());
        assert_eq!(twins.count(), 1, "{basis:?}");
    }
}
