//! What new rules would change.

use serde_json::json;
use tower_cimd::CimdClient;
use tower_cimd::resolve::policy::{MayUse, Policy};
use tower_cimd::resolve::rulebook::{Effect, Mode, Redirects, Rule, Rulebook, Verdict};
use tower_cimd::resolve::trial::Trial;
use tower_cimd::rules::freshness::LifetimeBounds;

use crate::event::Log;
use crate::rulebook::{book, published, rule};
use crate::support::document;
use crate::world::{CLIENT_ID, client, resolver, seconds};

const HOST: &str = "client.example.com";
const LOOPBACK: &str = "http://127.0.0.1/callback";

fn everybody() -> Rulebook {
    Rulebook::default()
}

fn closed() -> Rulebook {
    book([]).otherwise(Effect::Deny)
}

async fn plain() -> CimdClient {
    published(json!({})).await
}

/// What becomes of the plain client, by which rule, and for what it is refused.
async fn check(rules: Rulebook, verdict: Verdict, rule: Option<&str>, refused_for: Option<&str>) {
    let ruling = rules.ruling(&plain().await);
    assert_eq!(ruling.verdict, verdict);
    assert_eq!(ruling.rule.as_deref(), rule);
    assert_eq!(ruling.refused_for, refused_for);
}

#[tokio::test]
async fn a_ruling_says_what_becomes_of_a_client_and_by_which_rule() {
    let by = |effect| book([rule(effect, HOST)]);
    check(everybody(), Verdict::Allowed, None, None).await;
    check(closed(), Verdict::Refused, None, Some("policy.admits")).await;
    check(by(Effect::Allow), Verdict::Allowed, Some(HOST), None).await;
    check(
        by(Effect::Quarantine),
        Verdict::Quarantined,
        Some(HOST),
        None,
    )
    .await;
    let denied = by(Effect::Deny);
    check(
        denied.clone(),
        Verdict::Refused,
        Some(HOST),
        Some("policy.admits"),
    )
    .await;
    check(
        denied.clone().mode(Mode::Report),
        Verdict::Allowed,
        Some(HOST),
        None,
    )
    .await;
    check(denied.mode(Mode::Off), Verdict::Off, None, None).await;
    let trusting = book([rule(Effect::Allow, HOST).trusted()]);
    check(trusting, Verdict::Trusted, Some(HOST), None).await;
    let naming = book([rule(Effect::Allow, CLIENT_ID)]);
    check(naming, Verdict::Named, Some(CLIENT_ID), None).await;
}

#[tokio::test]
async fn a_ruling_looks_at_the_document() {
    let client = published(json!({"redirect_uris": [LOOPBACK]})).await;
    let rules = book([rule(Effect::Allow, HOST).redirects([Redirects::NoLoopback])]);
    let ruling = rules.ruling(&client);
    assert_eq!(ruling.refused_for, Some("policy.redirect_loopback"));
    assert_eq!(rules.ruling(&plain().await).refused_for, None);
}

/// A dry run tells nobody, whatever it comes to.
#[tokio::test]
async fn a_ruling_is_no_event() {
    let (log, client) = (Log::install(), plain().await);
    log.told();
    for mode in [Mode::Off, Mode::Report, Mode::Enforce] {
        for effect in [Effect::Allow, Effect::Quarantine, Effect::Deny] {
            book([rule(effect, HOST)]).mode(mode).ruling(&client);
        }
    }
    assert_eq!(log.told(), [""; 0]);
}

/// What is told beforehand is what happens.
#[tokio::test]
async fn a_ruling_is_what_the_policy_answers() {
    let clients = [
        plain().await,
        published(json!({"redirect_uris": [LOOPBACK]})).await,
    ];
    let restricted = |effect| rule(effect, HOST).redirects([Redirects::HttpsOnly]);
    for book in [
        everybody(),
        closed(),
        book([restricted(Effect::Allow)]),
        book([restricted(Effect::Quarantine)]).otherwise(Effect::Deny),
        book([rule(Effect::Deny, HOST)]),
        book([rule(Effect::Deny, HOST)]).mode(Mode::Report),
    ] {
        for client in &clients {
            let expected = match book.ruling(client).verdict {
                Verdict::Refused => None,
                Verdict::Quarantined => Some(MayUse::Quarantined),
                _ => Some(MayUse::Allowed),
            };
            match (book.may_use(client), expected) {
                (MayUse::Refused | MayUse::Unsuited(_), None) => {}
                (answer, expected) => assert_eq!(Some(answer), expected),
            }
        }
    }
}

async fn trial(before: &Rulebook, after: &Rulebook) -> Trial {
    Trial::of(&[plain().await], before, after)
}

