//! The metrics of the crate, by name, label and value.

use std::error::Error;

use tower_cimd::resolve::event::metric;
use tower_cimd::resolve::store::SharedStore;
use tower_cimd::resolve::{
    BoxFuture, FetchError, Known, Limits, Origin, RegisteredClients, SharedCache, StaticFetch,
};
use tower_cimd::{Leg, Resolver};

use crate::publisher::Publisher;
use crate::recorder::Recorded;
use crate::store::faulty::{Fault, FaultyStore};
use crate::store::nodes::{KEY, Nodes};
use crate::support::{FakeClock, Moment, ScriptedFetch, document, fetched, settle};
use crate::world::{CLIENT_ID, build, builder, client, detached, error, on, resolver, seconds};

#[tokio::test]
async fn a_resolution_counts_by_outcome_and_source() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    client(&resolver, CLIENT_ID).await;
    client(&resolver, CLIENT_ID).await;
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(300));
    client(&resolver, CLIENT_ID).await;
    resolver.forget(CLIENT_ID);
    let pending = resolver.resolve(CLIENT_ID, &on(Leg::Revocation)).await;
    pending.expect("a pending client");
    assert_eq!(
        recorded.of("cimd_resolutions_total"),
        [
            "cimd_resolutions_total{outcome=client,source=cache}=2",
            "cimd_resolutions_total{outcome=client,source=fetched}=1",
            "cimd_resolutions_total{outcome=client,source=stale}=1",
            "cimd_resolutions_total{outcome=pending,source=none}=1",
        ]
    );
}

#[tokio::test]
async fn a_refusal_counts_by_rule_leg_and_blame() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let network = StaticFetch::new().fail(CLIENT_ID, || FetchError::Dns);
    let (resolver, _) = resolver(network);
    for client_id in ["opaque", "opaque, another", CLIENT_ID] {
        let context = on(Leg::Authorization);
        assert!(resolver.resolve(client_id, &context).await.is_err());
    }
    error(&resolver, "opaque").await;
    assert_eq!(
        recorded.of("cimd_refusals_total"),
        [
            "cimd_refusals_total{rule=client_id.scheme,leg=authorization,blame=request}=2",
            "cimd_refusals_total{rule=client_id.scheme,leg=none,blame=request}=1",
            "cimd_refusals_total{rule=fetch.dns,leg=authorization,blame=weather}=1",
        ]
    );
}

/// What a fetch that comes to `moment` after 3 s leaves behind.
async fn check_fetch(moment: Moment, result: &str) {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let clock = FakeClock::new();
    let network = ScriptedFetch::new([moment]);
    let resolver = build(builder(network, &clock));
    let _ = resolver.resolve(CLIENT_ID, &detached()).await;
    let expected = format!("cimd_fetch_seconds{{kind=document,result={result}}}=0");
    assert_eq!(recorded.of("cimd_fetch_seconds"), [expected]);
    let landed = "cimd_in_flight{kind=document}=0";
    assert_eq!(recorded.of("cimd_in_flight"), [landed]);
}

#[tokio::test]
async fn a_fetch_is_measured_by_its_result() {
    let json = [("content-type", "application/json")];
    let answer = |body: String| Moment::Answer(fetched(200, &json, body));
    check_fetch(answer(document(CLIENT_ID)), "valid").await;
    check_fetch(answer("{}".to_owned()), "invalid").await;
    check_fetch(Moment::Answer(fetched(404, &[], "")), "invalid").await;
    check_fetch(Moment::Answer(fetched(503, &[], "")), "weather").await;
    check_fetch(Moment::Fail(FetchError::Tls), "weather").await;
}

#[tokio::test]
async fn a_fetch_counts_as_under_way_until_it_is_over_and_takes_its_time() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let (resolver, clock) = resolver(ScriptedFetch::silent());
    let waiting = tokio::spawn({
        let resolver = resolver.clone();
        async move { resolver.resolve(CLIENT_ID, &detached()).await.is_err() }
    });
    settle().await;
    let flying = "cimd_in_flight{kind=document}=1";
    assert_eq!(recorded.of("cimd_in_flight"), [flying]);
    clock.advance(seconds(10));
    assert!(waiting.await.expect("an answer"));
    let landed = "cimd_in_flight{kind=document}=0";
    assert_eq!(recorded.of("cimd_in_flight"), [landed]);
    let late = "cimd_fetch_seconds{kind=document,result=weather}=10";
    assert_eq!(recorded.of("cimd_fetch_seconds"), [late]);
}

