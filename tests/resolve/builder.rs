//! How a resolver is put together.

use std::time::Duration;

use tower_cimd::Resolver;
use tower_cimd::resolve::{BuildError, Limits, ResolverBuilder, SharedCache, StaticFetch};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::freshness::{FreshnessRules, StaleRules};

use crate::world::{ISSUER, seconds};

fn builder() -> ResolverBuilder {
    Resolver::builder(ISSUER).fetch(StaticFetch::new())
}

#[track_caller]
fn check(setting: &str, out_of_range: ResolverBuilder) {
    match out_of_range.build() {
        Err(BuildError::Setting(name)) => assert_eq!(name, setting),
        other => panic!("{setting}: {other:?}"),
    }
}

fn freshness(min: u64, default: u64, max: u64) -> FreshnessRules {
    FreshnessRules {
        min: seconds(min),
        default: seconds(default),
        max: seconds(max),
    }
}

fn stale(while_revalidating: u64, on_error: u64, on_error_at_token: u64) -> StaleRules {
    StaleRules {
        while_revalidating: seconds(while_revalidating),
        on_error: seconds(on_error),
        on_error_at_token: seconds(on_error_at_token),
    }
}

/// All rates as one.
fn limits(rate: u32, accounts: usize) -> Limits {
    Limits::default()
        .discovery(rate)
        .refresh(rate)
        .host(rate)
        .trusted_host(rate)
        .requester(rate)
        .accounts(accounts)
}

#[test]
fn a_setting_out_of_range_is_refused_by_name() {
    check("cache_bytes", builder().cache_bytes(65_535));
    check("freshness", builder().freshness(freshness(2, 1, 3)));
    check("freshness", builder().freshness(freshness(1, 3, 2)));
    check("freshness", builder().freshness(freshness(1, 2, 86_401)));
    check("stale", builder().stale(stale(61, 0, 0)));
    check("stale", builder().stale(stale(0, 86_401, 0)));
    check("stale", builder().stale(stale(0, 0, 86_401)));
    check("in_flight", builder().in_flight(7));
    check("in_flight", builder().in_flight(65_537));
    for limits in [
        Limits::default().discovery(3),
        Limits::default().refresh(3),
        Limits::default().host(3),
        Limits::default().trusted_host(100_001),
        Limits::default().site(3),
        Limits::default().requester(0),
        Limits::default().accounts(1_023),
        Limits::default().accounts(1_048_577),
    ] {
        check("limits", builder().limits(limits));
    }
    check("waiters", builder().waiters(0));
    check("waiters", builder().waiters(1_048_577));
    check("fetch_deadline", builder().fetch_deadline(Duration::ZERO));
    check("fetch_deadline", builder().fetch_deadline(seconds(61)));
    check("hook_deadline", builder().hook_deadline(Duration::ZERO));
    check("hook_deadline", builder().hook_deadline(Duration::MAX));
}

#[test]
fn the_ends_of_the_ranges_are_in_range() {
    let least = builder()
        .cache_bytes(65_536)
        .freshness(freshness(0, 0, 0))
        .stale(stale(0, 0, 0))
        .in_flight(8)
        .limits(limits(4, 1_024))
        .waiters(1)
        .fetch_deadline(Duration::from_nanos(1))
        .hook_deadline(Duration::from_nanos(1));
    let most = builder()
        .cache_bytes(u64::MAX)
        .freshness(freshness(86_400, 86_400, 86_400))
        .stale(stale(60, 86_400, 86_400))
        .in_flight(65_536)
        .limits(limits(100_000, 1_048_576))
        .waiters(1_048_576)
        .fetch_deadline(seconds(60))
        .hook_deadline(seconds(60));
    assert!(least.build().is_ok());
    assert!(most.build().is_ok());
}

#[test]
fn an_issuer_that_is_none_is_refused() {
    for issuer in [
        "",
        "as.example.com",
        "http://as.example.com",
        "https://as.example.com/?a",
    ] {
        let built = Resolver::builder(issuer).fetch(StaticFetch::new()).build();
        assert!(matches!(built, Err(BuildError::Issuer(_))), "{issuer}");
    }
}

#[test]
fn changes_of_rules_apply_in_the_order_of_the_calls() {
    let resolver = builder()
        .auth_methods([AuthMethod::PrivateKeyJwt])
        .rules(|rules| rules.server.auth_methods.push(AuthMethod::None))
        .grant_types(["a"])
        .grant_types(["b"])
        .own_host_client("https://as.example.com/a")
        .own_host_client("https://as.example.com/b")
        .build()
        .unwrap();
    let rules = resolver.rules();
    let methods = [AuthMethod::PrivateKeyJwt, AuthMethod::None];
    assert_eq!(rules.server.auth_methods, methods);
    assert_eq!(rules.server.grant_types, ["b"]);
    let own = ["https://as.example.com/a", "https://as.example.com/b"];
    assert_eq!(rules.document.own_host, own);
}

#[test]
fn the_default_method_is_none_alone() {
    let resolver = builder().build().unwrap();
    assert_eq!(resolver.rules().server.auth_methods, [AuthMethod::None]);
}

#[test]
fn a_builder_prints_neither_closures_nor_documents() {
    let builder = builder().rules(|_| ()).cache(SharedCache::new(1 << 20));
    let printed = format!("{builder:?}");
    assert!(printed.starts_with("ResolverBuilder { issuer: \"https://as.example.com\""));
    assert!(printed.ends_with(".. }"));
}
