//! The mode that the operator orders (T3).

use tower_cimd::Resolver;
use tower_cimd::resolve::patterns::{AllowedClients, SameOriginRedirects};
use tower_cimd::resolve::policy::{Admission, MayFetch, MayUse};
use tower_cimd::resolve::rulebook::{Effect, Rulebook};
use tower_cimd::resolve::{Mode, Policy, Resolution, SharedPolicy, StaticFetch};

use crate::event::Log;
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, Operator, build, builder, detached};

fn resolver(policy: impl Policy) -> Resolver {
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    build(builder(network, &FakeClock::new()).policy(policy))
}

/// What a resolution comes to: `client`, `quarantined`, or the rule that is broken.
async fn outcome(resolver: &Resolver) -> &'static str {
    match resolver.resolve(CLIENT_ID, &detached()).await {
        Ok(Resolution::Client(_)) => "client",
        Ok(Resolution::Quarantined(_)) => "quarantined",
        Ok(_) => "another",
        Err(error) => error.cause(),
    }
}

/// What comes of a policy as it is, in report mode, enforced, and off, and of leaving it again.
async fn check(policy: impl Policy, own: Mode, outcomes: [&str; 4]) {
    let resolver = resolver(policy);
    let operator = resolver.operator();
    let modes = [
        None,
        Some(Mode::Report),
        Some(Mode::Enforce),
        Some(Mode::Off),
    ];
    for (mode, expected) in modes.into_iter().zip(outcomes) {
        operator.set_mode(mode, "", "alice").await.unwrap();
        assert_eq!(outcome(&resolver).await, expected, "{mode:?}");
        let told = operator.mode();
        assert_eq!(told.mode, mode.unwrap_or(own), "{mode:?}");
        assert_eq!(told.ordered, mode.is_some());
        assert_eq!(resolver.is_off(), told.mode == Mode::Off, "{mode:?}");
    }
    operator.set_mode(None, "", "alice").await.unwrap();
    assert_eq!(outcome(&resolver).await, outcomes[0]);
}

#[tokio::test]
async fn a_mode_reaches_any_policy() {
    let off = "policy.admits";
    let closed = Operator::new().admits(Admission::Refused);
    check(closed, Mode::Enforce, [off, "client", off, off]).await;
    let used = "policy.may_use";
    let strict = Operator::new().may_use(MayUse::Refused);
    check(strict, Mode::Enforce, [used, "client", used, off]).await;
    let unsure = Operator::new().may_use(MayUse::Quarantined);
    check(
        unsure,
        Mode::Enforce,
        ["quarantined", "client", "quarantined", off],
    )
    .await;
    let listed = AllowedClients::matching(["other.example.com"]).unwrap();
    check(listed, Mode::Enforce, [off, "client", off, off]).await;
}

#[tokio::test]
async fn a_mode_takes_the_place_of_a_rulebooks_own() {
    let denies = || Rulebook::default().otherwise(Effect::Deny);
    let off = "policy.admits";
    for (own, as_it_is) in [
        (Mode::Enforce, off),
        (Mode::Report, "client"),
        (Mode::Off, off),
    ] {
        let outcomes = [as_it_is, "client", off, off];
        check(denies().mode(own), own, outcomes).await;
        check(SharedPolicy::new(denies().mode(own)), own, outcomes).await;
        check((denies().mode(own), SameOriginRedirects), own, outcomes).await;
        check((SameOriginRedirects, denies().mode(own)), own, outcomes).await;
    }
}

#[tokio::test]
async fn a_report_does_not_lift_what_is_against_a_fetch() {
    let resolver = resolver(Operator::new().may_fetch(Some(MayFetch::Refused)));
    let operator = resolver.operator();
    let mode = Some(Mode::Report);
    operator.set_mode(mode, "", "alice").await.unwrap();
    assert_eq!(outcome(&resolver).await, "policy.may_fetch");
}

#[tokio::test]
async fn a_report_lifts_blocks_too() {
    let resolver = resolver(AllowedClients::any());
    let operator = resolver.operator();
    operator.block("*.example.com", "", "alice").await.unwrap();
    assert_eq!(outcome(&resolver).await, "policy.blocked");
    let mode = Some(Mode::Report);
    operator.set_mode(mode, "", "alice").await.unwrap();
    assert_eq!(outcome(&resolver).await, "client");
    operator.set_mode(None, "", "alice").await.unwrap();
    assert_eq!(outcome(&resolver).await, "policy.blocked");
}

#[tokio::test]
async fn what_is_reported_is_told_by_its_name() {
    let log = Log::install();
    let told = async |policy: (Rulebook, AllowedClients)| {
        let resolver = resolver(policy);
        let operator = resolver.operator();
        operator
            .block("client.example.com", "", "alice")
            .await
            .unwrap();
        let mode = Some(Mode::Report);
        operator.set_mode(mode, "", "alice").await.unwrap();
        log.told();
        outcome(&resolver).await;
        let mut told = log.told();
        told.retain(|line| line.contains("cimd.reported") || line.contains("cimd.ruled"));
        told
    };
    let listed = AllowedClients::matching(["other.example.com"]).unwrap();
    let denies = Rulebook::default().otherwise(Effect::Deny);
    let reported = |name: &str, rule: &str| {
        format!("INFO cimd.reported client_id={CLIENT_ID} name={name} rule={rule}")
    };
    assert_eq!(
        told((denies, listed)).await,
        [
            reported("client.example.com", "policy.blocked"),
            reported("default", "policy.admits"),
            reported("policy", "policy.admits"),
        ]
    );
}

#[tokio::test]
async fn a_mode_that_is_ordered_is_told() {
    let log = Log::install();
    let operator = resolver(AllowedClients::any()).operator();
    log.told();
    for mode in [
        Some(Mode::Off),
        Some(Mode::Report),
        Some(Mode::Enforce),
        None,
    ] {
        operator.set_mode(mode, "", "alice").await.unwrap();
    }
    let expected = ["off", "report", "enforce", "policy"];
    let expected =
        expected.map(|mode| format!("INFO cimd.ordered action=mode mode={mode} by=alice"));
    assert_eq!(log.told(), expected);
}
