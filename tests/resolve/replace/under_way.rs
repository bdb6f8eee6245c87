//! Requests that are under way while the settings change.

use tower_cimd::Resolver;
use tower_cimd::resolve::patterns::AllowedClients;
use tower_cimd::resolve::{Resolution, ResolveError, StaticFetch};

use crate::support::{FakeClock, document, settle};
use crate::world::{CLIENT_ID, ISSUER, build, builder, error, resolver, spawn};

fn network() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID))
}

fn closed() -> tower_cimd::ResolverBuilder {
    let none = AllowedClients::matching(["other.example.com"]).unwrap();
    Resolver::builder(ISSUER).policy(none)
}

#[tokio::test]
async fn a_request_ends_by_the_settings_that_it_began_with() {
    let network = network();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    let before = spawn(&resolver, CLIENT_ID);
    settle().await;
    resolver.replace(closed()).unwrap();
    assert_eq!(error(&resolver, CLIENT_ID).await.rule(), "policy.admits");
    drop(hold);
    assert!(matches!(before.await.unwrap(), Ok(Resolution::Client(_))));
    assert_eq!(error(&resolver, CLIENT_ID).await.rule(), "policy.admits");
}

#[tokio::test]
async fn a_fetch_under_way_is_joined_and_judged_by_the_rules_of_who_joins() {
    let network = network();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    let before = spawn(&resolver, CLIENT_ID);
    settle().await;
    let strict =
        Resolver::builder(ISSUER).rules(|rules| rules.document.required_members = vec!["logo_uri"]);
    resolver.replace(strict).unwrap();
    let after = spawn(&resolver, CLIENT_ID);
    settle().await;
    drop(hold);
    assert!(matches!(before.await.unwrap(), Ok(Resolution::Client(_))));
    assert!(matches!(
        after.await.unwrap(),
        Err(ResolveError::Document(_))
    ));
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_thousand_who_wait_cost_one_fetch_though_settings_change_between_them() {
    let network = network();
    let hold = network.hold(CLIENT_ID);
    let (resolver, _) = resolver(network.clone());
    let mut waiting = Vec::new();
    for _ in 0..1_000 {
        waiting.push(spawn(&resolver, CLIENT_ID));
        settle().await;
        resolver.replace(Resolver::builder(ISSUER)).unwrap();
    }
    drop(hold);
    for request in waiting {
        assert!(matches!(request.await.unwrap(), Ok(Resolution::Client(_))));
    }
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn fewer_places_are_counted_with_those_that_are_taken() {
    let (network, clock) = (StaticFetch::new(), FakeClock::new());
    let hosts: Vec<_> = (0..8)
        .map(|n| format!("https://host{n}.example.com/oauth"))
        .collect();
    let holds: Vec<_> = hosts.iter().map(|host| network.hold(host)).collect();
    let resolver = build(builder(network, &clock).in_flight(16));
    let waiting: Vec<_> = hosts.iter().map(|host| spawn(&resolver, host)).collect();
    settle().await;
    assert_eq!(resolver.stats().in_flight, 8);
    let fewer = || Resolver::builder(ISSUER).in_flight(8);
    resolver.replace(fewer()).unwrap();
    assert!(matches!(
        error(&resolver, CLIENT_ID).await,
        ResolveError::Busy
    ));
    drop(holds);
    for request in waiting {
        // 404: each of them was answered.
        assert!(!matches!(request.await.unwrap(), Err(ResolveError::Busy)));
    }
    assert_eq!(resolver.stats().in_flight, 0);
    assert!(!matches!(
        error(&resolver, CLIENT_ID).await,
        ResolveError::Busy
    ));
}
