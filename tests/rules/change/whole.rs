//! The difference as a whole.

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::change::{ChangeKind, ChangeKinds, Changes};

use super::{between, both, jwks, names, same, version, version_at};
use crate::document::{self, CLIENT_ID, derive_at, publish};

#[test]
fn a_version_does_not_differ_from_itself() {
    let client = version(json!({"client_name": "N"}));
    let changes = Changes::between(&client, &client.clone());
    assert!(changes.is_empty());
    assert_eq!(changes, Changes::default());
    assert_eq!(changes.kinds(), ChangeKinds::NONE);
}

#[test]
fn white_space_and_the_order_of_members_are_no_change() {
    let of = |body: &str| {
        derive_at(
            CLIENT_ID,
            &publish(body, Some("application/json")),
            &super::rules(),
        )
        .unwrap()
    };
    let compact = of(
        r#"{"client_id":"https://client.example.com/client.json","client_name":"N","redirect_uris":["https://a.example.com/cb"]}"#,
    );
    let spacious = of(r#"{
        "redirect_uris": [ "https:\/\/a.example.com/cb" ],
        "client_n\u0061me": "\u004e",
        "client_id": "https://client.example.com/client.json"
    }"#);
    assert_ne!(compact.digest(), spacious.digest());
    assert!(Changes::between(&compact, &spacious).is_empty());
}

#[test]
fn the_same_document_under_other_rules_may_come_to_something_else() {
    let mut public = document::rules();
    public.server.auth_methods = vec![AuthMethod::None];
    let members = json!({
        "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "jwks": jwks(&[1]),
    });
    let (before, now) = (version_at(members.clone(), &public), version(members));
    assert_eq!(before.digest(), now.digest());
    assert_eq!(
        names(Changes::between(&before, &now).kinds()),
        ["auth_method_changed", "grants_widened"]
    );
    assert_eq!(
        names(Changes::between(&now, &before).kinds()),
        ["auth_method_downgraded", "grants_narrowed"]
    );
}

#[test]
fn another_client_is_no_version_of_this_one() {
    let other_id = "https://evil.example.com/client.json";
    let body = document::document(json!({"client_id": other_id}));
    let publication = publish(body, Some("application/json"));
    let other = derive_at(other_id, &publication, &super::rules()).unwrap();
    let changes = Changes::between(&version(json!({})), &other);
    assert_eq!(names(changes.kinds()), ["client_id"]);
}

/// Two versions that differ in nearly everything.
fn before_and_after() -> [Json; 2] {
    [
        json!({
            "redirect_uris": ["https://a.example.com/1", "https://a.example.com/2"],
            "token_endpoint_auth_method": "private_key_jwt",
            "jwks": jwks(&[1]),
            "grant_types": ["authorization_code", "client_credentials"],
            "scope": "a b",
            "client_name": "One",
            "logo_uri": "https://a.example.com/1",
            "tos_uri": "https://a.example.com/1",
            "software_id": "1",
        }),
        json!({
            "redirect_uris": ["https://a.example.com/1", "https://a.example.com/3", "https://b.example.com/1"],
            "jwks_uri": "https://a.example.com/keys",
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code", "code id_token"],
            "scope": "b c",
            "client_name": "Other",
            "logo_uri": "https://a.example.com/2",
            "tos_uri": "https://a.example.com/2",
            "software_id": "2",
        }),
    ]
}

#[test]
fn changes_come_in_the_order_of_their_kinds() {
    let [old, new] = before_and_after();
    let there = [
        "redirect_uri_removed",
        "redirect_origin_added",
        "redirect_uri_added",
        "auth_method_downgraded",
        "keys_removed",
        "jwks_uri_changed",
        "grants_widened",
        "grants_narrowed",
        "scope_widened",
        "scope_narrowed",
        "response_types_changed",
        "name_changed",
        "logo_changed",
        "links_changed",
        "other_changed",
    ];
    let back = [
        "redirect_uri_removed",
        "redirect_uri_removed",
        "redirect_uri_added",
        "auth_method_changed",
        "keys_added",
        "jwks_uri_changed",
        "grants_widened",
        "grants_narrowed",
        "scope_widened",
        "scope_narrowed",
        "response_types_changed",
        "name_changed",
        "logo_changed",
        "links_changed",
        "other_changed",
    ];
    both(old.clone(), new.clone(), &there, &back);
    let kinds: Vec<ChangeKind> = between(&old, &new)
        .iter()
        .map(|change| change.kind())
        .collect();
    assert!(kinds.is_sorted());
}