#[tokio::test]
async fn a_flight_that_crashes_is_no_longer_under_way() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let (resolver, _) = resolver(ScriptedFetch::new([Moment::Panic]));
    error(&resolver, CLIENT_ID).await;
    let landed = "cimd_in_flight{kind=document}=0";
    assert_eq!(recorded.of("cimd_in_flight"), [landed]);
}

#[tokio::test]
async fn a_fetch_that_cannot_be_paid_counts_by_what_was_wanting() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let (resolver, _) = resolver(ScriptedFetch::new([Moment::Fail(FetchError::Connect)]));
    error(&resolver, CLIENT_ID).await;
    error(&resolver, CLIENT_ID).await;
    let held_back = "cimd_budget_refusals_total{rule=budget.held_back}=1";
    assert_eq!(recorded.of("cimd_budget_refusals_total"), [held_back]);

    let recorded = Recorded::default();
    let _guard = recorded.install();
    let clock = FakeClock::new();
    let limits = Limits::default().host(4);
    let resolver = build(builder(publishing(2), &clock).limits(limits));
    for number in 0..2 {
        let _ = resolver.resolve(&id(number), &detached()).await;
    }
    let spent = "cimd_budget_refusals_total{rule=budget.spent}=1";
    assert_eq!(recorded.of("cimd_budget_refusals_total"), [spent]);
}

fn id(number: usize) -> String {
    format!("https://client.example.com/{number}")
}

fn publishing(clients: usize) -> StaticFetch {
    (0..clients).fold(StaticFetch::new(), |network, number| {
        network.publish(id(number), document(&id(number)))
    })
}

#[tokio::test]
async fn the_caches_are_measured_as_they_tell_of_themselves() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let clock = FakeClock::new();
    let [cache, other] = [SharedCache::new(1 << 20), SharedCache::new(1 << 20)];
    let of = |cache: &SharedCache| build(builder(publishing(3), &clock).cache(cache.clone()));
    let (resolver, another) = (of(&cache), of(&other));
    let check = || {
        let ((entries, bytes), (more, heavier)) = (cache.size(), other.size());
        let [entries, bytes] = [entries + more, bytes + heavier];
        assert_eq!(
            recorded.of("cimd_cache_"),
            [
                format!("cimd_cache_bytes{{}}={bytes}"),
                format!("cimd_cache_entries{{}}={entries}"),
            ]
        );
        entries
    };
    for number in 0..3 {
        client(&resolver, &id(number)).await;
    }
    client(&another, &id(0)).await;
    assert_eq!(check(), 4);
    // A newer copy takes the place of the one before.
    clock.advance(seconds(400));
    client(&resolver, &id(0)).await;
    assert_eq!(check(), 4);
    resolver.forget(&id(1));
    assert_eq!(check(), 3);
    // It moves to where the proven ones are.
    resolver.proven(&id(2).parse().expect("a client_id"));
    assert_eq!(check(), 3);
    drop((resolver, another, cache, other));
    assert_eq!(
        recorded.of("cimd_cache_"),
        ["cimd_cache_bytes{}=0", "cimd_cache_entries{}=0"]
    );
}

#[tokio::test]
async fn a_full_cache_is_measured_as_it_tells_of_itself() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let clock = FakeClock::new();
    let cache = SharedCache::new(20_000);
    let resolver = build(builder(publishing(40), &clock).cache(cache.clone()));
    for number in 0..40 {
        let _ = resolver.resolve(&id(number), &detached()).await;
        clock.advance(seconds(1));
    }
    let (entries, bytes) = cache.size();
    assert!(entries < 40, "{entries}");
    assert_eq!(
        recorded.of("cimd_cache_"),
        [
            format!("cimd_cache_bytes{{}}={bytes}"),
            format!("cimd_cache_entries{{}}={entries}"),
        ]
    );
}

