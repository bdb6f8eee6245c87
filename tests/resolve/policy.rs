//! The operator's questions: when they are asked and what comes of their answers.

use tower_cimd::resolve::error::Question;
use tower_cimd::resolve::policy::{
    Admission, MayFetch, MayUse, Policy, admit, quarantine_if, use_if,
};
use tower_cimd::resolve::{Resolution, ResolveError, StaticFetch};
use tower_cimd::{ClientId, Leg};

use crate::support::{FakeClock, document, settle};
use crate::world::{
    CLIENT_ID, Operator, build, builder, client, detached, error, on, resolver, seconds, spawn,
};

fn published() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID))
}

#[tokio::test]
async fn may_use_is_asked_on_every_use() {
    let (network, operator) = (published(), Operator::new());
    let resolver = build(builder(network.clone(), &FakeClock::new()).policy(operator.clone()));
    for _ in 0..3 {
        client(&resolver, CLIENT_ID).await;
    }
    assert!(resolver.resolve_now(CLIENT_ID, &detached()).is_some());
    assert_eq!(operator.asked(), [4, 1, 4]);
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_client_in_the_cache_can_be_refused_from_now_on() {
    let operator = Operator::new();
    let resolver = build(builder(published(), &FakeClock::new()).policy(operator.clone()));
    client(&resolver, CLIENT_ID).await;

    let operator = operator.may_use(MayUse::Refused);
    let refused = error(&resolver, CLIENT_ID).await;
    assert!(matches!(refused, ResolveError::Refused(Question::MayUse)));
    assert!(
        resolver
            .client_cached(&ClientId::parse(CLIENT_ID).unwrap())
            .is_none()
    );

    let _ = operator.admits(Admission::Refused);
    let refused = error(&resolver, CLIENT_ID).await;
    assert!(matches!(refused, ResolveError::Refused(Question::Admits)));
}

#[tokio::test]
async fn a_policy_that_is_late_is_unavailable_and_nothing_is_fetched() {
    let (network, clock) = (published(), FakeClock::new());
    let operator = Operator::new().may_fetch(None);
    let resolver = build(builder(network.clone(), &clock).policy(operator.clone()));
    let waiting = spawn(&resolver, CLIENT_ID);

    settle().await;
    clock.advance(seconds(2) - std::time::Duration::from_nanos(1));
    settle().await;
    assert!(!waiting.is_finished());

    clock.advance(std::time::Duration::from_nanos(1));
    let late = waiting.await.unwrap();
    assert!(matches!(late, Err(ResolveError::PolicyUnavailable)));
    assert_eq!(network.fetches(), 0);
}

#[tokio::test]
async fn a_deferred_client_is_pending() {
    let network = published();
    let operator = Operator::new().may_fetch(Some(MayFetch::Deferred));
    let resolver = build(builder(network.clone(), &FakeClock::new()).policy(operator));
    let resolution = resolver.resolve(CLIENT_ID, &on(Leg::Authorization)).await;
    assert!(matches!(resolution, Ok(Resolution::Pending(id)) if id.as_str() == CLIENT_ID));
    assert_eq!(network.fetches(), 0);
}

#[tokio::test]
async fn may_fetch_is_asked_for_each_request_that_would_join_a_fetch() {
    let (network, operator) = (published(), Operator::new());
    let resolver = build(builder(network.clone(), &FakeClock::new()).policy(operator.clone()));
    let hold = network.hold(CLIENT_ID);
    let first = spawn(&resolver, CLIENT_ID);
    settle().await;

    let _ = operator.clone().may_fetch(Some(MayFetch::Refused));
    let refused = error(&resolver, CLIENT_ID).await;
    assert!(matches!(refused, ResolveError::Refused(Question::MayFetch)));

    drop(hold);
    assert!(first.await.unwrap().is_ok());
    assert_eq!(operator.asked()[1], 2);
}

#[tokio::test]
async fn a_closure_is_a_policy() {
    let network = published();
    let policy = (
        admit(|client_id| client_id.host() != "blocked.example.com"),
        use_if(|client| client.client_name() == Some("A client")),
    );
    let resolver = build(builder(network, &FakeClock::new()).policy(policy));
    client(&resolver, CLIENT_ID).await;
    let refused = error(&resolver, "https://blocked.example.com/a").await;
    assert!(matches!(refused, ResolveError::Refused(Question::Admits)));
}

#[tokio::test]
async fn a_pair_allows_what_both_allow() {
    let id = ClientId::parse(CLIENT_ID).unwrap();
    let with = |answer| Operator::new().admits(answer);
    use Admission::{Admitted, Named, Refused, Trusted};
    for (one, other, both) in [
        (Admitted, Admitted, Admitted),
        (Admitted, Named, Named),
        (Named, Admitted, Named),
        (Named, Refused, Refused),
        (Refused, Named, Refused),
        (Admitted, Trusted, Trusted),
        (Trusted, Admitted, Trusted),
        (Trusted, Named, Named),
        (Named, Trusted, Named),
        (Trusted, Refused, Refused),
        (Refused, Trusted, Refused),
    ] {
        assert_eq!(
            (with(one), with(other)).admits(&id),
            both,
            "{one:?} and {other:?}"
        );
    }

    let with = |answer| Operator::new().may_fetch(Some(answer));
    use MayFetch::{Allowed, Deferred, Unavailable};
    for (one, other, both) in [
        (Allowed, Allowed, Allowed),
        (Allowed, Deferred, Deferred),
        (Deferred, MayFetch::Refused, Deferred),
        (Unavailable, Allowed, Unavailable),
    ] {
        let pair = (with(one), with(other));
        assert_eq!(
            pair.may_fetch(&id, &detached()).await,
            both,
            "{one:?} and {other:?}"
        );
    }
}

#[tokio::test]
async fn a_pair_uses_a_client_as_the_stricter_of_both_does() {
    let (resolver, _) = resolver(published());
    let client = client(&resolver, CLIENT_ID).await;
    let with = |answer| Operator::new().may_use(answer);
    use MayUse::{Allowed, Quarantined, Refused};
    for (one, other, both) in [
        (Allowed, Allowed, Allowed),
        (Allowed, Quarantined, Quarantined),
        (Quarantined, Allowed, Quarantined),
        (Quarantined, Quarantined, Quarantined),
        (Quarantined, Refused, Refused),
        (Refused, Quarantined, Refused),
        (Allowed, Refused, Refused),
    ] {
        let pair = (with(one), with(other));
        assert_eq!(pair.may_use(&client), both, "{one:?} and {other:?}");
    }
}

/// For one use alone: what is cached knows nothing of it (T8).
#[tokio::test]
async fn a_client_is_in_quarantine_for_as_long_as_the_policy_says() {
    let operator = Operator::new().may_use(MayUse::Quarantined);
    let network = published();
    let resolver = build(builder(network.clone(), &FakeClock::new()).policy(operator.clone()));
    for _ in 0..2 {
        let resolved = resolver.resolve(CLIENT_ID, &detached()).await;
        let quarantined = matches!(&resolved, Ok(Resolution::Quarantined(client))
            if client.is_quarantined());
        assert!(quarantined, "{resolved:?}");
        let at_once = resolver.resolve_now(CLIENT_ID, &detached());
        assert!(matches!(at_once, Some(Ok(Resolution::Quarantined(_)))));
        let id = ClientId::parse(CLIENT_ID).unwrap();
        assert!(resolver.client_cached(&id).is_none());
    }
    let _ = operator.may_use(MayUse::Allowed);
    assert!(!client(&resolver, CLIENT_ID).await.is_quarantined());
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_closure_has_clients_in_quarantine() {
    let policy = quarantine_if(|client| client.client_name() == Some("A client"));
    let resolver = build(builder(published(), &FakeClock::new()).policy(policy));
    let resolved = resolver.resolve(CLIENT_ID, &detached()).await;
    assert!(matches!(resolved, Ok(Resolution::Quarantined(_))));
}

#[tokio::test]
async fn a_pair_uses_what_both_use() {
    let network = published();
    let refusing = Operator::new().may_use(MayUse::Refused);
    let resolver = build(builder(network, &FakeClock::new()).policy((Operator::new(), refusing)));
    let refused = error(&resolver, CLIENT_ID).await;
    assert!(matches!(refused, ResolveError::Refused(Question::MayUse)));
}

/// A question with a default would else be answered by that.
#[test]
fn a_policy_behind_a_pointer_hands_on_every_question() {
    let questions = |text: &str| {
        let lines = text.lines().filter_map(|line| line.strip_prefix("    fn "));
        lines
            .map(|line| line.split(['(', '<']).next().unwrap().to_owned())
            .collect::<std::collections::BTreeSet<_>>()
    };
    let asked = questions(include_str!("../../src/resolve/policy/questions.rs"));
    let handed_on = questions(include_str!("../../src/resolve/policy/handed.rs"));
    assert_eq!(asked, handed_on);
}
