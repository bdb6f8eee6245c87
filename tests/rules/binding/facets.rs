//! Every facet of a document: another one is found, and found to be that one.

use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::{BindingCheck, InUse};
use tower_cimd::rules::change::{ChangeKind, ChangePolicy, Changes, Consequence};

use super::{check, check_clients, told};
use crate::change::published::{goose_in_spring, goose_now};
use crate::change::{jwks, version, version_at, with_keys};
use crate::document;

/// A difference in one facet, told alike in both directions.
fn facet(one: Json, other: Json, expected: &str) {
    assert_eq!(
        told(check(one.clone(), other.clone())),
        expected,
        "{one} to {other}"
    );
    assert_eq!(
        told(check(other.clone(), one.clone())),
        expected,
        "{other} to {one}"
    );
}

/// A difference that is told by its direction.
fn directed(one: Json, other: Json, there: &str, back: &str) {
    assert_eq!(
        told(check(one.clone(), other.clone())),
        there,
        "{one} to {other}"
    );
    assert_eq!(
        told(check(other.clone(), one.clone())),
        back,
        "{other} to {one}"
    );
}

#[test]
fn every_facet_is_told_from_every_other() {
    let uris = |uris: &[&str]| json!({"redirect_uris": uris});
    facet(
        uris(&["https://a.example.com/1"]),
        uris(&["https://a.example.com/1", "https://a.example.com/2"]),
        "changed redirect_uri_removed redirect_uri_added",
    );
    facet(
        uris(&["https://a.example.com/1"]),
        uris(&["https://b.example.com/1"]),
        "changed redirect_uri_removed redirect_origin_added redirect_uri_added",
    );
    facet(
        json!({"jwks_uri": "https://a.example.com/1"}),
        json!({"jwks_uri": "https://a.example.com/2"}),
        "changed jwks_uri_changed",
    );
    facet(
        json!({"jwks_uri": "https://a.example.com/1"}),
        json!({}),
        "changed jwks_uri_changed",
    );
    facet(
        json!({"grant_types": ["authorization_code", "refresh_token"]}),
        json!({}),
        "changed grants_widened grants_narrowed",
    );
    facet(
        json!({"response_types": ["code", "code id_token"]}),
        json!({}),
        "changed response_types_changed",
    );
    facet(json!({"scope": "a"}), json!({"scope": "b"}), SCOPE);
    facet(json!({"scope": "a"}), json!({"scope": "a b"}), SCOPE);
    facet(json!({"scope": "a"}), json!({}), SCOPE);
    facet(
        json!({"client_name": "N"}),
        json!({"client_name": "M"}),
        "changed name_changed",
    );
    facet(
        json!({"client_name#ja": "N"}),
        json!({}),
        "changed name_changed",
    );
    facet(
        json!({"logo_uri": "https://a.example.com/"}),
        json!({}),
        "changed logo_changed",
    );
    facet(
        json!({"tos_uri": "https://a.example.com/"}),
        json!({}),
        "changed links_changed",
    );
}

const SCOPE: &str = "changed scope_widened scope_narrowed";

#[test]
fn methods_and_keys_are_told_by_their_direction() {
    let of = |method: &str, keys: &[u8]| json!({"token_endpoint_auth_method": method, "jwks": jwks(keys)});
    directed(
        of("private_key_jwt", &[1]),
        of("none", &[1]),
        "downgraded auth_method_downgraded",
        "changed auth_method_changed",
    );
    directed(
        of("private_key_jwt", &[1]),
        of("tls_client_auth", &[1]),
        "changed auth_method_changed",
        "changed auth_method_changed",
    );
    let keys = |one: &[u8], other: &[u8], there: &str, back: &str| {
        directed(of("none", one), of("none", other), there, back);
    };
    keys(
        &[1],
        &[1, 2],
        "changed keys_rotated",
        "changed keys_rotated",
    );
    keys(
        &[1, 2],
        &[2, 3],
        "changed keys_rotated",
        "changed keys_rotated",
    );
    keys(
        &[1, 2],
        &[3, 4],
        "changed keys_replaced",
        "changed keys_replaced",
    );
    keys(&[1, 2], &[], "changed keys_removed", "changed keys_added");
}

#[test]
fn a_text_is_bound_to_its_member_and_its_language() {
    let url = "https://a.example.com/";
    facet(
        json!({"tos_uri": url}),
        json!({"policy_uri": url}),
        "changed links_changed",
    );
    facet(
        json!({"client_uri": url}),
        json!({"logo_uri": url}),
        "changed logo_changed links_changed",
    );
    facet(
        json!({"client_name#de": "N"}),
        json!({"client_name#fr": "N"}),
        "changed name_changed",
    );
    facet(
        json!({"client_name": "N"}),
        json!({"client_name#fr": "N"}),
        "changed name_changed",
    );
    facet(
        json!({"client_name": "N", "client_name#de": "M"}),
        json!({"client_name": "M", "client_name#de": "N"}),
        "changed name_changed",
    );
}