#[tokio::test]
async fn rules_that_come_to_the_same_make_no_difference() {
    let named = |name: &str| Rule::new(name, Effect::Allow, [HOST]).unwrap();
    let others = rule(Effect::Deny, "other.example.com");
    for (before, after) in [
        (everybody(), everybody()),
        (everybody(), book([others])),
        (everybody(), book([named("a")])),
        (book([named("a")]), book([named("b")])),
        (closed().mode(Mode::Report), everybody()),
        (closed().mode(Mode::Off), everybody().mode(Mode::Off)),
    ] {
        let trial = trial(&before, &after).await;
        assert_eq!((trial.clients, trial.differences.len()), (1, 0));
        assert_eq!(trial.counts().unchanged, 1);
    }
}

#[tokio::test]
async fn every_override_makes_a_difference() {
    let plain_rule = || rule(Effect::Allow, HOST);
    let bounds = LifetimeBounds {
        max: Some(seconds(60)),
        min: None,
    };
    for overriding in [
        plain_rule().scopes(["a"]),
        plain_rule().scopes([""; 0]),
        plain_rule().grant_types(["authorization_code"]),
        plain_rule().lifetime(bounds),
        plain_rule().display_name("Name"),
        plain_rule().logo(true),
        plain_rule().logo(false),
        plain_rule().trusted(),
    ] {
        let trial = trial(&book([plain_rule()]), &book([overriding.clone()])).await;
        assert_eq!(trial.counts().otherwise, 1, "{overriding:?}");
    }
}

#[tokio::test]
async fn a_client_that_stays_refused_is_none_whatever_it_would_be_held_to() {
    let before = book([rule(Effect::Deny, HOST)]);
    let after = book([
        rule(Effect::Deny, "*"),
        rule(Effect::Allow, HOST).logo(true),
    ]);
    assert_eq!(trial(&before, &after).await.differences, []);
}

#[tokio::test]
async fn who_would_be_refused_and_who_accepted_is_counted() {
    let quarantine = book([]).otherwise(Effect::Quarantine);
    for (before, after, [refused, accepted, otherwise]) in [
        (everybody(), closed(), [1, 0, 0]),
        (closed(), everybody(), [0, 1, 0]),
        (closed(), quarantine.clone(), [0, 1, 0]),
        (everybody(), quarantine.clone(), [0, 0, 1]),
        (everybody(), everybody().mode(Mode::Off), [1, 0, 0]),
        (closed(), everybody().mode(Mode::Off), [0, 0, 1]),
    ] {
        let counts = trial(&before, &after).await.counts();
        let told = [counts.refused, counts.accepted, counts.otherwise];
        assert_eq!(told, [refused, accepted, otherwise], "{before:?} {after:?}");
    }
}

#[tokio::test]
async fn the_differences_come_in_the_order_of_the_clients() {
    let network = (0..5).fold(tower_cimd::resolve::StaticFetch::new(), |network, n| {
        let id = format!("https://host{n}.example.com/");
        network.publish(&id, document(&id))
    });
    let (resolver, _) = resolver(network);
    let mut clients = Vec::new();
    for n in [4, 0, 3, 1, 2] {
        clients.push(client(&resolver, &format!("https://host{n}.example.com/")).await);
    }
    let after = book([
        rule(Effect::Deny, "host3.example.com"),
        rule(Effect::Quarantine, "host4.example.com"),
    ]);
    let trial = Trial::of(&clients, &everybody(), &after);
    let told: Vec<_> = trial
        .differences
        .iter()
        .map(|one| (&*one.client_id, one.before.verdict, one.after.verdict))
        .collect();
    assert_eq!(
        told,
        [
            (
                "https://host4.example.com/",
                Verdict::Allowed,
                Verdict::Quarantined
            ),
            (
                "https://host3.example.com/",
                Verdict::Allowed,
                Verdict::Refused
            ),
        ]
    );
    assert_eq!((trial.clients, trial.counts().unchanged), (5, 3));
}

#[tokio::test]
async fn a_trial_is_written_down() {
    let bounds = LifetimeBounds {
        max: Some(seconds(60)),
        min: None,
    };
    let after = book([rule(Effect::Allow, HOST).scopes(["a"]).lifetime(bounds)]);
    let written = serde_json::to_value(trial(&closed(), &after).await).unwrap();
    assert_eq!(
        written,
        json!({"clients": 1, "differences": [{
            "client_id": CLIENT_ID,
            "before": {
                "rule": null, "verdict": "refused", "refused_for": "policy.admits",
                "terms": {
                    "scopes": null, "grant_types": null, "min_lifetime_seconds": null,
                    "max_lifetime_seconds": null, "display_name": null, "logo": null,
                },
            },
            "after": {
                "rule": HOST, "verdict": "allowed", "refused_for": null,
                "terms": {
                    "scopes": ["a"], "grant_types": null, "min_lifetime_seconds": null,
                    "max_lifetime_seconds": 60, "display_name": null, "logo": null,
                },
            },
        }]})
    );
}
