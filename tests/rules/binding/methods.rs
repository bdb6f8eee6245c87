//! The authentication method in use.

use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::{AuthMethod, Selection};
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::{ChangePolicy, Consequence};
use tower_cimd::rules::client::Client;

use super::{check_clients, told};
use crate::change::{jwks, rules, version_at};

/// A client that may choose among its methods; it says the first.
fn choosing(methods: &[&str]) -> Client {
    let mut rules = rules();
    rules.server.selection = Selection::ClientChoice;
    let members: Json = json!({
        "token_endpoint_auth_method": methods[0],
        "token_endpoint_auth_methods_supported": methods,
        "jwks": jwks(&[1]),
    });
    version_at(members, &rules)
}

fn using(method: AuthMethod) -> InUse<'static> {
    InUse::default().auth_method(method)
}

fn check(old: &[&str], then: AuthMethod, new: &[&str], now: InUse<'_>, expected: &str) {
    let check = check_clients(&choosing(old), &using(then), &choosing(new), &now);
    assert_eq!(told(check), expected, "{old:?} {then:?} {new:?}");
    let refused = ChangePolicy::default().judge(check) == Consequence::Refuse;
    assert_eq!(refused, expected.starts_with("downgraded"));
}

const JWT: &str = "private_key_jwt";
const TLS: &str = "tls_client_auth";
const NONE: &str = "none";

const DOWNGRADED: &str = "downgraded auth_method_downgraded";
const CHANGED: &str = "changed auth_method_changed";

#[test]
fn a_grant_obtained_with_authentication_is_not_used_without() {
    let both = &[JWT, NONE];
    let none = using(AuthMethod::None);
    check(both, AuthMethod::PrivateKeyJwt, both, none, DOWNGRADED);
    check(both, AuthMethod::TlsClientAuth, both, none, DOWNGRADED);
    check(both, AuthMethod::None, both, none, "same");
}

#[test]
fn a_grant_obtained_without_authentication_may_be_used_with() {
    let both = &[NONE, JWT];
    let jwt = using(AuthMethod::PrivateKeyJwt);
    check(both, AuthMethod::None, both, jwt, "same");
    check(both, AuthMethod::PrivateKeyJwt, both, jwt, "same");
}

#[test]
fn another_authenticated_method_serves_as_well() {
    let both = &[JWT, TLS];
    let tls = using(AuthMethod::TlsClientAuth);
    check(both, AuthMethod::PrivateKeyJwt, both, tls, "same");
}

#[test]
fn a_client_that_can_no_longer_authenticate_is_downgraded_though_it_never_said_so() {
    let none = InUse::default();
    check(
        &[NONE, JWT],
        AuthMethod::PrivateKeyJwt,
        &[NONE],
        none,
        "downgraded auth_method_downgraded auth_method_changed",
    );
    check(&[NONE, JWT], AuthMethod::None, &[NONE], none, CHANGED);
}

#[test]
fn private_key_jwt_that_becomes_none_between_code_and_refresh_is_refused() {
    let jwt = AuthMethod::PrivateKeyJwt;
    check(&[JWT], jwt, &[NONE], using(AuthMethod::None), DOWNGRADED);
    check(&[JWT], jwt, &[NONE], InUse::default(), DOWNGRADED);
    check(&[JWT], jwt, &[JWT, NONE], using(jwt), DOWNGRADED);
}

#[test]
fn a_client_that_takes_to_authentication_is_welcome() {
    let jwt = using(AuthMethod::PrivateKeyJwt);
    check(&[NONE], AuthMethod::None, &[JWT], jwt, CHANGED);
    check(&[NONE], AuthMethod::None, &[JWT, NONE], jwt, CHANGED);
}

#[test]
fn every_method_is_told_from_every_other() {
    let names = AuthMethod::ALL.iter().map(|method| method.as_str());
    let names = Vec::from_iter(names);
    for one in &names {
        for other in &names {
            let none = InUse::default();
            let told = told(check_clients(
                &choosing(&[one]),
                &none,
                &choosing(&[other]),
                &none,
            ));
            let expected = match (*one, *other) {
                (one, other) if one == other => "same",
                (_, NONE) => DOWNGRADED,
                _ => CHANGED,
            };
            assert_eq!(told, expected, "{one} to {other}");
        }
    }
}

#[test]
fn every_method_in_use_is_remembered() {
    let mut bindings = AuthMethod::ALL
        .iter()
        .map(|method| choosing(&[JWT]).binding_with(&using(*method)));
    let mut all: Vec<String> = bindings.by_ref().collect();
    all.push(choosing(&[JWT]).binding());
    all.sort();
    all.dedup();
    assert_eq!(all.len(), AuthMethod::ALL.len() + 1);
}
