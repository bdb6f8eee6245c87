//! Token requests, revocation and introspection.

use serde_json::json;
use tower_cimd::Leg;
use tower_cimd::rules::checks::{Check, Checks, Circumstances};

use crate::checks::{
    VERIFIER, broken, check_token, check_token_with, client, parameters, redemption,
};

#[test]
fn a_grant_type_is_there_and_within_server_and_document() {
    let check = |grant_type, rule| check_token(json!({}), json!({"grant_type": grant_type}), rule);
    check(json!(null), "grant_type.missing");
    check(json!(""), "grant_type.missing");
    for unknown in [
        "password",
        "Authorization_code",
        "authorization_code ",
        "implicit",
    ] {
        check(json!(unknown), "grant_type.unsupported");
    }
    check(json!("refresh_token"), "grant_type.unlisted");
    let listed = json!({"grant_types": ["authorization_code", "refresh_token"]});
    check_token(
        listed,
        json!({"grant_type": "refresh_token", "code_verifier": null}),
        "",
    );
}

/// RFC 6749 §4.4.
#[test]
fn client_credentials_are_for_clients_that_authenticate() {
    let listed = json!({"grant_types": ["authorization_code", "client_credentials"]});
    let asks = json!({"grant_type": "client_credentials"});
    let checks = Checks::default();
    let rule = "grant_type.client_credentials";
    check_token_with(&checks, false, listed.clone(), asks.clone(), rule);
    check_token_with(&checks, true, listed, asks.clone(), "");
    check_token_with(&checks, true, json!({}), asks, "grant_type.unlisted");
}

#[test]
fn a_code_is_redeemed_with_a_verifier_of_the_right_form() {
    let long = "a".repeat(129);
    for (verifier, rule) in [
        (json!(null), "code_verifier.missing"),
        (json!(""), "code_verifier.missing"),
        (json!(&VERIFIER[1..]), "code_verifier.syntax"),
        (json!(&long), "code_verifier.syntax"),
        (json!(&long[1..]), ""),
        (json!(VERIFIER.replace('-', "~")), ""),
        (json!(VERIFIER.replace('-', ".")), ""),
        (json!(VERIFIER.replace('-', " ")), "code_verifier.syntax"),
        (json!(VERIFIER.replace('-', "+")), "code_verifier.syntax"),
        (json!(format!("{VERIFIER}\0")), "code_verifier.syntax"),
        (
            json!(VERIFIER.replace('-', "\u{e9}")),
            "code_verifier.syntax",
        ),
    ] {
        check_token(json!({}), json!({"code_verifier": verifier}), rule);
    }
}

#[test]
fn a_verifier_is_asked_of_those_of_whom_it_was_said() {
    let none = json!({"code_verifier": null});
    let check = |checks: &Checks, authenticates, rule| {
        check_token_with(checks, authenticates, json!({}), none.clone(), rule);
    };
    check(&Checks::default(), true, "code_verifier.missing");
    check(&Checks::default().pkce_of_public_clients(), true, "");
    check(
        &Checks::default().pkce_of_public_clients(),
        false,
        "code_verifier.missing",
    );
    check(&Checks::default().danger_without_pkce(), false, "");
}

#[test]
fn scope_and_resource_are_checked_on_refresh_too() {
    let members = json!({"grant_types": ["authorization_code", "refresh_token"], "scope": "a b"});
    let refresh = |name: &str, value: &str| {
        let mut changes = json!({"grant_type": "refresh_token"});
        changes[name] = json!(value);
        changes
    };
    check_token(members.clone(), refresh("scope", "b"), "");
    check_token(
        members.clone(),
        refresh("scope", "b c"),
        "scope.beyond_document",
    );
    check_token(members, refresh("resource", "mcp"), "resource.syntax");
}

/// RFC 9449 §5.2, by servers that know how.
#[test]
fn a_proof_is_demanded_where_the_document_does_and_the_server_can() {
    let bound = json!({"dpop_bound_access_tokens": true});
    for (checks, members, dpop, rule) in [
        (Checks::default(), &bound, false, ""),
        (Checks::default().dpop(), &bound, false, "dpop.missing"),
        (Checks::default().dpop(), &bound, true, ""),
        (Checks::default().dpop(), &json!({}), false, ""),
    ] {
        let circumstances = Circumstances {
            dpop,
            ..Circumstances::default()
        };
        let request = redemption(json!({}));
        let found = broken(
            Leg::Token,
            &client(members.clone()),
            &request,
            circumstances,
            &checks,
        );
        assert_eq!(found, rule, "{members} {dpop}");
    }
}

#[test]
fn there_is_a_token_to_revoke_or_to_introspect() {
    for leg in [Leg::Revocation, Leg::Introspection] {
        for (given, checks, rule) in [
            (json!({"token": "t"}), Checks::default(), ""),
            (json!({"token": ""}), Checks::default(), "token.missing"),
            (json!({}), Checks::default(), "token.missing"),
            (json!({}), Checks::default().without(Check::Token), ""),
        ] {
            let request = parameters(&[], given.clone());
            let circumstances = Circumstances::default();
            let found = broken(leg, &client(json!({})), &request, circumstances, &checks);
            assert_eq!(found, rule, "{leg:?} {given}");
        }
    }
}

#[test]
fn a_host_can_check_a_grant_type_alone() {
    let grants = ["authorization_code", "client_credentials"];
    let client = client(json!({ "grant_types": grants }));
    let mut server = crate::document::rules().server;
    server.grant_types = [&grants[..], &["refresh_token"]]
        .concat()
        .into_iter()
        .map(Into::into)
        .collect();
    for (grant_type, authenticates, rule) in [
        (Some("authorization_code"), false, ""),
        (Some("client_credentials"), true, ""),
        (
            Some("client_credentials"),
            false,
            "grant_type.client_credentials",
        ),
        (Some("refresh_token"), true, "grant_type.unlisted"),
        (Some("password"), true, "grant_type.unsupported"),
        (None, true, "grant_type.missing"),
    ] {
        let outcome = client.check_grant_type(grant_type, authenticates, &server);
        let found = outcome.err().map_or("", |error| error.rule());
        assert_eq!(found, rule, "{grant_type:?} {authenticates}");
    }
}
