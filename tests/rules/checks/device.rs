//! Device authorization requests.

use serde_json::{Value as Json, json};
use tower_cimd::Leg;
use tower_cimd::rules::checks::{Check, Checks, Circumstances};

use crate::checks::{DEVICE, broken, client, parameters};
use crate::document::rules;

#[track_caller]
fn check(members: Json, given: Json, checks: &Checks, rule: &str) {
    let request = parameters(&[], given);
    let circumstances = Circumstances::default();
    let found = broken(
        Leg::DeviceAuthorization,
        &client(members),
        &request,
        circumstances,
        checks,
    );
    assert_eq!(found, rule);
}

#[test]
fn the_device_grant_has_to_be_in_the_document() {
    let listed = json!({"grant_types": [DEVICE]});
    let checks = Checks::default();
    check(listed, json!({}), &checks, "");
    check(json!({}), json!({}), &checks, "grant_type.unlisted");
    check(json!({}), json!({}), &checks.without(Check::GrantType), "");
}

#[test]
fn the_device_grant_has_to_be_the_servers() {
    let client = client(json!({"grant_types": [DEVICE]}));
    let request = parameters(&[], json!({}));
    let server = rules().server;
    let leg = Leg::DeviceAuthorization;
    let checks = Checks::default();
    let outcome = client.check(
        leg,
        (&request).into(),
        Circumstances::default(),
        &server,
        &checks,
    );
    assert_eq!(outcome.unwrap_err().rule(), "grant_type.unsupported");
}

#[test]
fn scope_and_resource_are_checked_and_nothing_of_a_redirect_is() {
    let members = json!({"grant_types": [DEVICE], "scope": "a"});
    let checks = Checks::default();
    check(members.clone(), json!({"scope": "a"}), &checks, "");
    check(
        members.clone(),
        json!({"scope": "b"}),
        &checks,
        "scope.beyond_document",
    );
    check(
        members.clone(),
        json!({"resource": "b"}),
        &checks,
        "resource.syntax",
    );
    check(
        members,
        json!({"redirect_uri": "https://evil.example.net/"}),
        &checks,
        "",
    );
}