#[tokio::test]
async fn the_store_is_up_until_it_fails_and_again_once_it_answers() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let nodes = Nodes::new();
    let faulty = FaultyStore::new(nodes.store.clone());
    let node = build(nodes.builder().store(SharedStore::new(faulty.clone(), KEY)));
    assert_eq!(recorded.of("cimd_store_up"), ["cimd_store_up{}=1"]);
    faulty.set(Fault::Fails);
    client(&node, CLIENT_ID).await;
    assert_eq!(recorded.of("cimd_store_up"), ["cimd_store_up{}=0"]);
    faulty.set(Fault::None);
    nodes.clock.advance(seconds(1));
    node.forget(CLIENT_ID);
    client(&node, CLIENT_ID).await;
    assert_eq!(recorded.of("cimd_store_up"), ["cimd_store_up{}=1"]);
}

#[tokio::test]
async fn what_is_refused_out_of_the_store_counts_by_rule() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let nodes = Nodes::new();
    client(&nodes.node(), CLIENT_ID).await;
    settle().await;
    nodes.plant(&nodes.key("document"), "forged").await;
    client(&nodes.node(), CLIENT_ID).await;
    let [refused] = &*recorded.of("cimd_store_refusals_total") else {
        panic!("{:?}", recorded.of("cimd_store_refusals_total"));
    };
    assert!(
        refused.starts_with("cimd_store_refusals_total{rule=store."),
        "{refused}"
    );
    assert!(refused.ends_with("}=1"), "{refused}");
}

/// A table that is away, or knows everybody.
#[derive(Debug)]
struct Table(bool);

impl RegisteredClients for Table {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>> {
        Box::pin(async move {
            match self.0 {
                true => Ok(Some(Known {
                    client_id: client_id.to_owned(),
                    origin: Origin::Registered,
                })),
                false => Err("no connection to the database".into()),
            }
        })
    }
}

fn with_table(knows: bool) -> Resolver {
    build(builder(StaticFetch::new(), &FakeClock::new()).registered(Table(knows)))
}

#[tokio::test]
async fn a_part_of_the_host_that_fails_counts_by_its_name() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    error(&with_table(false), CLIENT_ID).await;
    let failed = "cimd_host_failures_total{part=registered}=1";
    assert_eq!(recorded.of("cimd_host_failures_total"), [failed]);

    let known = with_table(true).resolve(CLIENT_ID, &detached()).await;
    known.expect("a registered client");
    let registered = "cimd_resolutions_total{outcome=registered,source=none}=1";
    assert_eq!(recorded.of("cimd_resolutions_total"), [registered]);
}

#[cfg(feature = "private-key-jwt")]
#[tokio::test]
async fn an_assertion_counts_by_its_result() {
    use crate::authentication::{JWKS_URI, World, answer, client_with, key_set};
    use crate::signer::Signer;

    let recorded = Recorded::default();
    let _guard = recorded.install();
    let (signer, stranger) = (Signer::new("ES256"), Signer::new("ES256"));
    let world = World::new([answer(&key_set(&[signer.jwk("k")]))]);
    let client = client_with(JWKS_URI);
    let proven = world.authenticate(&client, &signer, "k").await;
    proven.expect("an assertion of the client");
    let forged = world.authenticate(&client, &stranger, "k").await;
    assert!(forged.is_err());
    assert_eq!(
        recorded.of("cimd_assertions_total"),
        [
            "cimd_assertions_total{result=assertion.signature}=1",
            "cimd_assertions_total{result=valid}=1",
        ]
    );
    let keys = "cimd_fetch_seconds{kind=keys,result=valid}=0";
    assert_eq!(recorded.of("cimd_fetch_seconds"), [keys]);
}

#[test]
fn each_metric_is_described_once() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    metric::describe();
    let described = recorded.of("described ");
    assert_eq!(described.len(), metric::ALL.len());
    for metric in metric::ALL {
        let line = format!("described {}: {}=", metric.name, metric.says);
        assert!(described.contains(&line), "{line}");
    }
}