#[test]
fn a_page_of_languages_is_told_language_by_language() {
    let of = |text: &str| {
        let mut members = json!({});
        for (first, second) in
            ('a'..='j').flat_map(|one| ('a'..='j').map(move |other| (one, other)))
        {
            members[format!("client_name#{first}{second}")] = text.into();
        }
        members
    };
    assert_eq!(between(&of("1"), &of("2")).len(), 100);
    same(of("1"), of("1"));
}

proptest! {
    #[test]
    fn what_differs_one_way_differs_the_other_way(one in documents(), other in documents()) {
        let (one, other) = (version(one), version(other));
        let (there, back) = (Changes::between(&one, &other), Changes::between(&other, &one));
        prop_assert_eq!(there.is_empty(), back.is_empty());
        for (widened, narrowed) in [
            (ChangeKind::GrantsWidened, ChangeKind::GrantsNarrowed),
            (ChangeKind::ScopeWidened, ChangeKind::ScopeNarrowed),
            (ChangeKind::KeysAdded, ChangeKind::KeysRemoved),
            (ChangeKind::KeysRotated, ChangeKind::KeysRotated),
            (ChangeKind::KeysReplaced, ChangeKind::KeysReplaced),
            (ChangeKind::NameChanged, ChangeKind::NameChanged),
        ] {
            prop_assert_eq!(there.kinds().contains(widened), back.kinds().contains(narrowed));
        }
    }

    #[test]
    fn no_difference_is_left_out_of_its_kinds(one in documents(), other in documents()) {
        let changes = Changes::between(&version(one), &version(other));
        for change in &changes {
            prop_assert!(changes.kinds().contains(change.kind()));
        }
        prop_assert_eq!(changes.kinds().is_empty(), changes.is_empty());
    }
}

/// Documents that differ in a few places, or in none.
pub(crate) fn documents() -> impl Strategy<Value = Json> {
    let some = |members: Vec<Json>| prop::sample::select(members);
    let parts = [
        some(vec![
            json!({}),
            json!({"redirect_uris": ["https://a.example.com/cb", "http://localhost/cb"]}),
            json!({"redirect_uris": ["http://localhost:8080/cb"]}),
        ]),
        some(vec![
            json!({}),
            json!({"jwks": jwks(&[1, 2])}),
            json!({"jwks": jwks(&[2, 3])}),
            json!({"jwks": jwks(&[4]), "token_endpoint_auth_method": "private_key_jwt"}),
            json!({"jwks_uri": "https://a.example.com/keys"}),
        ]),
        some(vec![
            json!({}),
            json!({"grant_types": ["authorization_code", "refresh_token"]}),
            json!({"response_types": ["code", "code id_token"]}),
        ]),
        some(vec![
            json!({}),
            json!({"scope": "a b"}),
            json!({"scope": "b c"}),
        ]),
        some(vec![
            json!({}),
            json!({"client_name": "One", "client_name#ja": "Two"}),
            json!({"logo_uri": "https://a.example.com/logo"}),
            json!({"policy_uri#de": "https://a.example.com/policy"}),
        ]),
        some(vec![
            json!({}),
            json!({"software_version": "2"}),
            json!({"unread": 1}),
        ]),
    ];
    parts.prop_map(|parts| {
        let mut document = json!({});
        for (name, value) in parts.iter().filter_map(Json::as_object).flatten() {
            document[name] = value.clone();
        }
        document
    })
}
