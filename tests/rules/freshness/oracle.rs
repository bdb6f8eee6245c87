//! `http-cache-semantics` where its rules and ours coincide: well-formed fields, none repeated, and
//! a `Date` that is the time of receipt. It takes neither the greater of two ages nor the smaller of
//! two values, and it gives up on `proxy-revalidate` and cookies.

use std::time::Duration;

use http::Request;
use http::Response;
use http_cache_semantics::CacheOptions;
use http_cache_semantics::CachePolicy;
use proptest::prelude::*;

use super::answer::OPEN;
use super::answer::date;
use super::answer::headers;
use super::answer::read;
use super::answer::received_at;

/// The oracle's remaining lifetime, and whether it would store.
fn oracle(fields: &[(&str, &str)]) -> (Duration, bool) {
    let request = Request::get("https://h/c").body(()).unwrap();
    let mut response = Response::new(());
    *response.headers_mut() = headers(fields);
    let options = CacheOptions {
        shared: true,
        cache_heuristic: 0.0,
        immutable_min_time_to_live: Duration::ZERO,
        ignore_cargo_cult: false,
    };
    let policy = CachePolicy::new_options(&request, &response, received_at(), options);
    (policy.time_to_live(received_at()), policy.is_storable())
}

fn directives() -> impl Strategy<Value = Vec<String>> {
    let seconds =
        |name: &'static str| (0_u32..5000).prop_map(move |seconds| format!("{name}={seconds}"));
    let word = |name: &'static str| Just(name.to_owned());
    let all = (
        prop::option::of(seconds("max-age")),
        prop::option::of(seconds("s-maxage")),
        prop::option::weighted(0.2, word("no-store")),
        prop::option::weighted(0.2, word("no-cache")),
        prop::option::weighted(0.2, word("private")),
        prop::option::of(word("must-revalidate")),
        prop::option::of(word("public")),
        prop::option::of(seconds("stale-while-revalidate")),
    );
    all.prop_map(|(a, b, c, d, e, f, g, h)| {
        [a, b, c, d, e, f, g, h].into_iter().flatten().collect()
    })
}

proptest! {
    #[test]
    fn another_implementation_agrees(
        directives in directives().prop_shuffle(),
        age in prop::option::of(0_u32..4000),
        expires in prop::option::of(-100_i64..5000),
        vary in prop::option::weighted(0.2, prop::sample::select(vec!["*", "accept"])),
    ) {
        let values = [("cache-control", Some(directives.join(", "))), ("age", age.map(|age| age.to_string())),
            ("expires", expires.map(date)), ("vary", vary.map(str::to_owned)), ("date", Some(date(0)))];
        let fields: Vec<_> = values.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
        let ours = read(&fields, &OPEN);
        let (lifetime, storable) = oracle(&fields);
        prop_assert_eq!(ours.lifetime, lifetime, "{:?}", fields);
        // Vary by anything is stored there and never matches.
        prop_assert_eq!(ours.storable, storable && vary != Some("*"), "{:?}", fields);
    }
}
