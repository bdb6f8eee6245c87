//! How long a rule has the documents of its clients used.

use std::time::Duration;

use serde_json::json;
use tower_cimd::resolve::policy::Policy;
use tower_cimd::resolve::rulebook::{Effect, Mode, RuleError, Rulebook};
use tower_cimd::resolve::{SharedCache, SharedPolicy};
use tower_cimd::rules::client::Source;
use tower_cimd::rules::freshness::{FreshnessRules, LifetimeBounds};
use tower_cimd::{Leg, Resolver};

use crate::publisher::{Publisher, from, get, prove};
use crate::rulebook::{book, id, rule};
use crate::store::nodes::Nodes;
use crate::support::{FakeClock, settle};
use crate::world::{CLIENT_ID, build, builder, seconds, source};

/// `None` is no bound.
type Bound = Option<u64>;

fn bounded(min: Bound, max: Bound) -> Rulebook {
    book([
        rule(Effect::Deny, "other.example.com"),
        rule(Effect::Allow, "client.example.com").lifetime(LifetimeBounds {
            min: min.map(seconds),
            max: max.map(seconds),
        }),
    ])
}

struct Server {
    publisher: Publisher,
    clock: FakeClock,
    policy: SharedPolicy<Rulebook>,
    resolver: Resolver,
}

impl Server {
    fn new(fields: &[(&str, &str)], rules: Rulebook) -> Self {
        let (publisher, clock) = (Publisher::with(fields), FakeClock::new());
        let policy = SharedPolicy::new(rules);
        let builder = builder(publisher.network.clone(), &clock).policy(policy.clone());
        Server {
            resolver: build(builder),
            publisher,
            clock,
            policy,
        }
    }

    async fn from(&self) -> Source {
        source(&self.resolver, CLIENT_ID).await
    }

    fn passes(&self, time: u64) {
        self.clock.advance(seconds(time));
    }
}

const HOUR: &[(&str, &str)] = &[("cache-control", "max-age=3600")];
const NO_CACHE: &[(&str, &str)] = &[("cache-control", "no-cache")];
const REVALIDATE: &[(&str, &str)] = &[("cache-control", "max-age=60, must-revalidate")];

/// The document is fresh for exactly so many seconds.
async fn check(fields: &[(&str, &str)], rules: Rulebook, lifetime: u64) {
    let server = Server::new(fields, rules);
    assert_eq!(server.from().await, Source::Fetched);
    server
        .clock
        .advance(seconds(lifetime) - Duration::from_nanos(1));
    assert_eq!(server.from().await, Source::Cache, "{fields:?}");
    server.clock.advance(Duration::from_nanos(1));
    assert_ne!(server.from().await, Source::Cache, "{fields:?}");
}

#[tokio::test]
async fn a_rule_has_its_clients_documents_used_for_longer_or_for_shorter() {
    check(HOUR, Rulebook::default(), 3_600).await;
    check(HOUR, bounded(None, Some(60)), 60).await;
    check(HOUR, bounded(None, Some(5)), 5).await;
    check(HOUR, bounded(Some(7_200), None), 7_200).await;
    check(&[], bounded(Some(600), Some(900)), 600).await;
    check(REVALIDATE, bounded(Some(600), None), 600).await;
}

#[tokio::test]
async fn a_document_that_must_be_asked_for_each_time_is_asked_for_each_time() {
    for fields in [NO_CACHE, &[("cache-control", "no-store")]] {
        let server = Server::new(fields, bounded(Some(600), None));
        for _ in 0..3 {
            assert_eq!(server.from().await, Source::Fetched, "{fields:?}");
        }
        assert_eq!(server.publisher.fetches(), 3);
    }
}

#[tokio::test]
async fn the_longest_of_the_server_counts_all_the_same() {
    let (publisher, clock) = (Publisher::with(HOUR), FakeClock::new());
    let freshness = FreshnessRules {
        max: seconds(1_800),
        ..FreshnessRules::default()
    };
    let builder = builder(publisher.network.clone(), &clock).freshness(freshness);
    let resolver = build(builder.policy(bounded(Some(7_200), None)));
    source(&resolver, CLIENT_ID).await;
    clock.advance(seconds(1_799));
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
    clock.advance(seconds(1));
    assert_ne!(source(&resolver, CLIENT_ID).await, Source::Cache);
}

