//! Authorization requests, pushed or not.

use serde_json::json;
use tower_cimd::Leg;
use tower_cimd::rules::checks::{Check, Checks, Circumstances};

use crate::checks::{
    CALLBACK, CHALLENGE, authorization, broken, check_authorization, check_authorization_with,
    client,
};

#[test]
fn a_response_type_is_there_and_within_server_and_document() {
    let check = |response_type, rule| {
        check_authorization(json!({}), json!({"response_type": response_type}), rule)
    };
    check(json!(null), "response_type.missing");
    check(json!(""), "response_type.missing");
    for unknown in ["token", "Code", "code token", "code code", " code", "none"] {
        check(json!(unknown), "response_type.unsupported");
    }
    check(json!("code id_token"), "response_type.unlisted");
}

/// RFC 6749 §3.1.1.
#[test]
fn the_order_of_the_words_of_a_response_type_means_nothing() {
    let hybrid = json!({"response_types": ["code id_token"]});
    for order in ["code id_token", "id_token code"] {
        check_authorization(hybrid.clone(), json!({"response_type": order}), "");
    }
    check_authorization(
        hybrid,
        json!({"response_type": "code"}),
        "response_type.unlisted",
    );
}

#[test]
fn a_challenge_is_there_and_is_a_sha_256() {
    let check = |challenge, method, rule| {
        let changes = json!({"code_challenge": challenge, "code_challenge_method": method});
        check_authorization(json!({}), changes, rule);
    };
    check(json!(null), json!("S256"), "code_challenge.missing");
    check(json!(""), json!("S256"), "code_challenge.missing");
    for method in [
        json!(null),
        json!(""),
        json!("plain"),
        json!("s256"),
        json!("S512"),
    ] {
        check(json!(CHALLENGE), method, "code_challenge.method");
    }
    for challenge in [
        &CHALLENGE[1..],
        &format!("{CHALLENGE}="),
        &CHALLENGE.replace('-', "+"),
        &CHALLENGE.replace('-', "/"),
        &CHALLENGE.replace('-', "."),
        &CHALLENGE.replace('-', " "),
    ] {
        check(json!(challenge), json!("S256"), "code_challenge.syntax");
    }
}

#[test]
fn pkce_is_asked_of_those_of_whom_it_was_said() {
    let none = json!({"code_challenge": null, "code_challenge_method": null});
    let public = json!({});
    let keys = json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://client.example.com/jwks"});
    let check = |checks: Checks, members: &serde_json::Value, rule| {
        check_authorization_with(&checks, members.clone(), none.clone(), rule);
    };
    check(Checks::default(), &public, "code_challenge.missing");
    check(Checks::default(), &keys, "code_challenge.missing");
    check(
        Checks::default().pkce_of_public_clients(),
        &public,
        "code_challenge.missing",
    );
    check(Checks::default().pkce_of_public_clients(), &keys, "");
    check(Checks::default().danger_without_pkce(), &public, "");
}

/// It would be kept with the code, and nobody would know what it means.
#[test]
fn a_challenge_that_was_not_asked_for_has_to_be_one_all_the_same() {
    let checks = Checks::default().pkce_of_public_clients();
    let keys = json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://client.example.com/jwks"});
    let plain = json!({"code_challenge_method": "plain"});
    check_authorization_with(&checks, keys, plain, "code_challenge.method");
}

#[test]
fn what_the_document_demands_of_a_request_is_demanded() {
    let push = json!({"require_pushed_authorization_requests": true});
    let sign = json!({"require_signed_request_object": true});
    let both = json!({"require_pushed_authorization_requests": true, "require_signed_request_object": true});
    let here = Circumstances::default();
    let pushed = Circumstances {
        pushed: true,
        ..here
    };
    let signed = Circumstances {
        signed: true,
        ..here
    };
    let all = Circumstances {
        pushed: true,
        signed: true,
        ..here
    };
    for (leg, members, circumstances, rule) in [
        (Leg::Authorization, &push, here, "request_uri.required"),
        (Leg::Authorization, &push, pushed, ""),
        (Leg::PushedAuthorization, &push, here, ""),
        (Leg::Authorization, &sign, here, "request.required"),
        (Leg::Authorization, &sign, pushed, "request.required"),
        (Leg::PushedAuthorization, &sign, here, "request.required"),
        (Leg::Authorization, &sign, signed, ""),
        (Leg::PushedAuthorization, &sign, signed, ""),
        (Leg::Authorization, &both, signed, "request_uri.required"),
        (Leg::Authorization, &both, all, ""),
    ] {
        let request = authorization(json!({}));
        let client = client(members.clone());
        let found = broken(leg, &client, &request, circumstances, &Checks::default());
        assert_eq!(found, rule, "{leg:?} {members} {circumstances:?}");
    }
}

/// T16.
#[test]
fn nobody_is_let_through_silently_to_where_any_program_may_listen() {
    for (redirect_uri, rule) in [
        (CALLBACK, ""),
        ("http://localhost/cb", "prompt.interaction_required"),
        ("http://127.0.0.1/cb", "prompt.interaction_required"),
        ("com.example.app:/cb", "prompt.interaction_required"),
        ("https://localhost/cb", "prompt.interaction_required"),
    ] {
        let members = json!({"redirect_uris": [redirect_uri]});
        let mut changes = json!({"redirect_uri": redirect_uri, "prompt": "none"});
        check_authorization(members.clone(), changes.clone(), rule);
        changes["prompt"] = json!("login consent");
        check_authorization(members, changes, "");
    }
}

#[test]
fn a_silent_request_that_also_asks_is_still_silent() {
    let members = json!({"redirect_uris": ["http://localhost/cb"]});
    let changes = json!({"redirect_uri": "http://localhost:1/cb", "prompt": "login none"});
    check_authorization(members, changes, "prompt.interaction_required");
}

#[test]
fn each_check_can_be_left_out_alone() {
    let loopback = json!({"redirect_uris": ["http://localhost/cb"], "scope": "a",
        "require_pushed_authorization_requests": true, "require_signed_request_object": true});
    let changes = json!({"redirect_uri": "http://localhost:1/cb", "response_type": "token", "scope": "b",
        "resource": "#", "prompt": "none"});
    let request = authorization(changes);
    let client = client(loopback);
    let mut checks = Checks::default();
    for (check, rule) in [
        (Check::ResponseType, "response_type.unsupported"),
        (Check::Resource, "resource.syntax"),
        (Check::PushedRequests, "request_uri.required"),
        (Check::SignedRequests, "request.required"),
        (Check::Prompt, "prompt.interaction_required"),
        (Check::Scope, "scope.beyond_document"),
    ] {
        let found = broken(
            Leg::Authorization,
            &client,
            &request,
            Circumstances::default(),
            &checks,
        );
        assert_eq!(found, rule, "{check:?}");
        checks = checks.without(check);
    }
    let found = broken(
        Leg::Authorization,
        &client,
        &request,
        Circumstances::default(),
        &checks,
    );
    assert_eq!(found, "");
}

#[test]
fn a_host_can_check_a_response_type_alone() {
    let client = client(json!({}));
    let mut server = crate::document::rules().server;
    server.response_types = vec!["code".into(), "code id_token".into()];
    for (response_type, rule) in [
        (Some("code"), ""),
        (Some("code id_token"), "response_type.unlisted"),
        (Some("token"), "response_type.unsupported"),
        (None, "response_type.missing"),
    ] {
        let outcome = client.check_response_type(response_type, &server);
        let found = outcome.err().map_or("", |error| error.rule());
        assert_eq!(found, rule, "{response_type:?}");
    }
}
