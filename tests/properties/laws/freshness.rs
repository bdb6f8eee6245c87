//! What an answer allows is bounded, and nothing that a publisher adds to say less makes it more.

use std::time::{Duration, SystemTime};

use http::header::{AGE, CACHE_CONTROL, HeaderName};
use http::{HeaderMap, HeaderValue};
use tower_cimd::rules::freshness::{Freshness, FreshnessRules};

/// The laws of the header fields of one answer.
pub fn holds(headers: &HeaderMap) {
    let freshness = read(headers, Duration::ZERO);
    it_is_within_bounds(&freshness);
    a_restriction_never_lengthens(headers, &freshness);
    a_restriction_counts_at_the_end_of_a_line(headers);
    older_is_never_fresher(headers, &freshness);
    the_case_of_directives_does_not_matter(headers, &freshness);
    lines_do_not_matter(headers, &freshness);
    what_nobody_knows_changes_nothing(headers, &freshness);
}

/// Header fields as text: one on each line.
pub fn headers(text: &str) -> HeaderMap {
    let fields = text.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let value = HeaderValue::from_bytes(value.trim().as_bytes()).ok()?;
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, value))
    });
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        headers.append(name, value);
    }
    headers
}

fn it_is_within_bounds(freshness: &Freshness) {
    let rules = rules();
    assert!(freshness.lifetime <= rules.max);
    assert!(!freshness.storable || freshness.no_cache || freshness.lifetime >= rules.min);
    assert!(freshness.storable || freshness.lifetime.is_zero());
    let stale = [freshness.stale_while_revalidate, freshness.stale_if_error];
    let may_be_stale = freshness.storable && !freshness.must_revalidate;
    assert!(may_be_stale || stale == [None, None]);
}

fn a_restriction_never_lengthens(headers: &HeaderMap, freshness: &Freshness) {
    for directive in [
        "no-store",
        "private",
        "no-cache",
        "must-revalidate",
        "max-age=0",
    ] {
        let restricted = read(&with(headers, CACHE_CONTROL, directive), Duration::ZERO);
        assert!(restricted.lifetime <= freshness.lifetime, "{directive}");
        assert!(restricted.storable <= freshness.storable, "{directive}");
        assert!(restricted.no_cache >= freshness.no_cache, "{directive}");
        assert!(
            restricted.must_revalidate >= freshness.must_revalidate,
            "{directive}"
        );
        assert!(restricted.stale_while_revalidate <= freshness.stale_while_revalidate);
        assert!(restricted.stale_if_error <= freshness.stale_if_error);
        match directive {
            "no-store" | "private" => assert!(!restricted.storable),
            "no-cache" => assert!(restricted.no_cache || !restricted.storable),
            "must-revalidate" => assert!(restricted.must_revalidate || !restricted.storable),
            _ => {}
        }
    }
}

/// However the line begins: a quote that is not closed hides no `no-store`.
fn a_restriction_counts_at_the_end_of_a_line(headers: &HeaderMap) {
    let no_store = |line: &[u8]| [line, b", no-store"].concat();
    let restricted = read(&rewritten(headers, no_store), Duration::ZERO);
    assert!(!restricted.storable || !headers.contains_key(CACHE_CONTROL));
}

fn older_is_never_fresher(headers: &HeaderMap, freshness: &Freshness) {
    let mut younger = freshness.lifetime;
    for age in ["0", "59", "61", "3600", "86399", "4294967296"] {
        let mut aged = headers.clone();
        aged.insert(AGE, HeaderValue::from_static(age));
        let lifetime = read(&aged, Duration::ZERO).lifetime;
        assert!(age == "0" || lifetime <= younger, "Age: {age}");
        younger = lifetime;
    }
    let slow = read(headers, Duration::from_secs(5));
    assert!(slow.lifetime <= freshness.lifetime);
    // RFC 9111 §4.2.3: what the way took is age.
    let [younger, older] = ["100", "105"].map(|age| {
        let mut aged = headers.clone();
        aged.insert(AGE, HeaderValue::from_static(age));
        aged
    });
    assert_eq!(
        read(&younger, Duration::from_secs(5)),
        read(&older, Duration::ZERO)
    );
}

fn the_case_of_directives_does_not_matter(headers: &HeaderMap, freshness: &Freshness) {
    let upper = rewritten(headers, <[u8]>::to_ascii_uppercase);
    let lower = rewritten(headers, <[u8]>::to_ascii_lowercase);
    assert_eq!(read(&upper, Duration::ZERO), *freshness);
    assert_eq!(read(&lower, Duration::ZERO), *freshness);
}

/// RFC 9110 §5.3: several lines are one list. A quote that is not closed would swallow the next.
fn lines_do_not_matter(headers: &HeaderMap, freshness: &Freshness) {
    let lines = headers.get_all(CACHE_CONTROL).iter();
    let lines: Vec<_> = lines.map(HeaderValue::as_bytes).collect();
    if lines.len() < 2 || lines.iter().any(|line| line.contains(&b'"')) {
        return;
    }
    let joined = lines.join(&b","[..]);
    let mut one_line = headers.clone();
    one_line.insert(CACHE_CONTROL, HeaderValue::from_bytes(&joined).unwrap());
    assert_eq!(read(&one_line, Duration::ZERO), *freshness);
}

fn what_nobody_knows_changes_nothing(headers: &HeaderMap, freshness: &Freshness) {
    let more = with(
        headers,
        CACHE_CONTROL,
        "x-unheard-of=\"max-age=7, no-store\"",
    );
    let more = with(&more, HeaderName::from_static("x-unheard-of"), "no-store");
    assert_eq!(read(&more, Duration::ZERO).lifetime, freshness.lifetime);
}

fn rewritten(headers: &HeaderMap, rewrite: impl Fn(&[u8]) -> Vec<u8>) -> HeaderMap {
    let mut rewritten = headers.clone();
    for (name, value) in &mut rewritten {
        if name == CACHE_CONTROL {
            *value = HeaderValue::from_bytes(&rewrite(value.as_bytes())).unwrap();
        }
    }
    rewritten
}

fn with(headers: &HeaderMap, name: HeaderName, value: &'static str) -> HeaderMap {
    let mut headers = headers.clone();
    headers.append(name, HeaderValue::from_static(value));
    headers
}

fn read(headers: &HeaderMap, delay: Duration) -> Freshness {
    Freshness::read(headers, received_at(), delay, &rules())
}

/// Near the dates in the seeds.
pub fn received_at() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000)
}

fn rules() -> FreshnessRules {
    FreshnessRules {
        default: Duration::from_secs(300),
        min: Duration::from_secs(60),
        max: Duration::from_secs(24 * 60 * 60),
    }
}
