//! Rules as they are written down.

use serde_json::{Value, json};
use tower_cimd::resolve::policy::Admission;
use tower_cimd::resolve::rulebook::{
    ClientPatternError, Effect, Rule, RuleError, Rulebook, RulebookError,
};
use tower_cimd::rules::auth_method::AuthMethod;

use crate::rulebook::{admits, book, rule};

fn read(written: Value) -> Result<Rulebook, String> {
    serde_json::from_value(written).map_err(|error| error.to_string())
}

/// The rule `partners` with these members besides.
fn with(members: Value) -> Result<Rulebook, String> {
    let mut rule = json!({"name": "partners", "effect": "allow", "clients": ["example.com"]});
    let besides = members.as_object().unwrap().clone();
    rule.as_object_mut().unwrap().extend(besides);
    read(json!({"rules": [rule]}))
}

#[test]
fn a_whole_rulebook_is_read() {
    let book = read(json!({
        "mode": "enforce",
        "default": "deny",
        "rules": [
            {"name": "never", "effect": "deny", "clients": ["evil.example.com", "*.evil.example.com"]},
            {
                "name": "partners", "effect": "allow",
                "clients": ["example.com/oauth", "https://claude.ai/oauth/client.json"],
                "trusted": true,
                "scopes": ["tools"], "grant_types": ["authorization_code"],
                "auth_methods": ["private_key_jwt"],
                "redirects": ["same_origin", "https_only", "no_loopback"],
                "display_name": "Partner", "logo": false,
            },
            {"name": "others", "effect": "quarantine", "clients": ["*.example.com"]},
        ],
    }))
    .unwrap();
    for (client_id, admission) in [
        ("https://evil.example.com/a", Admission::Refused),
        ("https://a.evil.example.com/a", Admission::Refused),
        ("https://example.com/oauth/x", Admission::Trusted),
        ("https://claude.ai/oauth/client.json", Admission::Named),
        ("https://a.example.com/x", Admission::Admitted),
        ("https://elsewhere.example.net/x", Admission::Refused),
    ] {
        assert_eq!(admits(&book, client_id), admission, "{client_id}");
    }
    let names: Vec<&str> = book.rules().iter().map(Rule::name).collect();
    assert_eq!(names, ["never", "partners", "others"]);
    assert_eq!(book.rules()[2].effect(), Effect::Quarantine);
}

#[test]
fn an_empty_one_allows_everybody() {
    let book = read(json!({})).unwrap();
    assert_eq!(admits(&book, "https://example.com/a"), Admission::Admitted);
}

#[test]
fn what_is_not_known_is_an_error_that_names_it() {
    for (error, name) in [
        (read(json!({"rule": []})), "rule"),
        (read(json!({"mode": "on"})), "on"),
        (read(json!({"default": "Allow"})), "Allow"),
        (with(json!({"scope": "tools"})), "scope"),
        (with(json!({"effect": "permit"})), "permit"),
        (with(json!({"redirects": ["https"]})), "https"),
        (
            with(json!({"auth_methods": ["client_secret_basic"]})),
            "client_secret_basic",
        ),
        (
            with(json!({"clients": ["ok.example.com", "https://example.com"]})),
            "https://example.com",
        ),
        (with(json!({"clients": ["exa*mple.com"]})), "exa*mple.com"),
        (with(json!({"clients": "example.com"})), "clients"),
    ] {
        let told = error.expect_err(name);
        let short = name.trim_end_matches('s');
        assert!(told.contains(short) || name == "clients", "{name}: {told}");
    }
}

#[test]
fn what_is_missing_is_an_error() {
    for member in ["name", "effect", "clients"] {
        let mut rule = json!({"name": "partners", "effect": "allow", "clients": ["example.com"]});
        rule.as_object_mut().unwrap().remove(member);
        let told = read(json!({"rules": [rule]})).unwrap_err();
        assert!(told.contains(member), "{member}: {told}");
    }
}

