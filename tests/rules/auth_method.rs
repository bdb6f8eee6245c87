//! Token endpoint authentication methods and their negotiation.

use tower_cimd::rules::auth_method::AuthMethod::{
    self, AttestJwtClientAuth, None as Public, PrivateKeyJwt, SelfSignedTlsClientAuth,
    TlsClientAuth,
};
use tower_cimd::rules::auth_method::Selection::{ClientChoice, PreferAuthenticated};
use tower_cimd::rules::auth_method::{AuthMethodError, Declared, Selection};

fn declared<'a>(method: Option<&'a str>, list: Option<&[&'a str]>) -> Declared<'a> {
    Declared {
        method,
        methods_supported: list.map(<[_]>::to_vec),
    }
}

/// Singular, plural, what the server supports, its selection; what may be used.
fn check(
    method: Option<&str>,
    list: Option<&[&str]>,
    supported: &[AuthMethod],
    selection: Selection,
    expected: Result<&[AuthMethod], AuthMethodError>,
) {
    let usable = declared(method, list).negotiate(supported, selection);
    assert_eq!(
        usable.as_deref(),
        expected.as_ref().map(|methods| *methods),
        "{method:?} {list:?} {supported:?}"
    );
}

#[test]
fn a_name_and_its_method_go_both_ways() {
    for method in AuthMethod::ALL {
        assert_eq!(AuthMethod::from_name(method.as_str()), Some(*method));
    }
    for name in [
        "",
        "None",
        "NONE",
        "none ",
        "client_secret_basic",
        "private-key-jwt",
    ] {
        assert_eq!(AuthMethod::from_name(name), None, "{name}");
    }
}

#[test]
fn the_names_are_the_registered_ones() {
    let names: Vec<_> = AuthMethod::ALL
        .iter()
        .map(|method| method.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "none",
            "private_key_jwt",
            "tls_client_auth",
            "self_signed_tls_client_auth",
            "attest_jwt_client_auth"
        ]
    );
}

#[test]
fn only_none_proves_nothing() {
    let unproven: Vec<_> = AuthMethod::ALL
        .iter()
        .filter(|method| !method.is_authenticated())
        .collect();
    assert_eq!(unproven, [&Public]);
}

#[test]
fn the_methods_that_are_verified_with_published_keys_need_them() {
    let need_keys: Vec<_> = AuthMethod::ALL
        .iter()
        .filter(|method| method.needs_keys())
        .collect();
    assert_eq!(need_keys, [&PrivateKeyJwt, &SelfSignedTlsClientAuth]);
}

#[test]
fn a_shared_secret_is_refused_in_either_member_whatever_stands_beside_it() {
    let secret = Err(AuthMethodError::Symmetric);
    for name in [
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
        "client_secret_of_tomorrow",
    ] {
        check(
            Some(name),
            None,
            AuthMethod::ALL,
            PreferAuthenticated,
            secret,
        );
        check(
            None,
            Some(&["none", name]),
            AuthMethod::ALL,
            ClientChoice,
            secret,
        );
        check(
            Some("none"),
            Some(&["none", name]),
            &[Public],
            ClientChoice,
            secret,
        );
        check(Some(name), Some(&["none"]), &[Public], ClientChoice, secret);
        check(Some(name), Some(&[]), &[Public], ClientChoice, secret);
    }
}

#[test]
fn a_list_that_is_empty_or_lacks_the_single_method_is_refused() {
    let empty = Err(AuthMethodError::EmptyList);
    check(None, Some(&[]), &[Public], PreferAuthenticated, empty);
    check(
        Some("none"),
        Some(&[]),
        &[Public],
        PreferAuthenticated,
        empty,
    );
    let not_listed = Err(AuthMethodError::NotListed);
    check(
        Some("none"),
        Some(&["private_key_jwt"]),
        AuthMethod::ALL,
        PreferAuthenticated,
        not_listed,
    );
    check(
        Some("x"),
        Some(&["none", "y"]),
        &[Public],
        ClientChoice,
        not_listed,
    );
}