#[tokio::test]
async fn new_bounds_hold_for_what_is_held_already() {
    let server = Server::new(HOUR, Rulebook::default());
    server.from().await;
    server.passes(100);
    assert_eq!(server.from().await, Source::Cache);
    server.policy.replace(bounded(None, Some(90)));
    // Ten seconds past its freshness it is used while it is fetched anew.
    assert_eq!(server.from().await, Source::Stale);
    settle().await;
    assert_eq!(server.publisher.fetches(), 2);
    assert_eq!(server.from().await, Source::Cache);
}

#[tokio::test]
async fn a_document_far_past_new_bounds_is_waited_for() {
    let server = Server::new(HOUR, Rulebook::default());
    server.from().await;
    server.passes(1_000);
    server.policy.replace(bounded(None, Some(60)));
    assert_eq!(server.from().await, Source::Fetched);
    assert_eq!(server.publisher.fetches(), 2);
    // And what was fetched for it is held to its end by who has no such rule.
    server.passes(1_000);
    server.policy.replace(Rulebook::default());
    assert_eq!(server.from().await, Source::Cache);
    assert_eq!(server.publisher.fetches(), 2);
}

#[tokio::test]
async fn longer_bounds_revive_what_was_stale_and_not_what_was_withdrawn() {
    let server = Server::new(&[], Rulebook::default());
    server.from().await;
    server.passes(400);
    server.policy.replace(bounded(Some(3_600), None));
    assert_eq!(server.from().await, Source::Cache);
    server.policy.replace(Rulebook::default());
    server.publisher.answers(404);
    assert!(get(&server.resolver, None).await.is_err());
    server.policy.replace(bounded(Some(3_600), None));
    assert!(get(&server.resolver, None).await.is_err());
}

/// T8: no configuration reads what another has decided.
#[tokio::test]
async fn two_servers_with_one_cache_have_each_their_own_bounds() {
    let (publisher, clock, cache) = (
        Publisher::with(HOUR),
        FakeClock::new(),
        SharedCache::new(1 << 20),
    );
    let server = |rules: Rulebook| {
        let builder = builder(publisher.network.clone(), &clock);
        build(builder.cache(cache.clone()).policy(rules))
    };
    let (short, long) = (server(bounded(None, Some(60))), server(Rulebook::default()));
    source(&short, CLIENT_ID).await;
    clock.advance(seconds(500));
    assert_eq!(source(&long, CLIENT_ID).await, Source::Cache);
    assert_eq!(source(&short, CLIENT_ID).await, Source::Fetched);
    assert_eq!(publisher.fetches(), 2);
}

#[tokio::test]
async fn what_is_in_use_is_renewed_by_the_lifetime_of_the_moment() {
    let server = Server::new(HOUR, bounded(None, Some(100)));
    prove(&server.resolver);
    for _ in 0..2 {
        server.from().await;
    }
    server.passes(74);
    server.from().await;
    settle().await;
    assert_eq!(server.publisher.fetches(), 1);
    server.passes(22);
    assert_eq!(server.from().await, Source::Cache);
    settle().await;
    assert_eq!(server.publisher.fetches(), 2);
}

#[tokio::test]
async fn a_longer_lifetime_puts_off_its_renewal() {
    let server = Server::new(&[], bounded(Some(3_000), None));
    prove(&server.resolver);
    for age in [0, 0, 290, 1_000, 950] {
        server.passes(age);
        assert!(matches!(
            server.from().await,
            Source::Fetched | Source::Cache
        ));
        settle().await;
    }
    assert_eq!(server.publisher.fetches(), 1);
    server.passes(620);
    server.from().await;
    settle().await;
    assert_eq!(server.publisher.fetches(), 2);
}

#[tokio::test]
async fn in_bad_weather_what_is_past_its_bounds_is_stale() {
    let server = Server::new(HOUR, bounded(None, Some(60)));
    server.from().await;
    server.publisher.goes_away();
    for (passes, expected) in [(1_000, true), (2_599, true), (1, false)] {
        server.passes(passes);
        let used = from(&server.resolver, None).await;
        assert_eq!(used.is_ok(), expected, "{used:?}");
        assert!(used.is_err() || used == Ok(Source::Stale));
    }
}

#[tokio::test]
async fn a_neighbours_copy_that_is_past_the_bounds_is_not_taken_for_fresh() {
    let nodes = Nodes::new();
    let node = |rules: Rulebook| {
        build(
            builder(nodes.network.clone(), &nodes.clock)
                .store(nodes.shared())
                .policy(rules),
        )
    };
    source(&node(Rulebook::default()), CLIENT_ID).await;
    settle().await;
    nodes.clock.advance(seconds(100));
    // Whoever has no such rule takes the neighbour's.
    source(&node(Rulebook::default()), CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 1);
    let short = node(bounded(None, Some(60)));
    source(&short, CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 2);
    // What it has left there is fresh for it, too.
    source(&node(bounded(None, Some(60))), CLIENT_ID).await;
    assert_eq!(nodes.fetches(), 2);
}

