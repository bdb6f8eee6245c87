//! The order of cost (T11): what is refused or known early is never fetched.

use std::future::Future;

use tower_cimd::resolve::policy::{Admission, MayFetch};
use tower_cimd::resolve::{Resolution, ResolveError, ResolverBuilder, StaticFetch};
use tower_cimd::rules::client::Source;
use tower_cimd::{ClientId, Leg};

use crate::support::{FakeClock, document, settle};
use crate::world::{
    CLIENT_ID, Operator, build, builder, client, detached, error, on, resolver, source,
};

fn published() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID))
}

/// `client_id` is refused for `cause`, at once, and without a fetch.
#[track_caller]
fn check(
    client_id: &str,
    cause: &str,
    change: impl FnOnce(ResolverBuilder) -> ResolverBuilder,
) -> impl Future<Output = ()> {
    let network = StaticFetch::new().publish(client_id, document(client_id));
    let resolver = build(change(builder(network.clone(), &FakeClock::new())));
    let client_id = client_id.to_owned();
    let cause = cause.to_owned();
    async move {
        let refused = error(&resolver, &client_id).await;
        assert_eq!(refused.cause(), cause, "{client_id}");
        settle().await;
        assert_eq!(network.fetches(), 0, "{client_id}");
        assert_eq!(resolver.stats().entries, 0, "{client_id}");
    }
}

#[tokio::test]
async fn what_is_refused_before_the_network_is_never_fetched() {
    let as_is = |builder| builder;
    check("http://client.example.com/a", "client_id.scheme", as_is).await;
    check("opaque", "client_id.scheme", as_is).await;
    check("https://as.example.com/client", "client_id.own_host", as_is).await;
    check("https://AS.example.com/client", "client_id.own_host", as_is).await;
    check(
        "https://as.example.com:8443/client",
        "client_id.own_host",
        as_is,
    )
    .await;

    let policy = |operator: Operator| move |builder: ResolverBuilder| builder.policy(operator);
    let refuses = Operator::new().admits(Admission::Refused);
    check(CLIENT_ID, "policy.admits", policy(refuses)).await;
    let refuses = Operator::new().may_fetch(Some(MayFetch::Refused));
    check(CLIENT_ID, "policy.may_fetch", policy(refuses)).await;
    let cannot = Operator::new().may_fetch(Some(MayFetch::Unavailable));
    check(CLIENT_ID, "policy.unavailable", policy(cannot)).await;
}

#[tokio::test]
async fn a_policy_about_the_text_is_not_asked_about_what_is_no_client_id() {
    let operator = Operator::new();
    let resolver = build(builder(published(), &FakeClock::new()).policy(operator.clone()));
    error(&resolver, "https://client.example.com/a/../b").await;
    error(&resolver, "https://as.example.com/client").await;
    assert_eq!(operator.asked(), [0, 0, 0]);
}

#[tokio::test]
async fn a_policy_about_the_request_is_not_asked_about_what_the_text_refuses() {
    let operator = Operator::new().admits(Admission::Refused);
    let resolver = build(builder(published(), &FakeClock::new()).policy(operator.clone()));
    error(&resolver, CLIENT_ID).await;
    assert_eq!(operator.asked(), [1, 0, 0]);
}

#[tokio::test]
async fn a_hit_asks_nobody_whether_it_may_be_fetched() {
    let operator = Operator::new();
    let resolver = build(builder(published(), &FakeClock::new()).policy(operator.clone()));
    client(&resolver, CLIENT_ID).await;
    let _ = operator.clone().may_fetch(Some(MayFetch::Refused));
    client(&resolver, CLIENT_ID).await;
    assert_eq!(operator.asked()[1], 1);
}

