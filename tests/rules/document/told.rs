//! What is told of a refusal.

use std::error::Error as _;

use serde_json::json;
use tower_cimd::rules::document::{DocumentError, DocumentRule};

use crate::document::{accepted, derive, refused, rules};

#[test]
fn rule_names_are_distinct_and_those_that_occur_are_listed() {
    let rules: Vec<_> = DocumentError::rules().collect();
    let distinct: std::collections::BTreeSet<_> = rules.iter().collect();
    assert_eq!(distinct.len(), rules.len());
    for rule in [
        "document.size",
        "document.uri",
        "document.jwks.secret",
        "redirect_uri.fragment",
    ] {
        assert!(rules.contains(&rule), "{rule}");
    }
}

#[test]
fn descriptions_are_distinct_lower_case_and_of_the_charset_of_rfc_6749() {
    let all: Vec<_> = DocumentRule::ALL
        .iter()
        .map(|rule| rule.description())
        .collect();
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());
    for words in all {
        let legal = |byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        assert!(words.bytes().all(legal), "{words}");
        assert!(
            words.starts_with(|first: char| first.is_ascii_lowercase()),
            "{words}"
        );
        assert!(!words.ends_with('.'), "{words}");
    }
}

#[test]
fn an_error_tells_its_rule_and_member_and_none_of_the_documents_text() {
    let marked = "https://evil.example.com/#MARK";
    let error = derive(json!({"redirect_uris": [marked]}), &rules()).unwrap_err();
    let told = format!(
        "{error} {error:?} {} {}",
        error.description(),
        error.source().unwrap()
    );
    assert!(!told.contains("MARK"), "{told}");
    let error = derive(json!({"client_uri": "javascript:MARK"}), &rules()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a URI is not https with the name of a public host (client_uri)"
    );
    assert_eq!(
        error.description(),
        "a URI is not https with the name of a public host"
    );
}

#[test]
fn the_first_broken_rule_in_the_documented_order_is_told() {
    let mut members = json!({
        "client_secret": "x", "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": [], "redirect_uris": [], "jwks": {}, "client_uri": "x",
        "dpop_bound_access_tokens": 1,
    });
    for (rule, member) in [
        ("document.forbidden", "client_secret"),
        (
            "document.auth_method.symmetric",
            "token_endpoint_auth_method",
        ),
        ("document.grant_types", "grant_types"),
        ("document.redirect_uris.none", "redirect_uris"),
        ("document.jwks.no_keys", "jwks"),
        ("document.uri", "client_uri"),
        ("document.wrong_type", "dpop_bound_access_tokens"),
    ] {
        refused(members.clone(), rule, member);
        members.as_object_mut().unwrap().remove(member);
    }
    accepted(members);
}
