//! Which redirection URI a request means.

use serde_json::json;
use tower_cimd::rules::checks::{CheckError, Checks};

use crate::checks::{CALLBACK, check_authorization, check_authorization_with, check_token, client};

/// What a client with these redirection URIs is answered for a presented one.
#[track_caller]
fn check(registered: &[&str], presented: Option<&str>, expected: Result<&str, CheckError>) {
    let client = client(json!({"redirect_uris": registered}));
    let found = client.check_redirect_uri(presented).map(|uri| uri.as_str());
    assert_eq!(found, expected, "{registered:?} {presented:?}");
}

#[test]
fn a_presented_one_has_to_be_registered() {
    let unregistered = Err(CheckError::RedirectUriUnregistered);
    check(&[CALLBACK], Some(CALLBACK), Ok(CALLBACK));
    check(
        &["https://a.example.com/", CALLBACK],
        Some(CALLBACK),
        Ok(CALLBACK),
    );
    for presented in [
        "https://evil.example.net/callback",
        "https://client.example.com/callback/",
        "https://client.example.com/callback?a=b",
        "https://client.example.com:443/callback",
        "https://CLIENT.example.com/callback",
        "https://client.example.com/callback#",
        " https://client.example.com/callback",
        "javascript:alert(1)",
    ] {
        check(&[CALLBACK], Some(presented), unregistered);
    }
}

#[test]
fn the_only_one_may_be_left_out() {
    check(&[CALLBACK], None, Ok(CALLBACK));
    check(&["com.example.app:/cb"], None, Ok("com.example.app:/cb"));
}

/// RFC 6749 §3.1.2.3; a loopback one leads nowhere without its port.
#[test]
fn one_of_several_and_a_loopback_one_must_be_named() {
    let missing = Err(CheckError::RedirectUriMissing);
    check(&[CALLBACK, "https://a.example.com/"], None, missing);
    for loopback in [
        "http://localhost/cb",
        "http://127.0.0.1/cb",
        "http://[::1]/cb",
    ] {
        check(&[loopback], None, missing);
        let here = loopback.replace("/cb", ":49152/cb");
        check(&[loopback], Some(&here), Ok(loopback));
    }
}

#[test]
fn an_empty_one_is_an_absent_one() {
    check_authorization(json!({}), json!({"redirect_uri": ""}), "");
    let two = json!({"redirect_uris": [CALLBACK, "https://a.example.com/"]});
    check_authorization(two, json!({"redirect_uri": ""}), "redirect_uri.missing");
}

#[test]
fn it_is_checked_before_all_else() {
    let changes =
        json!({"redirect_uri": "https://evil.example.net/", "response_type": null, "scope": "\""});
    check_authorization(json!({}), changes, "redirect_uri.unregistered");
}

#[test]
fn at_the_token_endpoint_it_may_be_absent_and_must_be_the_clients() {
    check_token(json!({}), json!({"redirect_uri": null}), "");
    let evil = json!({"redirect_uri": "https://evil.example.net/"});
    check_token(json!({}), evil, "redirect_uri.no_grant");
}

#[test]
fn who_leaves_the_check_out_has_it_left_out() {
    let checks = Checks::default().danger_without_redirect_uri();
    let evil = json!({"redirect_uri": "https://evil.example.net/"});
    check_authorization_with(&checks, json!({}), evil, "");
}