#[tokio::test]
async fn a_leg_that_never_fetches_is_pending_until_another_has_fetched() {
    let network = published();
    let (resolver, _) = resolver(network.clone());
    for leg in [Leg::Revocation, Leg::Introspection] {
        let resolution = resolver.resolve(CLIENT_ID, &on(leg)).await.unwrap();
        assert!(matches!(resolution, Resolution::Pending(id) if id.as_str() == CLIENT_ID));
    }
    assert_eq!(network.fetches(), 0);

    client(&resolver, CLIENT_ID).await;
    for leg in [Leg::Revocation, Leg::Introspection] {
        let resolution = resolver.resolve(CLIENT_ID, &on(leg)).await.unwrap();
        assert!(matches!(resolution, Resolution::Client(_)), "{leg:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_answered_from_what_is_known_fetches_nothing() {
    let network = published();
    let (resolver, _) = resolver(network.clone());
    let context = on(Leg::Authorization).known_only();
    let resolution = resolver.resolve(CLIENT_ID, &context).await;
    assert!(matches!(resolution, Ok(Resolution::Pending(_))));
    let now = resolver.resolve_now(CLIENT_ID, &context);
    assert!(matches!(now, Some(Ok(Resolution::Pending(_)))));
    assert_eq!(network.fetches(), 0);

    client(&resolver, CLIENT_ID).await;
    let resolution = resolver.resolve(CLIENT_ID, &context).await;
    assert!(matches!(resolution, Ok(Resolution::Client(_))));
}

#[tokio::test]
async fn every_other_leg_fetches() {
    for leg in Leg::ALL.into_iter().filter(|leg| leg.may_fetch()) {
        let network = published();
        let (resolver, _) = resolver(network.clone());
        let resolution = resolver.resolve(CLIENT_ID, &on(leg)).await.unwrap();
        assert!(matches!(resolution, Resolution::Client(_)), "{leg:?}");
        assert_eq!(network.fetches(), 1, "{leg:?}");
    }
}

#[tokio::test]
async fn a_client_on_the_own_host_is_resolved_if_a_rule_names_exactly_it() {
    const OWN: &str = "https://as.example.com/client";
    let own_document = serde_json::json!({
        "client_id": OWN,
        "redirect_uris": ["https://client.example.com/callback"],
    });
    let network = StaticFetch::new().publish(OWN, own_document.to_string());
    let resolver = build(builder(network.clone(), &FakeClock::new()).own_host_client(OWN));
    client(&resolver, OWN).await;

    let refused = error(&resolver, "https://as.example.com/client2").await;
    assert!(matches!(refused, ResolveError::OwnHost));
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn what_needs_no_wait_is_answered_at_once() {
    let network = published();
    let (resolver, _) = resolver(network.clone());
    let now = |client_id, context| resolver.resolve_now(client_id, &context);

    assert!(now(CLIENT_ID, detached()).is_none());
    assert!(now(CLIENT_ID, on(Leg::Token)).is_none());
    let pending = now(CLIENT_ID, on(Leg::Revocation));
    assert!(matches!(pending, Some(Ok(Resolution::Pending(_)))));
    let invalid = now("https://client.example.com/#", detached());
    assert!(matches!(invalid, Some(Err(ResolveError::ClientId(_)))));
    let own = now("https://as.example.com/", detached());
    assert!(matches!(own, Some(Err(ResolveError::OwnHost))));
    assert_eq!(network.fetches(), 0);

    client(&resolver, CLIENT_ID).await;
    match now(CLIENT_ID, detached()) {
        Some(Ok(Resolution::Client(client))) => assert_eq!(client.source(), Source::Cache),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_cached_client_is_had_without_a_request() {
    let (resolver, _) = resolver(published());
    let client_id = ClientId::parse(CLIENT_ID).unwrap();
    assert!(resolver.client_cached(&client_id).is_none());
    client(&resolver, CLIENT_ID).await;
    let cached = resolver.client_cached(&client_id).unwrap();
    assert_eq!(cached.client_id(), &client_id);
}

#[tokio::test]
async fn a_forgotten_client_is_fetched_again() {
    let network = published();
    let (resolver, _) = resolver(network.clone());
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Cache);
    resolver.forget(CLIENT_ID);
    assert_eq!(source(&resolver, CLIENT_ID).await, Source::Fetched);
    assert_eq!(network.fetches(), 2);
}

#[tokio::test]
async fn the_document_is_requested_at_exactly_the_client_id() {
    const SPELT: &str = "https://Client.Example.com:443/%6Fauth?a=b";
    let network = crate::support::ScriptedFetch::new([crate::support::Moment::Answer(
        crate::support::fetched(
            200,
            &[("content-type", "application/json")],
            document(SPELT),
        ),
    )]);
    let (resolver, _) = resolver(network.clone());
    client(&resolver, SPELT).await;
    let requests = network.requests();
    assert_eq!(&*requests[0].url, SPELT);
    assert_eq!(requests[0].max_bytes, 5120);
    assert_eq!(requests[0].validators, Default::default());
}

#[test]
fn a_resolution_can_be_awaited_on_any_thread() {
    fn is_send<T: Send>(_: T) {}
    let (resolver, _) = resolver(published());
    is_send(resolver.resolve(CLIENT_ID, &detached()));
    is_send(resolver);
}