#[test]
fn every_other_member_is_bound_to_its_name() {
    let members = [
        json!({"application_type": "native"}),
        json!({"application_type": "web"}),
        json!({"contacts": ["native"]}),
        json!({"contacts": ["native", "native"]}),
        json!({"contacts": ["contacts", "native"]}),
        json!({"software_id": "native"}),
        json!({"software_version": "native"}),
        json!({"token_endpoint_auth_signing_alg": "native"}),
        json!({"dpop_bound_access_tokens": true}),
        json!({"require_pushed_authorization_requests": true}),
        json!({"require_signed_request_object": true}),
        json!({"tls_client_certificate_bound_access_tokens": true}),
        json!({}),
    ];
    for one in &members {
        for other in members.iter().filter(|other| *other != one) {
            facet(one.clone(), other.clone(), "changed other_changed");
        }
    }
}

#[test]
fn where_no_text_ends_is_part_of_a_facet() {
    let contacts = |contacts: &[&str]| json!({"contacts": contacts});
    facet(
        contacts(&["ab", "c"]),
        contacts(&["a", "bc"]),
        "changed other_changed",
    );
    facet(
        contacts(&["abc"]),
        contacts(&["a", "bc"]),
        "changed other_changed",
    );
    facet(
        contacts(&["", "a"]),
        contacts(&["a", ""]),
        "changed other_changed",
    );
    facet(json!({"scope": "ab c"}), json!({"scope": "a bc"}), SCOPE);
}

#[test]
fn several_facets_are_all_told() {
    let old = json!({"client_name": "N", "scope": "a"});
    let new = json!({"client_name": "M", "scope": "b", "software_id": "1"});
    facet(
        old,
        new,
        "changed scope_widened scope_narrowed name_changed other_changed",
    );
}

/// Documents that come to the same are the same text.
fn same(one: Json, other: Json) {
    assert_eq!(
        version(one.clone()).binding(),
        version(other.clone()).binding()
    );
    assert_eq!(check(one, other), BindingCheck::Same);
}

#[test]
fn what_has_no_effect_is_not_bound() {
    same(json!({}), json!({"unread": [1, {"x": null}]}));
    same(json!({"scope": "a b"}), json!({"scope": "b  a a"}));
    same(
        json!({"jwks": jwks(&[1, 2])}),
        json!({"jwks": jwks(&[2, 1])}),
    );
    same(json!({"jwks": jwks(&[])}), json!({}));
    same(
        json!({"client_name#DE": "N"}),
        json!({"client_name#de": "N"}),
    );
    same(
        json!({"redirect_uris": ["http://localhost:1/cb", "https://a.example.com/cb"]}),
        json!({"redirect_uris": ["https://a.example.com/cb", "http://localhost/cb"]}),
    );
}

#[test]
fn the_same_document_under_other_rules_is_another_client() {
    let mut public = document::rules();
    public.server.auth_methods = vec![AuthMethod::None];
    let members = json!({
        "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
        "grant_types": ["authorization_code", "client_credentials"],
        "jwks": jwks(&[1]),
    });
    let (before, now) = (version_at(members.clone(), &public), version(members));
    let none = InUse::default();
    assert_eq!(
        told(check_clients(&before, &none, &now, &none)),
        "changed auth_method_changed grants_widened grants_narrowed"
    );
    assert_eq!(
        told(check_clients(&now, &none, &before, &none)),
        "downgraded auth_method_downgraded grants_widened grants_narrowed"
    );
}

#[test]
fn a_binding_of_goose_in_spring_asks_again_now() {
    let (spring, now) = (goose_in_spring(), goose_now());
    let binding = spring.binding();
    assert_eq!(spring.check_binding(&binding), Ok(BindingCheck::Same));
    let check = now.check_binding(&binding).unwrap();
    assert_eq!(
        told(check),
        "changed redirect_uri_removed redirect_origin_added redirect_uri_added \
         grants_widened grants_narrowed scope_widened scope_narrowed name_changed logo_changed"
    );
    assert_eq!(ChangePolicy::default().judge(check), Consequence::AskAgain);

    let exact = Changes::between(&spring, &now).kinds();
    for kind in exact.iter() {
        assert!(check.kinds().contains(kind), "{kind:?}");
    }
}

#[test]
fn what_a_policy_says_of_a_check_is_what_it_says_of_its_kinds() {
    let check = check(json!({}), json!({"tos_uri": "https://a.example.com/"}));
    let policy = ChangePolicy::default();
    assert_eq!(policy.judge(check), Consequence::Ignore);
    let strict = policy.on(ChangeKind::LinksChanged, Consequence::Refuse);
    assert_eq!(strict.judge(check), Consequence::Refuse);
    assert_eq!(strict.judge(BindingCheck::Same), Consequence::Ignore);
}

#[test]
fn a_confidential_client_that_becomes_public_and_loses_its_keys_is_downgraded() {
    let check = check(with_keys(&[1]), json!({}));
    assert_eq!(
        told(check),
        "downgraded auth_method_downgraded keys_removed"
    );
    assert_eq!(ChangePolicy::default().judge(check), Consequence::Refuse);
}
