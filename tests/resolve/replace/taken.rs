//! What new settings change.

use std::error::Error;
use std::time::Duration;

use tower_cimd::Resolver;
use tower_cimd::resolve::patterns::AllowedClients;
use tower_cimd::resolve::policy::{Admission, admit};
use tower_cimd::resolve::{
    BoxFuture, BuildError, Known, Limits, Pin, RegisteredClients, Resolution, ResolveError,
    StaticFetch,
};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::Source;
use tower_cimd::rules::freshness::FreshnessRules;
use tower_cimd::rules::profile::Profile;

use crate::support::{FakeClock, document};
use crate::world::{
    CLIENT_ID, ISSUER, Operator, build, builder, client, detached, error, seconds, source,
};

/// A table with one row.
#[derive(Debug)]
struct One;

impl RegisteredClients for One {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>> {
        let known = (client_id == "urn:known").then(|| Known::registered(client_id));
        Box::pin(std::future::ready(Ok(known)))
    }
}

fn network() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID))
}

/// A resolver that has the document, and its network and clock.
async fn warm() -> (Resolver, StaticFetch, FakeClock) {
    let (network, clock) = (network(), FakeClock::new());
    let resolver = build(builder(network.clone(), &clock));
    client(&resolver, CLIENT_ID).await;
    (resolver, network, clock)
}

#[tokio::test]
async fn a_new_policy_acts_on_the_next_use_of_every_clone() {
    let (resolver, network, _) = warm().await;
    let clone = resolver.clone();
    let closed = AllowedClients::matching(["other.example.com"]).unwrap();
    resolver
        .replace(Resolver::builder(ISSUER).policy(closed))
        .unwrap();
    for resolver in [&resolver, &clone] {
        let refused = error(resolver, CLIENT_ID).await;
        assert_eq!(refused.rule(), "policy.admits");
    }
    let open = Resolver::builder(ISSUER).policy(AllowedClients::any());
    clone.replace(open).unwrap();
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn other_rules_judge_what_is_cached_without_a_fetch() {
    let (resolver, network, _) = warm().await;
    let strict =
        Resolver::builder(ISSUER).rules(|rules| rules.document.required_members = vec!["logo_uri"]);
    resolver.replace(strict).unwrap();
    assert!(matches!(
        error(&resolver, CLIENT_ID).await,
        ResolveError::Document(_)
    ));
    let lax = Resolver::builder(ISSUER).rules(|rules| Profile::MCP_2026_07_28.apply(rules));
    resolver.replace(lax).unwrap();
    client(&resolver, CLIENT_ID).await;
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn the_rules_that_a_host_asks_for_are_the_new_ones() {
    let (resolver, ..) = warm().await;
    let before = resolver.rules();
    let methods = [AuthMethod::PrivateKeyJwt];
    resolver
        .replace(Resolver::builder(ISSUER).auth_methods(methods))
        .unwrap();
    assert_eq!(before.server.auth_methods, [AuthMethod::None]);
    assert_eq!(resolver.rules().server.auth_methods, methods);
}

#[tokio::test]
async fn other_bounds_hold_for_what_is_cached() {
    let (resolver, network, clock) = warm().await;
    let minute = FreshnessRules {
        min: seconds(60),
        default: seconds(60),
        max: seconds(60),
    };
    resolver
        .replace(Resolver::builder(ISSUER).freshness(minute))
        .unwrap();
    clock.advance(seconds(59));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
    clock.advance(seconds(62));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
    assert_eq!(network.fetches(), 2);
}

#[tokio::test]
async fn other_limits_count_what_was_spent() {
    let clock = FakeClock::new();
    let tight = || Limits::default().host(4);
    let resolver = build(builder(StaticFetch::new(), &clock).limits(tight()));
    // A quarter of four is a stranger's.
    assert!(!is_spent(&resolver, 1).await);
    assert!(is_spent(&resolver, 2).await);
    let wide = Resolver::builder(ISSUER).limits(tight().host(400));
    resolver.replace(wide).unwrap();
    // What is owed is owed as time: half a minute later half of the new rate is free.
    assert!(is_spent(&resolver, 3).await);
    clock.advance(seconds(30));
    assert!(!is_spent(&resolver, 3).await);
    let narrow = Resolver::builder(ISSUER).limits(tight());
    resolver.replace(narrow).unwrap();
    assert!(is_spent(&resolver, 4).await);
}

async fn is_spent(resolver: &Resolver, n: u32) -> bool {
    let id = format!("https://client.example.com/{n}");
    matches!(error(resolver, &id).await, ResolveError::Spent { .. })
}

#[tokio::test]
async fn pins_come_and_go() {
    let (resolver, ..) = warm().await;
    let text = document(CLIENT_ID).replace("A client", "A pinned client");
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&text).into();
    let expires = std::time::SystemTime::UNIX_EPOCH + FakeClock::EPOCH + seconds(3600);
    let pin = Pin::instead(CLIENT_ID, text, digest, expires);
    resolver
        .replace(Resolver::builder(ISSUER).pin(pin))
        .unwrap();
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Pinned);
    resolver.replace(Resolver::builder(ISSUER)).unwrap();
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
}

#[tokio::test]
async fn a_fetcher_that_the_host_brings_is_used_from_then_on() {
    let (resolver, before, _) = warm().await;
    let other = "https://other.example.com/oauth";
    let after = StaticFetch::new().publish(other, document(other));
    resolver
        .replace(Resolver::builder(ISSUER).fetch(after.clone()))
        .unwrap();
    client(&resolver, other).await;
    assert_eq!((before.fetches(), after.fetches()), (1, 1));
}

#[tokio::test]
async fn what_takes_a_restart_changes_nothing() {
    let (resolver, ..) = warm().await;
    let closed = || admit(|_| false);
    let refused = [
        (Resolver::builder("https://other.example.com"), "issuer"),
        (
            Resolver::builder(ISSUER).cache_bytes(1 << 20),
            "cache_bytes",
        ),
    ];
    for (next, setting) in refused {
        match resolver.replace(next.policy(closed())) {
            Err(BuildError::Fixed(name)) => assert_eq!(name, setting),
            other => panic!("{setting}: {other:?}"),
        }
        assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
    }
    let late = Resolver::builder(ISSUER).hook_deadline(Duration::ZERO);
    assert!(matches!(
        resolver.replace(late.policy(closed())),
        Err(BuildError::Setting("hook_deadline"))
    ));
    assert_eq!(resolver.issuer().as_str(), ISSUER);
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
}

#[tokio::test]
async fn what_the_host_brought_in_code_stays_where_nothing_else_is_brought() {
    let (network, clock) = (network(), FakeClock::new());
    let operator = Operator::new();
    let first = builder(network, &clock)
        .policy(operator.clone())
        .registered(One);
    let resolver = build(first);
    resolver.replace(Resolver::builder(ISSUER)).unwrap();
    let known = resolver.resolve("urn:known", &detached()).await;
    assert!(matches!(known, Ok(Resolution::Registered)));
    client(&resolver, CLIENT_ID).await;
    assert_eq!(operator.asked(), [1, 1, 1]);
    operator.admits(Admission::Refused);
    assert_eq!(error(&resolver, CLIENT_ID).await.rule(), "policy.admits");
}