async fn tells(server: &Server, words: &str) {
    let explanation = server.resolver.explain(CLIENT_ID, None).await;
    let told: Vec<_> = explanation
        .steps()
        .iter()
        .map(|step| step.words())
        .collect();
    assert!(told.iter().any(|line| line.contains(words)), "{told:?}");
}

#[tokio::test]
async fn explain_counts_by_the_bounds() {
    let server = Server::new(HOUR, bounded(None, Some(60)));
    tells(&server, "would be kept for 60 s (freshness.max_age)").await;
    server.from().await;
    server.passes(20);
    tells(&server, "fresh for another 40 s").await;
    server.passes(50);
    tells(&server, "no longer fresh").await;
}

#[tokio::test]
async fn a_leg_that_may_not_fetch_uses_a_copy_past_its_bounds_as_a_stale_one() {
    let server = Server::new(HOUR, bounded(None, Some(60)));
    server.from().await;
    server.passes(500);
    assert_eq!(
        from(&server.resolver, Leg::Revocation).await,
        Ok(Source::Stale)
    );
    assert_eq!(server.publisher.fetches(), 1);
}

#[test]
fn only_the_rule_that_decides_bounds_and_only_where_rules_count() {
    let client_id = id(CLIENT_ID);
    let first = rule(Effect::Allow, "client.example.com");
    let later = rule(Effect::Allow, "*").lifetime(LifetimeBounds {
        max: Some(seconds(60)),
        min: None,
    });
    let unbounded = LifetimeBounds::default();
    let book = book([first, later]);
    assert_eq!(book.lifetime(&client_id), unbounded);
    let elsewhere = id("https://elsewhere.example.com/a");
    assert_eq!(book.lifetime(&elsewhere).max, Some(seconds(60)));
    let reported = book.mode(Mode::Report);
    assert_eq!(reported.lifetime(&elsewhere), unbounded);
}

#[test]
fn two_policies_bound_together() {
    let pair = (bounded(Some(10), Some(100)), bounded(Some(20), Some(200)));
    let bounds = SharedPolicy::new(pair).lifetime(&id(CLIENT_ID));
    assert_eq!(bounds.min, Some(seconds(20)));
    assert_eq!(bounds.max, Some(seconds(100)));
}

#[test]
fn bounds_are_written_in_seconds_and_may_not_contradict_each_other() {
    for (written, expected) in [
        (json!({"min_seconds": 60}), Ok((Some(60), None))),
        (json!({"max_seconds": 60}), Ok((None, Some(60)))),
        (
            json!({"min_seconds": 60, "max_seconds": 60}),
            Ok((Some(60), Some(60))),
        ),
        (
            json!({"min_seconds": 1, "max_seconds": 86_400}),
            Ok((Some(1), Some(86_400))),
        ),
        (
            json!({"min_seconds": 61, "max_seconds": 60}),
            Err("lifetime bounds"),
        ),
        (json!({}), Err("lifetime bounds")),
        (json!({"min_seconds": 0}), Err("lifetime bounds")),
        (json!({"max_seconds": 0}), Err("lifetime bounds")),
        (json!({"max_seconds": 86_401}), Err("lifetime bounds")),
        (json!({"min": 60}), Err("unknown field `min`")),
        (json!({"min_seconds": -1}), Err("invalid value")),
        (json!(60), Err("invalid type")),
    ] {
        let rulebook = json!({"rules": [{
            "name": "r", "effect": "allow", "clients": ["client.example.com"], "lifetime": written,
        }]});
        match (serde_json::from_value::<Rulebook>(rulebook), expected) {
            (Ok(book), Ok((min, max))) => {
                let bounds = book.lifetime(&id(CLIENT_ID));
                assert_eq!(bounds.min, min.map(seconds));
                assert_eq!(bounds.max, max.map(seconds));
            }
            (Err(error), Err(expected)) => {
                assert!(error.to_string().contains(expected), "{error}")
            }
            (read, _) => panic!("{written}: {read:?}"),
        }
    }
    let denied = rule(Effect::Deny, "a.example.com").lifetime(LifetimeBounds::default());
    let error = Rulebook::new([denied]).unwrap_err();
    assert_eq!(error.error, RuleError::DenyAndMore);
}
