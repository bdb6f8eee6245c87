//! Report mode tells and does nothing (T3).

use serde_json::json;
use tower_cimd::resolve::policy::{Admission, MayUse, Policy, Presentation, admit};
use tower_cimd::resolve::rulebook::{Effect, Mode, Redirects, Rulebook};
use tower_cimd::resolve::{Resolution, SharedPolicy, StaticFetch};

use crate::event::Log;
use crate::rulebook::{admits, book, id, may_use, published, rule};
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, build, builder, detached, error};

fn reporting(effect: Effect) -> Rulebook {
    book([rule(effect, "client.example.com")]).mode(Mode::Report)
}

#[tokio::test]
async fn every_verdict_of_the_rules_is_told_and_not_applied() {
    let log = Log::install();
    for (effect, broken) in [
        (Effect::Deny, Some("policy.admits")),
        (Effect::Quarantine, Some("client.quarantined")),
        (Effect::Allow, None),
    ] {
        let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
        let resolver = builder(network, &FakeClock::new()).policy(reporting(effect));
        let resolver = build(resolver);
        log.told();
        let resolution = resolver.resolve(CLIENT_ID, &detached()).await;
        assert!(
            matches!(resolution, Ok(Resolution::Client(_))),
            "{effect:?}"
        );
        let told: Vec<String> = log.told();
        let reported: Vec<&String> = told
            .iter()
            .filter(|line| line.contains("reported"))
            .collect();
        let expected: Vec<String> = broken
            .iter()
            .map(|rule| {
                format!(
                    "INFO cimd.reported client_id={CLIENT_ID} name=client.example.com rule={rule}"
                )
            })
            .collect();
        assert_eq!(reported, expected.iter().collect::<Vec<_>>(), "{effect:?}");
    }
}

#[tokio::test]
async fn the_default_is_told_too() {
    let log = Log::install();
    let closed = Rulebook::default()
        .otherwise(Effect::Deny)
        .mode(Mode::Report);
    log.told();
    assert_eq!(admits(&closed, CLIENT_ID), Admission::Admitted);
    let told = format!("INFO cimd.reported client_id={CLIENT_ID} name=default rule=policy.admits");
    assert_eq!(log.told(), [told]);
}

#[tokio::test]
async fn restrictions_on_the_document_are_told_and_not_applied() {
    let restricted = rule(Effect::Quarantine, "*").redirects([Redirects::HttpsOnly]);
    let book = book([restricted]).mode(Mode::Report);
    let native = published(json!({"redirect_uris": ["http://localhost/cb"]})).await;
    assert_eq!(book.may_use(&native), MayUse::Allowed);
}

/// Budgets hold as ever: a rule that does not count lifts nothing either.
#[tokio::test]
async fn nobody_is_named_or_trusted() {
    let named = book([rule(Effect::Allow, CLIENT_ID)]).mode(Mode::Report);
    assert_eq!(admits(&named, CLIENT_ID), Admission::Admitted);
    let trusting = rule(Effect::Allow, "client.example.com").trusted();
    let trusting = book([trusting]).mode(Mode::Report);
    assert_eq!(admits(&trusting, CLIENT_ID), Admission::Admitted);
    assert_eq!(may_use(&trusting).await, MayUse::Allowed);
}

#[tokio::test]
async fn nothing_is_shown_otherwise() {
    let shown = rule(Effect::Allow, "*").display_name("Partner").logo(true);
    let book = book([shown]).mode(Mode::Report);
    let client = published(json!({})).await;
    assert_eq!(book.presentation(&client), Presentation::default());
}

/// The layer steps aside, and nothing else does.
#[tokio::test]
async fn off_is_told_to_the_layer_and_refuses_whoever_asks_all_the_same() {
    let off = || Rulebook::default().mode(Mode::Off);
    assert!(off().is_off());
    assert!((off(), Rulebook::default()).is_off() && (Rulebook::default(), off()).is_off());
    assert!(SharedPolicy::new(off()).is_off());
    assert!(!reporting(Effect::Deny).is_off() && !Rulebook::default().is_off());
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let resolver = build(builder(network.clone(), &FakeClock::new()).policy(off()));
    assert!(resolver.is_off());
    assert_eq!(error(&resolver, CLIENT_ID).await.cause(), "policy.admits");
    assert_eq!(network.fetches(), 0);
}

#[tokio::test]
async fn other_policies_still_refuse() {
    let policy = (reporting(Effect::Deny), admit(|_| false));
    assert_eq!(policy.admits(&id(CLIENT_ID)), Admission::Refused);
}

#[tokio::test]
async fn what_is_no_verdict_of_the_rules_still_refuses() {
    let invalid = "https://client.example.com/invalid";
    let own = "https://as.example.com/client";
    let network = StaticFetch::new()
        .publish(invalid, document(CLIENT_ID))
        .publish(own, document(own));
    let book = Rulebook::default()
        .otherwise(Effect::Deny)
        .mode(Mode::Report);
    let resolver = build(builder(network, &FakeClock::new()).policy(book));
    for (client_id, cause) in [
        (invalid, "document.client_id"),
        (own, "client_id.own_host"),
        ("https://client.example.com/../a", "client_id.dot_segment"),
        ("https://localhost/a", "client_id.special_use_name"),
        ("http://client.example.com/a", "client_id.scheme"),
    ] {
        assert_eq!(
            error(&resolver, client_id).await.cause(),
            cause,
            "{client_id}"
        );
    }
}