#[test]
fn a_document_that_declares_nothing_is_public() {
    check(None, None, &[Public], PreferAuthenticated, Ok(&[Public]));
    check(
        None,
        None,
        AuthMethod::ALL,
        PreferAuthenticated,
        Ok(&[Public]),
    );
    let keyed = &[PrivateKeyJwt];
    check(
        None,
        None,
        keyed,
        ClientChoice,
        Err(AuthMethodError::NotMutual),
    );
}

#[test]
fn a_list_without_none_is_never_public() {
    let list: Option<&[&str]> = Some(&["private_key_jwt"]);
    let refused = Err(AuthMethodError::NotMutual);
    check(None, list, &[Public], PreferAuthenticated, refused);
    check(None, list, &[Public], ClientChoice, refused);
    check(
        None,
        list,
        AuthMethod::ALL,
        ClientChoice,
        Ok(&[PrivateKeyJwt]),
    );
}

#[test]
fn a_name_that_nobody_knows_is_not_mutual_and_harms_no_other() {
    let refused = Err(AuthMethodError::NotMutual);
    check(
        Some("spiffe_jwt"),
        None,
        AuthMethod::ALL,
        ClientChoice,
        refused,
    );
    check(Some(""), None, AuthMethod::ALL, ClientChoice, refused);
    check(
        None,
        Some(&["None"]),
        AuthMethod::ALL,
        ClientChoice,
        refused,
    );
    check(
        None,
        Some(&["x", "none"]),
        AuthMethod::ALL,
        ClientChoice,
        Ok(&[Public]),
    );
    check(
        Some("x"),
        Some(&["x", "none"]),
        &[Public],
        ClientChoice,
        Ok(&[Public]),
    );
}

#[test]
fn an_authenticated_method_that_is_mutual_shuts_none_out_by_default() {
    let both: &[&str] = &["none", "private_key_jwt"];
    assert_eq!(Selection::default(), PreferAuthenticated);
    check(
        Some("none"),
        Some(both),
        &[Public, PrivateKeyJwt],
        PreferAuthenticated,
        Ok(&[PrivateKeyJwt]),
    );
    check(
        Some("none"),
        Some(both),
        &[Public],
        PreferAuthenticated,
        Ok(&[Public]),
    );
}

#[test]
fn the_clients_choice_keeps_every_mutual_method_in_the_servers_order() {
    let all: &[&str] = &[
        "attest_jwt_client_auth",
        "none",
        "tls_client_auth",
        "private_key_jwt",
    ];
    check(
        None,
        Some(all),
        &[PrivateKeyJwt, Public, AttestJwtClientAuth],
        ClientChoice,
        Ok(&[PrivateKeyJwt, Public, AttestJwtClientAuth]),
    );
    check(
        None,
        Some(all),
        &[TlsClientAuth, Public, PrivateKeyJwt],
        PreferAuthenticated,
        Ok(&[TlsClientAuth, PrivateKeyJwt]),
    );
}

#[test]
fn the_preferred_method_is_the_clients_own_where_it_may_be_used() {
    let chatgpt = declared(Some("private_key_jwt"), Some(&["none", "private_key_jwt"]));
    assert_eq!(
        chatgpt.preferred(&[Public, PrivateKeyJwt]),
        Some(PrivateKeyJwt)
    );
    assert_eq!(chatgpt.preferred(&[Public]), Some(Public));
    let list = declared(None, Some(&["tls_client_auth", "none"]));
    assert_eq!(
        list.preferred(&[Public, TlsClientAuth]),
        Some(TlsClientAuth)
    );
    assert_eq!(Declared::default().preferred(&[Public]), Some(Public));
    assert_eq!(Declared::default().preferred(&[]), None);
}

#[test]
fn a_method_is_named_by_either_member() {
    let document = declared(Some("private_key_jwt"), Some(&["none"]));
    assert!(document.names(PrivateKeyJwt) && document.names(Public));
    assert!(!document.names(TlsClientAuth));
}
