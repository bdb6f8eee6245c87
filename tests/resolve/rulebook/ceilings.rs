//! What a rule's clients may ask for, and how they are shown.

use serde_json::json;
use tower_cimd::Leg;
use tower_cimd::resolve::policy::{MayUse, Policy, Presentation};
use tower_cimd::resolve::rulebook::{Effect, Mode, Rulebook};
use tower_cimd::rules::checks::CheckError;
use tower_cimd::rules::consent::{ConsentContext, ConsentView};
use tower_cimd::rules::parameters::Parameters;

use crate::event::Log;
use crate::rulebook::{book, published, rule};
use crate::world::CLIENT_ID;

async fn asks(policy: &dyn Policy, query: &str) -> Result<(), CheckError> {
    let parameters = Parameters::parse(query.as_bytes());
    let client = published(json!({})).await;
    policy.may_ask(&client, Leg::Authorization, (&parameters).into())
}

fn limited(scopes: &[&str]) -> Rulebook {
    book([rule(Effect::Allow, "client.example.com").scopes(scopes.iter().copied())])
}

#[tokio::test]
async fn the_ceilings_of_the_rule_that_decides_hold() {
    let book = limited(&["tools"]);
    assert_eq!(asks(&book, "scope=tools").await, Ok(()));
    let beyond = asks(&book, "scope=tools+admin").await;
    assert_eq!(beyond, Err(CheckError::ScopeBeyondCeiling));
}

#[tokio::test]
async fn the_ceilings_of_other_rules_do_not() {
    let other = rule(Effect::Allow, "other.example.com").scopes(["tools"]);
    let first = rule(Effect::Allow, "client.example.com");
    let later = rule(Effect::Allow, "*").scopes(["tools"]);
    assert_eq!(
        asks(&book([other, first, later]), "scope=admin").await,
        Ok(())
    );
}

#[tokio::test]
async fn two_policies_hold_both_ceilings() {
    let pair = (limited(&["a", "b"]), limited(&["b", "c"]));
    assert_eq!(asks(&pair, "scope=b").await, Ok(()));
    for beyond in ["scope=a", "scope=c"] {
        let refused = asks(&pair, beyond).await;
        assert_eq!(refused, Err(CheckError::ScopeBeyondCeiling), "{beyond}");
    }
}

#[tokio::test]
async fn the_operator_is_told_which_rule_has_the_ceiling() {
    let log = Log::install();
    let book = limited(&["tools"]);
    for (mode, event) in [
        (Mode::Enforce, "cimd.ruled"),
        (Mode::Report, "cimd.reported"),
    ] {
        let book = book.clone().mode(mode);
        let client = published(json!({})).await;
        let parameters = Parameters::parse(b"scope=admin");
        log.told();
        let asked = book.may_ask(&client, Leg::Authorization, (&parameters).into());
        assert_eq!(asked.is_err(), mode == Mode::Enforce);
        let told = format!(
            "INFO {event} client_id={CLIENT_ID} name=client.example.com rule=scope.beyond_ceiling"
        );
        assert_eq!(log.told(), [told]);
    }
}

#[tokio::test]
async fn a_rule_gives_name_and_logo_to_the_consent_page() {
    let members = json!({"client_name": "Own", "logo_uri": "https://client.example.com/l.png"});
    let client = published(members).await;
    let view = |presentation: Presentation, trusts_logo| {
        let context = ConsentContext {
            shown: presentation.shown(),
            trusts_logo,
            ..ConsentContext::default()
        };
        ConsentView::new(&client, context)
    };
    let shown = rule(Effect::Allow, "*")
        .display_name("Partner\u{202e}")
        .logo(true);
    let with = view(book([shown]).presentation(&client), false);
    assert_eq!(with.host_and_name().1, Some("Partner"));
    assert!(with.logo_uri().is_some());
    assert!(with.sentences()[0].starts_with("This server knows it as"));

    let without = view(Rulebook::default().presentation(&client), false);
    assert_eq!(without.host_and_name().1, Some("Own"));
    assert_eq!(without.logo_uri(), None);
    assert!(without.sentences()[0].starts_with("It calls itself"));

    let hidden = rule(Effect::Allow, "*").logo(false);
    let hidden = view(book([hidden]).presentation(&client), true);
    assert_eq!(hidden.logo_uri(), None);
}

#[tokio::test]
async fn of_two_policies_the_first_names_and_either_hides_the_logo() {
    let client = published(json!({})).await;
    let one = |name: &str, logo| book([rule(Effect::Allow, "*").display_name(name).logo(logo)]);
    let pair = (one("First", true), one("Second", false));
    let shown = pair.presentation(&client);
    assert_eq!(
        (shown.name.as_deref(), shown.logo),
        (Some("First"), Some(false))
    );
    let pair = (Rulebook::default(), one("Second", true));
    let shown = pair.presentation(&client);
    assert_eq!(
        (shown.name.as_deref(), shown.logo),
        (Some("Second"), Some(true))
    );
}

#[tokio::test]
async fn a_ceiling_is_no_matter_of_use() {
    let client = published(json!({"scope": "admin"})).await;
    assert_eq!(limited(&["tools"]).may_use(&client), MayUse::Allowed);
}
