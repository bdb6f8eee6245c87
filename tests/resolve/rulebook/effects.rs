//! What comes of the clients that a rule is for.

use tower_cimd::resolve::error::Question;
use tower_cimd::resolve::policy::{Admission, MayUse, Policy, admit};
use tower_cimd::resolve::rulebook::{Effect, Rule, Rulebook};
use tower_cimd::resolve::{Resolution, ResolveError, StaticFetch};

use crate::event::Log;
use crate::rulebook::{admits, book, may_use, rule};
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, build, builder, detached, error};

const HOST: &str = "client.example.com";

#[tokio::test]
async fn no_rules_allow_everybody() {
    assert_eq!(admits(&Rulebook::default(), CLIENT_ID), Admission::Admitted);
    assert_eq!(may_use(&Rulebook::default()).await, MayUse::Allowed);
}

#[tokio::test]
async fn the_default_is_for_all_whom_no_rule_matches() {
    for (effect, admission, use_) in [
        (Effect::Allow, Admission::Admitted, MayUse::Allowed),
        (Effect::Quarantine, Admission::Admitted, MayUse::Quarantined),
        (Effect::Deny, Admission::Refused, MayUse::Refused),
    ] {
        let strict = book([rule(Effect::Allow, "other.example.com")]).otherwise(effect);
        assert_eq!(admits(&strict, CLIENT_ID), admission);
        assert_eq!(may_use(&strict).await, use_);
        let other = admits(&strict, "https://other.example.com/a");
        assert_eq!(other, Admission::Admitted);
    }
}

#[tokio::test]
async fn a_rule_allows_quarantines_or_denies() {
    for (effect, admission, use_) in [
        (Effect::Allow, Admission::Admitted, MayUse::Allowed),
        (Effect::Quarantine, Admission::Admitted, MayUse::Quarantined),
        (Effect::Deny, Admission::Refused, MayUse::Refused),
    ] {
        let book = book([rule(effect, HOST)]).otherwise(Effect::Deny);
        assert_eq!(admits(&book, CLIENT_ID), admission);
        assert_eq!(may_use(&book).await, use_);
    }
}

#[test]
fn a_rule_that_allows_a_whole_client_id_names_it() {
    let book = book([rule(Effect::Allow, CLIENT_ID)]);
    assert_eq!(admits(&book, CLIENT_ID), Admission::Named);
    let neighbour = format!("{CLIENT_ID}/other");
    assert_eq!(admits(&book, &neighbour), Admission::Admitted);
}

#[test]
fn a_client_id_in_quarantine_is_not_named() {
    let book = book([rule(Effect::Quarantine, CLIENT_ID)]);
    assert_eq!(admits(&book, CLIENT_ID), Admission::Admitted);
}

#[test]
fn only_the_rule_that_decides_names_or_trusts() {
    let named = rule(Effect::Allow, CLIENT_ID);
    let trusting = rule(Effect::Allow, HOST).trusted();
    let first = book([rule(Effect::Allow, "*"), named, trusting]);
    assert_eq!(admits(&first, CLIENT_ID), Admission::Admitted);
}

#[test]
fn a_rule_may_trust_its_hosts() {
    let book = book([rule(Effect::Allow, HOST).trusted()]);
    assert_eq!(admits(&book, CLIENT_ID), Admission::Trusted);
}

#[tokio::test]
async fn a_denied_client_costs_no_fetch_and_a_quarantined_one_says_so() {
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let denying = book([rule(Effect::Deny, HOST)]);
    let resolver = build(builder(network.clone(), &FakeClock::new()).policy(denying));
    let refused = error(&resolver, CLIENT_ID).await;
    assert!(matches!(refused, ResolveError::Refused(Question::Admits)));
    assert_eq!(network.fetches(), 0);

    let quarantining = book([rule(Effect::Quarantine, HOST)]);
    let resolver = build(builder(network, &FakeClock::new()).policy(quarantining));
    let resolution = resolver.resolve(CLIENT_ID, &detached()).await;
    assert!(matches!(resolution, Ok(Resolution::Quarantined(_))));
}

#[tokio::test]
async fn the_operator_is_told_which_rule_refused() {
    let log = Log::install();
    let denying = Rule::new("leaked \u{202e}keys", Effect::Deny, [HOST]).unwrap();
    let resolver = build(builder(StaticFetch::new(), &FakeClock::new()).policy(book([denying])));
    log.told();
    error(&resolver, CLIENT_ID).await;
    assert_eq!(
        log.told(),
        [
            format!(
                "INFO cimd.ruled client_id={CLIENT_ID} name=leaked \\u{{202e}}keys rule=policy.admits"
            ),
            format!("INFO cimd.refused client_id={CLIENT_ID} rule=policy.admits blame=policy"),
        ]
    );
}

#[test]
fn a_rulebook_is_one_policy_beside_others() {
    let policy = (
        admit(|client_id| client_id.host() != "blocked.example.com"),
        book([rule(Effect::Deny, HOST)]),
    );
    let admits = |text| policy.admits(&crate::rulebook::id(text));
    assert_eq!(admits(CLIENT_ID), Admission::Refused);
    assert_eq!(admits("https://blocked.example.com/a"), Admission::Refused);
    assert_eq!(admits("https://other.example.com/a"), Admission::Admitted);
}
