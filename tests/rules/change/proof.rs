//! How the client proves itself: methods and keys.

use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::{AuthMethod, Selection};
use tower_cimd::rules::change::{Change, Changes};

use super::{both, jwks, key, only, rules, same, thumbprint, version_at, with_keys};

fn method(name: &str) -> Json {
    json!({"token_endpoint_auth_method": name, "jwks": jwks(&[1])})
}

#[test]
fn an_authenticated_method_that_becomes_none_is_a_downgrade() {
    for name in [
        "private_key_jwt",
        "tls_client_auth",
        "self_signed_tls_client_auth",
        "attest_jwt_client_auth",
    ] {
        both(
            method(name),
            method("none"),
            &["auth_method_downgraded"],
            &["auth_method_changed"],
        );
    }
}

#[test]
fn a_method_left_out_is_none() {
    same(method("none"), method("absent"));
    both(
        method("private_key_jwt"),
        method("absent"),
        &["auth_method_downgraded"],
        &["auth_method_changed"],
    );
}

#[test]
fn another_authenticated_method_is_no_downgrade() {
    both(
        method("private_key_jwt"),
        method("tls_client_auth"),
        &["auth_method_changed"],
        &["auth_method_changed"],
    );
}

#[test]
fn the_methods_are_told() {
    assert_eq!(
        only(method("private_key_jwt"), method("none")),
        Change::AuthMethods {
            from: [AuthMethod::PrivateKeyJwt].into(),
            to: [AuthMethod::None].into(),
            downgrade: true,
        }
    );
}

/// A client's own choice of methods: kinds there and back.
fn choice(one: (&str, &[&str]), other: (&str, &[&str]), there: &str, back: &str) {
    let mut rules = rules();
    rules.server.selection = Selection::ClientChoice;
    let of = |(said, listed): (&str, &[&str])| {
        let members = json!({
            "token_endpoint_auth_method": said,
            "token_endpoint_auth_methods_supported": listed,
            "jwks": jwks(&[1]),
        });
        version_at(members, &rules)
    };
    let kinds = |old, new| super::names(Changes::between(old, new).kinds());
    let (one, other) = (of(one), of(other));
    assert_eq!(kinds(&one, &other), Vec::from_iter(some(there)));
    assert_eq!(kinds(&other, &one), Vec::from_iter(some(back)));
}

fn some(name: &str) -> Option<&str> {
    (!name.is_empty()).then_some(name)
}

const JWT: &str = "private_key_jwt";
const TLS: &str = "tls_client_auth";

#[test]
fn none_that_becomes_one_of_several_methods_is_a_downgrade() {
    choice(
        (JWT, &[JWT]),
        (JWT, &[JWT, "none"]),
        "auth_method_downgraded",
        "auth_method_changed",
    );
}

#[test]
fn a_client_that_says_none_where_it_said_another_is_downgraded() {
    choice(
        (JWT, &[JWT, "none"]),
        ("none", &[JWT, "none"]),
        "auth_method_downgraded",
        "auth_method_changed",
    );
}

#[test]
fn a_client_that_said_none_loses_nothing_with_the_others() {
    choice(
        ("none", &[JWT, "none"]),
        ("none", &["none"]),
        "auth_method_changed",
        "auth_method_changed",
    );
}

#[test]
fn a_further_authenticated_method_is_no_downgrade() {
    choice(
        (JWT, &[JWT]),
        (JWT, &[JWT, TLS]),
        "auth_method_changed",
        "auth_method_changed",
    );
}

#[test]
fn the_order_of_listed_methods_is_no_change() {
    choice((JWT, &[JWT, TLS]), (JWT, &[TLS, JWT]), "", "");
}

#[test]
fn a_method_that_nobody_knows_is_no_change() {
    choice((JWT, &[JWT]), (JWT, &[JWT, "telepathy"]), "", "");
}

fn keys(before: &[u8], now: &[u8], there: &[&str], back: &[&str]) {
    both(with_keys(before), with_keys(now), there, back);
}

