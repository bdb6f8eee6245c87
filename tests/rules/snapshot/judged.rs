//! A snapshot holds no verdict.

use serde_json::json;
use tower_cimd::ClientId;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::Client;
use tower_cimd::rules::rule_set::RuleSet;
use tower_cimd::rules::snapshot::SnapshotError;

use crate::document::{CLIENT_ID, accepted, derive_at, document, publish, rules};
use crate::snapshot::id;

/// A snapshot of a client with `members`, made under the usual rules, is refused under changed ones.
fn check_refused(members: serde_json::Value, rule: &str, change: impl FnOnce(&mut RuleSet)) {
    let snapshot = accepted(members).to_snapshot();
    let mut present = rules();
    change(&mut present);
    let error = Client::from_snapshot(&id(), &snapshot, &present).unwrap_err();
    assert_eq!(error.rule(), rule);
}

#[test]
fn the_rules_of_the_present_decide() {
    check_refused(json!({}), "document.required", |rules| {
        rules.document.required_members = vec!["client_name"];
    });
    check_refused(
        json!({"filler": "f".repeat(500)}),
        "document.size",
        |rules| {
            rules.document.max_bytes = 500;
        },
    );
    let confidential = json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks_uri": "https://client.example.com/jwks",
    });
    check_refused(confidential, "document.auth_method.not_mutual", |rules| {
        rules.server.auth_methods = vec![AuthMethod::None];
    });
}

#[test]
fn the_client_is_tagged_with_the_rules_of_the_present() {
    let snapshot = accepted(json!({"grant_types": ["authorization_code"]})).to_snapshot();
    let mut present = rules();
    present
        .server
        .grant_types
        .push("client_credentials".to_owned());
    let client = Client::from_snapshot(&id(), &snapshot, &present).unwrap();
    assert_eq!(*client.rule_set(), present.digest());
    assert_ne!(*client.rule_set(), rules().digest());
}

#[test]
fn what_the_server_supports_now_is_negotiated_anew() {
    let device = "urn:ietf:params:oauth:grant-type:device_code";
    let client = accepted(json!({"grant_types": ["authorization_code", device]}));
    assert_eq!(client.grant_types(), ["authorization_code"]);
    let mut present = rules();
    present.server.grant_types.push(device.to_owned());
    let client = Client::from_snapshot(&id(), &client.to_snapshot(), &present).unwrap();
    assert_eq!(client.grant_types(), ["authorization_code", device]);
}

#[test]
fn how_the_document_was_served_is_kept() {
    let client_id: ClientId = "https://raw.example.com/owner/client.json".parse().unwrap();
    let mut lax = rules();
    lax.document.text_plain = vec!["https://raw.example.com/owner".to_owned()];
    let body = document(json!({"client_id": client_id.as_str()}));
    let plain = derive_at(client_id.as_str(), &publish(body, Some("text/plain")), &lax);
    let snapshot = plain.unwrap().to_snapshot();
    assert!(Client::from_snapshot(&client_id, &snapshot, &lax).is_ok());
    let error = Client::from_snapshot(&client_id, &snapshot, &rules()).unwrap_err();
    assert_eq!(error.rule(), "document.media_type");
}

#[test]
fn a_suffixed_media_type_is_json_afterwards_too() {
    let media_type = Some("application/cimd+json; charset=utf-8");
    let suffixed = publish(document(json!({})), media_type);
    let snapshot = derive_at(CLIENT_ID, &suffixed, &rules())
        .unwrap()
        .to_snapshot();
    assert!(Client::from_snapshot(&id(), &snapshot, &rules()).is_ok());
}

#[test]
fn the_snapshot_of_another_client_is_no_hit() {
    let snapshot = accepted(json!({})).to_snapshot();
    for other in [
        "https://CLIENT.example.com/client.json",
        "https://client.example.com/Client.json",
        "https://client.example.com:443/client.json",
        "https://client.example.com/client.json?",
        "https://evil.example.com/client.json",
    ] {
        let other = other.parse().unwrap();
        let answer = Client::from_snapshot(&other, &snapshot, &rules());
        assert_eq!(answer.unwrap_err(), SnapshotError::Client, "{other:?}");
    }
}
