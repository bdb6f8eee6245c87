//! What the client says about itself, and the rest.

use serde_json::{Value as Json, json};
use tower_cimd::rules::change::{Change, ChangeKind, DisplayMember};

use super::{between, both, only, same};

fn member(name: &str, value: &str) -> Json {
    json!({name: value})
}

#[test]
fn every_member_for_people_is_of_a_kind() {
    let rows = [
        ("client_name", "One", "Other", "name_changed"),
        (
            "logo_uri",
            "https://a.example.com/1",
            "https://a.example.com/2",
            "logo_changed",
        ),
        (
            "client_uri",
            "https://a.example.com/1",
            "https://a.example.com/2",
            "links_changed",
        ),
        (
            "tos_uri",
            "https://a.example.com/1",
            "https://a.example.com/2",
            "links_changed",
        ),
        (
            "policy_uri",
            "https://a.example.com/1",
            "https://a.example.com/2",
            "links_changed",
        ),
    ];
    for (name, one, other, kind) in rows {
        let absent = || member(name, "absent");
        both(member(name, one), member(name, other), &[kind], &[kind]);
        both(absent(), member(name, other), &[kind], &[kind]);
        let japanese = member(&format!("{name}#ja"), one);
        both(absent(), japanese, &[kind], &[kind]);
    }
}

#[test]
fn a_text_is_told_with_its_language_and_what_it_was() {
    assert_eq!(
        only(member("client_name", "One"), member("client_name", "Other")),
        Change::Display {
            member: DisplayMember::ClientName,
            language: None,
            from: Some("One".into()),
            to: Some("Other".into()),
        }
    );
    assert_eq!(
        only(member("tos_uri#de-CH", "https://a.example.com/"), json!({})),
        Change::Display {
            member: DisplayMember::TosUri,
            language: Some("de-ch".into()),
            from: Some("https://a.example.com/".into()),
            to: None,
        }
    );
}

#[test]
fn each_language_is_a_change_of_its_own() {
    let old = json!({"client_name": "N", "client_name#de": "D", "client_name#fr": "F"});
    let new = json!({"client_name": "N", "client_name#de": "E", "client_name#it": "I"});
    let languages = between(&old, &new).into_iter().map(|change| match change {
        Change::Display { language, .. } => language.unwrap_or_default().into_string(),
        change => panic!("{change:?}"),
    });
    assert_eq!(Vec::from_iter(languages), ["de", "fr", "it"]);
}

#[test]
fn a_name_that_moves_to_a_language_changes_in_both() {
    both(
        member("client_name", "One"),
        member("client_name#en", "One"),
        &["name_changed", "name_changed"],
        &["name_changed", "name_changed"],
    );
}

#[test]
fn the_case_of_a_language_tag_is_no_change() {
    same(
        member("client_name#de-CH", "One"),
        member("client_name#DE-ch", "One"),
    );
}

#[test]
fn names_are_compared_byte_for_byte() {
    for other in ["one", "One ", "\u{41e}ne", "One\u{200b}"] {
        both(
            member("client_name", "One"),
            member("client_name", other),
            &["name_changed"],
            &["name_changed"],
        );
    }
}

#[test]
fn an_empty_text_is_an_absent_one() {
    same(member("client_name", ""), json!({}));
}

#[test]
fn a_logo_that_cannot_be_shown_is_an_absent_one() {
    same(member("logo_uri", "http://127.0.0.1/logo"), json!({}));
}

#[test]
fn every_member_has_its_own_name_and_kind() {
    let names = DisplayMember::ALL.iter().map(|member| member.as_str());
    assert_eq!(
        Vec::from_iter(names),
        [
            "client_name",
            "logo_uri",
            "client_uri",
            "tos_uri",
            "policy_uri"
        ]
    );
    let kinds = DisplayMember::ALL.iter().map(|member| member.kind());
    assert_eq!(
        Vec::from_iter(kinds),
        [
            ChangeKind::NameChanged,
            ChangeKind::LogoChanged,
            ChangeKind::LinksChanged,
            ChangeKind::LinksChanged,
            ChangeKind::LinksChanged,
        ]
    );
}

/// Another member: absent, then one value, then another.
fn other(name: &'static str, one: Json, other: Option<Json>) {
    let of = |value: &Json| json!({name: value});
    let expected = Change::Other { member: name };
    assert_eq!(only(json!({}), of(&one)), expected);
    assert_eq!(only(of(&one), json!({})), expected);
    if let Some(other) = other {
        assert_eq!(only(of(&one), of(&other)), expected);
    }
}

#[test]
fn every_other_member_is_told_by_its_name() {
    other("application_type", json!("native"), Some(json!("web")));
    other(
        "contacts",
        json!(["a@b.example.com"]),
        Some(json!(["a@b.example.com", "c@d.example"])),
    );
    other("contacts", json!(["a", "b"]), Some(json!(["b", "a"])));
    other("software_id", json!("one"), Some(json!("other")));
    other("software_version", json!("1"), Some(json!("2")));
    other(
        "token_endpoint_auth_signing_alg",
        json!("ES256"),
        Some(json!("RS256")),
    );
    other("dpop_bound_access_tokens", json!(true), None);
    other("require_pushed_authorization_requests", json!(true), None);
    other("require_signed_request_object", json!(true), None);
    other(
        "tls_client_certificate_bound_access_tokens",
        json!(true),
        None,
    );
}

#[test]
fn a_demand_that_is_spelt_out_as_false_is_no_demand() {
    same(json!({"dpop_bound_access_tokens": false}), json!({}));
}

#[test]
fn a_member_that_no_rule_reads_is_no_change() {
    same(json!({"x": 1}), json!({"x": [2, {"y": null}]}));
    same(
        json!({"code_challenge_methods_supported": ["S256"]}),
        json!({}),
    );
}