#[test]
fn sets_that_overlap_are_a_rotation() {
    keys(&[1], &[1, 2], &["keys_rotated"], &["keys_rotated"]);
    keys(&[1, 2], &[2, 3], &["keys_rotated"], &["keys_rotated"]);
    keys(&[1, 2, 3], &[3], &["keys_rotated"], &["keys_rotated"]);
}

#[test]
fn sets_that_do_not_overlap_are_a_replacement() {
    keys(&[1], &[2], &["keys_replaced"], &["keys_replaced"]);
    keys(&[1, 2], &[3], &["keys_replaced"], &["keys_replaced"]);
}

#[test]
fn a_document_that_loses_its_last_key_has_lost_its_keys() {
    both(
        json!({"jwks": jwks(&[1])}),
        json!({"jwks": "absent"}),
        &["keys_removed"],
        &["keys_added"],
    );
    both(
        json!({"jwks": jwks(&[1, 2])}),
        json!({"jwks": jwks(&[])}),
        &["keys_removed"],
        &["keys_added"],
    );
}

#[test]
fn no_set_and_an_empty_set_are_the_same() {
    same(json!({"jwks": "absent"}), json!({"jwks": jwks(&[])}));
}

#[test]
fn the_order_and_the_names_of_keys_are_no_change() {
    keys(&[1, 2], &[2, 1], &[], &[]);
    keys(&[1, 1], &[1], &[], &[]);
    let named = |kid: &str| {
        let mut key = key(1);
        key["kid"] = kid.into();
        json!({"jwks": {"keys": [key]}})
    };
    same(named("one"), named("other"));
    same(named("one"), json!({"jwks": jwks(&[1])}));
}

#[test]
fn a_key_that_verifies_nothing_is_no_change() {
    let mut for_encryption = key(2);
    for_encryption["use"] = "enc".into();
    same(
        json!({"jwks": jwks(&[1])}),
        json!({"jwks": {"keys": [key(1), for_encryption]}}),
    );
}

#[test]
fn keys_are_told_by_their_thumbprints() {
    assert_eq!(
        only(with_keys(&[1, 2]), with_keys(&[2, 3])),
        Change::Keys {
            added: [thumbprint(3)].into(),
            removed: [thumbprint(1)].into(),
            kept: 1,
        }
    );
}

fn elsewhere(jwks_uri: &str) -> Json {
    json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": jwks_uri})
}

#[test]
fn a_jwks_uri_is_compared_as_text() {
    both(
        elsewhere("https://a.example.com/keys"),
        elsewhere("https://b.example.com/keys"),
        &["jwks_uri_changed"],
        &["jwks_uri_changed"],
    );
    both(
        elsewhere("https://a.example.com/keys"),
        elsewhere("https://a.example.com:443/keys"),
        &["jwks_uri_changed"],
        &["jwks_uri_changed"],
    );
    both(
        json!({"jwks_uri": "https://a.example.com/keys"}),
        json!({}),
        &["jwks_uri_changed"],
        &["jwks_uri_changed"],
    );
}

#[test]
fn a_jwks_uri_is_told_with_what_it_was() {
    assert_eq!(
        only(json!({}), json!({"jwks_uri": "https://a.example.com/keys"})),
        Change::JwksUri {
            from: None,
            to: Some("https://a.example.com/keys".into()),
        }
    );
}

#[test]
fn keys_that_move_out_of_the_document_are_removed_from_it() {
    both(
        with_keys(&[1]),
        elsewhere("https://a.example.com/keys"),
        &["keys_removed", "jwks_uri_changed"],
        &["keys_added", "jwks_uri_changed"],
    );
}

#[test]
fn private_key_jwt_that_becomes_none_with_its_keys_gone_is_both() {
    both(
        with_keys(&[1]),
        json!({}),
        &["auth_method_downgraded", "keys_removed"],
        &["auth_method_changed", "keys_added"],
    );
}