#[test]
fn a_contradiction_names_the_rule_and_what_is_wrong() {
    for (members, error) in [
        (json!({"name": ""}), RuleError::Name),
        (json!({"name": "n".repeat(65)}), RuleError::Name),
        (json!({"clients": []}), RuleError::Clients),
        (
            json!({"effect": "deny", "trusted": true}),
            RuleError::DenyAndMore,
        ),
        (
            json!({"effect": "deny", "scopes": []}),
            RuleError::DenyAndMore,
        ),
        (
            json!({"effect": "deny", "grant_types": ["a"]}),
            RuleError::DenyAndMore,
        ),
        (
            json!({"effect": "deny", "auth_methods": ["private_key_jwt"]}),
            RuleError::DenyAndMore,
        ),
        (
            json!({"effect": "deny", "redirects": ["https_only"]}),
            RuleError::DenyAndMore,
        ),
        (
            json!({"effect": "deny", "display_name": "x"}),
            RuleError::DenyAndMore,
        ),
        (
            json!({"effect": "deny", "logo": false}),
            RuleError::DenyAndMore,
        ),
        (
            json!({"clients": ["*.example.com"], "trusted": true}),
            RuleError::TrustedWildcard,
        ),
        (
            json!({"clients": ["a.example.com", "*"], "trusted": true}),
            RuleError::TrustedWildcard,
        ),
        (
            json!({"effect": "quarantine", "trusted": true}),
            RuleError::TrustedQuarantine,
        ),
        (json!({"auth_methods": []}), RuleError::AuthMethods),
        (
            json!({"auth_methods": ["private_key_jwt", "none"]}),
            RuleError::AuthMethods,
        ),
        (json!({"grant_types": []}), RuleError::GrantTypes),
        (json!({"display_name": " \u{200b}"}), RuleError::DisplayName),
    ] {
        let told = with(members.clone()).expect_err(error.rule());
        let (place, what) = told.split_once("): ").expect("a place");
        assert!(place.starts_with("rule 1 ("), "{told}");
        assert_eq!(what, error.to_string(), "{members}");
    }
}

#[test]
fn a_name_is_taken_once() {
    let twice = || rule(Effect::Allow, "example.com");
    let error = Rulebook::new([rule(Effect::Allow, "a.example.com"), twice(), twice()]);
    let RulebookError {
        index, name, error, ..
    } = error.unwrap_err();
    assert_eq!(
        (index, &*name, error),
        (2, "example.com", RuleError::NameTaken)
    );
}

/// A ceiling of no scopes at all is one: such a client signs people in and gets nothing more.
#[test]
fn what_is_no_contradiction_is_read() {
    for members in [
        json!({"scopes": []}),
        json!({"effect": "quarantine", "scopes": ["a"], "logo": true}),
        json!({"clients": ["https://example.com/a"], "trusted": true}),
        json!({"name": "n".repeat(64)}),
    ] {
        assert!(with(members.clone()).is_ok(), "{members}");
    }
}

#[test]
fn every_error_has_a_name_of_its_own() {
    let names: std::collections::HashSet<_> = RuleError::ALL.map(RuleError::rule).into();
    assert_eq!(names.len(), RuleError::ALL.len());
}

#[test]
fn a_text_that_says_nothing_about_clients_is_an_error() {
    for text in [
        "",
        "localhost",
        "*.com",
        "**",
        "http://example.com/a",
        "example.com/a?b",
    ] {
        let error = Rule::new("r", Effect::Allow, [text]).expect_err(text);
        assert!(
            matches!(error, ClientPatternError::Pattern(_)) || text.contains("//"),
            "{text}"
        );
    }
    let error = Rule::new("r", Effect::Allow, ["https://example.com/../a"]).unwrap_err();
    assert!(matches!(error, ClientPatternError::ClientId(_)));
}

#[test]
fn the_same_rules_are_built_in_code() {
    let built = rule(Effect::Allow, "example.com")
        .grant_types(["authorization_code"])
        .auth_methods([AuthMethod::PrivateKeyJwt]);
    assert_eq!(book([built]).rules().len(), 1);
    let wrong = rule(Effect::Allow, "example.com").auth_methods([]);
    let error = Rulebook::new([wrong]).unwrap_err();
    assert_eq!(error.error.rule(), "rulebook.auth_methods");
}
