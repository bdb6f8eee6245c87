//! The key in use.

use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::{ChangePolicy, Consequence};
use tower_cimd::rules::jwks::JwkSet;

use super::{check_in_use, told};
use crate::change::{jwks, thumbprint, version, with_keys};

/// A client that has used the first of its keys.
fn inline(old: &[u8], new: &[u8], expected: &str) {
    told_of(with_keys(old), old[0], None, with_keys(new), None, expected);
}

/// The same, its keys at a `jwks_uri`; a set that is not there has not been fetched.
fn elsewhere(old: Option<&[u8]>, used: u8, new: Option<&[u8]>, expected: &str) {
    told_of(
        at("https://a.example.com/keys"),
        used,
        old,
        at("https://a.example.com/keys"),
        new,
        expected,
    );
}

fn at(jwks_uri: &str) -> Json {
    json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": jwks_uri})
}

fn set(numbers: &[u8]) -> JwkSet {
    let client = version(json!({"jwks": jwks(numbers)}));
    client.jwks().unwrap().clone()
}

fn told_of(
    old: Json,
    used: u8,
    fetched_then: Option<&[u8]>,
    new: Json,
    fetched_now: Option<&[u8]>,
    expected: &str,
) {
    let key = thumbprint(used);
    let (set_then, set_now) = (fetched_then.map(set), fetched_now.map(set));
    let then = knowing(set_then.as_ref())
        .auth_method(AuthMethod::PrivateKeyJwt)
        .key(&key);
    let now = knowing(set_now.as_ref());
    let check = check_in_use(old, &then, new, &now);
    assert_eq!(told(check), expected);
    let refused = ChangePolicy::default().judge(check) == Consequence::Refuse;
    assert_eq!(refused, expected.starts_with("downgraded"));
}

fn knowing(set: Option<&JwkSet>) -> InUse<'_> {
    set.map_or_else(InUse::default, |set| InUse::default().jwks(set))
}

#[test]
fn a_key_in_use_that_is_replaced_with_all_others_is_a_downgrade() {
    inline(&[1], &[2], "downgraded key_in_use_gone keys_replaced");
    inline(&[1, 2], &[3, 4], "downgraded key_in_use_gone keys_replaced");
}

#[test]
fn a_key_in_use_that_retires_while_another_stays_is_a_rotation() {
    inline(&[1, 2], &[2], "changed key_in_use_retired keys_rotated");
    inline(&[1, 2], &[2, 3], "changed key_in_use_retired keys_rotated");
}

#[test]
fn a_key_in_use_that_stays_is_there_whatever_comes_and_goes() {
    inline(&[1], &[1], "same");
    inline(&[1], &[1, 2], "changed keys_rotated");
    inline(&[1, 2], &[1], "changed keys_rotated");
    inline(&[1, 2, 3], &[4, 1], "changed keys_rotated");
}

#[test]
fn a_key_in_use_may_be_any_of_many() {
    let all: Vec<u8> = (1..=16).collect();
    inline(&all, &all, "same");
    inline(&all, &all[..8], "changed keys_rotated");
    inline(&all, &all[8..], "changed key_in_use_retired keys_rotated");
}

#[test]
fn keys_elsewhere_are_judged_as_they_were_fetched() {
    elsewhere(Some(&[1]), 1, Some(&[1]), "same");
    elsewhere(Some(&[1]), 1, Some(&[1, 2]), "changed keys_rotated");
    elsewhere(
        Some(&[1, 2]),
        1,
        Some(&[2]),
        "changed key_in_use_retired keys_rotated",
    );
    elsewhere(
        Some(&[1]),
        1,
        Some(&[2]),
        "downgraded key_in_use_gone keys_replaced",
    );
    elsewhere(
        Some(&[1]),
        1,
        Some(&[]),
        "downgraded key_in_use_gone keys_removed",
    );
}

#[test]
fn of_keys_elsewhere_that_nobody_fetched_nothing_is_said() {
    elsewhere(Some(&[1]), 1, None, "same");
    elsewhere(None, 1, None, "same");
}

#[test]
fn a_key_in_use_is_all_that_is_known_where_its_set_was_not_handed_over() {
    elsewhere(None, 1, Some(&[1]), "same");
    elsewhere(None, 1, Some(&[1, 2]), "changed keys_rotated");
    elsewhere(
        None,
        1,
        Some(&[2]),
        "downgraded key_in_use_gone keys_replaced",
    );
}

#[test]
fn keys_that_move_are_the_same_keys() {
    let uri = "https://a.example.com/keys";
    told_of(
        with_keys(&[1, 2]),
        1,
        None,
        at(uri),
        Some(&[1, 2]),
        "changed jwks_uri_changed",
    );
    told_of(
        at(uri),
        1,
        Some(&[1, 2]),
        with_keys(&[2, 1]),
        None,
        "changed jwks_uri_changed",
    );
    told_of(
        with_keys(&[1, 2]),
        1,
        None,
        at(uri),
        Some(&[3]),
        "downgraded key_in_use_gone keys_replaced jwks_uri_changed",
    );
    told_of(
        with_keys(&[1]),
        1,
        None,
        at(uri),
        None,
        "changed jwks_uri_changed",
    );
}

#[test]
fn a_jwks_uri_of_another_owner_with_other_keys_is_a_downgrade() {
    told_of(
        at("https://a.example.com/keys"),
        1,
        Some(&[1]),
        at("https://b.example.com/keys"),
        Some(&[9]),
        "downgraded key_in_use_gone keys_replaced jwks_uri_changed",
    );
}

#[test]
fn a_fetched_set_is_not_looked_at_where_the_document_holds_its_keys() {
    told_of(
        with_keys(&[1]),
        1,
        Some(&[7]),
        with_keys(&[1]),
        Some(&[8]),
        "same",
    );
}

#[test]
fn keys_that_first_appear_elsewhere_are_no_news_to_a_binding_without_any() {
    let then = InUse::default();
    let fetched = set(&[1]);
    let now = InUse::default().jwks(&fetched);
    let client = || at("https://a.example.com/keys");
    assert_eq!(told(check_in_use(client(), &then, client(), &now)), "same");
}

#[test]
fn without_a_key_in_use_a_replacement_is_no_downgrade() {
    let none = InUse::default();
    let told = told(check_in_use(with_keys(&[1]), &none, with_keys(&[2]), &none));
    assert_eq!(told, "changed keys_replaced");
}

#[test]
fn a_document_that_gives_up_its_keys_gives_up_the_key_in_use() {
    told_of(
        with_keys(&[1]),
        1,
        None,
        json!({"token_endpoint_auth_method": "tls_client_auth", "jwks": jwks(&[])}),
        None,
        "downgraded auth_method_changed key_in_use_gone keys_removed",
    );
}
