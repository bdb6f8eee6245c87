//! Rules that are replaced while requests are under way.

use tower_cimd::resolve::policy::{Admission, Policy};
use tower_cimd::resolve::rulebook::{Effect, Mode, Rulebook};
use tower_cimd::resolve::{Resolution, SharedPolicy, StaticFetch};

use crate::rulebook::{book, id, rule};
use crate::support::{FakeClock, document, settle};
use crate::world::{CLIENT_ID, Operator, build, builder, client, detached, error, spawn};

fn published() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID))
}

#[tokio::test]
async fn new_rules_act_on_the_next_use_and_fetch_nothing() {
    let (network, handle) = (published(), SharedPolicy::new(Rulebook::default()));
    let resolver = builder(network.clone(), &FakeClock::new()).policy(handle.clone());
    let resolver = build(resolver);
    client(&resolver, CLIENT_ID).await;

    handle.replace(book([rule(Effect::Deny, "client.example.com")]));
    assert_eq!(error(&resolver, CLIENT_ID).await.cause(), "policy.admits");

    handle.replace(book([rule(Effect::Quarantine, "client.example.com")]));
    let quarantined = resolver.resolve(CLIENT_ID, &detached()).await;
    assert!(matches!(quarantined, Ok(Resolution::Quarantined(_))));

    let present = Rulebook::clone(&handle.current());
    handle.replace(present.mode(Mode::Report));
    client(&resolver, CLIENT_ID).await;
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn a_fetch_under_way_ends_under_the_new_rules() {
    let (network, handle) = (published(), SharedPolicy::new(Rulebook::default()));
    let resolver = builder(network.clone(), &FakeClock::new()).policy(handle.clone());
    let resolver = build(resolver);
    let hold = network.hold(CLIENT_ID);
    let waiting = spawn(&resolver, CLIENT_ID);
    settle().await;
    handle.replace(book([rule(Effect::Deny, "*")]));
    drop(hold);
    let refused = waiting.await.unwrap().unwrap_err();
    assert_eq!(refused.cause(), "policy.may_use");
}

#[tokio::test]
async fn nobody_who_uses_a_client_is_dropped_while_rules_come_and_go() {
    let handle = SharedPolicy::new(Rulebook::default());
    let resolver = builder(published(), &FakeClock::new()).policy(handle.clone());
    let resolver = build(resolver);
    client(&resolver, CLIENT_ID).await;
    let users = (0..4).map(|_| {
        let resolver = resolver.clone();
        std::thread::spawn(move || {
            let used = |_| resolver.resolve_now(CLIENT_ID, &detached());
            (0..500).all(|n| matches!(used(n), Some(Ok(Resolution::Client(_)))))
        })
    });
    let users: Vec<_> = users.collect();
    for n in 0..500 {
        let other = format!("host{n}.example.com");
        handle.replace(book([rule(Effect::Deny, &other)]));
    }
    assert!(users.into_iter().all(|user| user.join().unwrap()));
}

#[tokio::test]
async fn any_policy_can_be_shared_with_all_its_questions() {
    let operator = Operator::new();
    let handle = SharedPolicy::new(operator.clone());
    let resolver = build(builder(published(), &FakeClock::new()).policy(handle.clone()));
    client(&resolver, CLIENT_ID).await;
    assert_eq!(operator.asked(), [1, 1, 1]);
    handle.replace(Operator::new().admits(Admission::Refused));
    assert_eq!(handle.clone().admits(&id(CLIENT_ID)), Admission::Refused);
    assert_eq!(error(&resolver, CLIENT_ID).await.cause(), "policy.admits");
}
