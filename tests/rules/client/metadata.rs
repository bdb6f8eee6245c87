//! The members of the client's metadata.

use serde_json::json;
use tower_cimd::rules::auth_method::{AuthMethod, Selection};
use tower_cimd::rules::client::Client;
use tower_cimd::rules::document::ApplicationType;

use crate::document::{accepted, derive, rules};

#[test]
fn members_are_found_under_their_names() {
    let client = accepted(json!({
        "client_name": "n", "client_uri": "https://a.example.com", "logo_uri": "https://b.example.com",
        "tos_uri": "https://c.example.com", "policy_uri": "https://d.example.com",
        "contacts": ["a@example.com", "b"], "application_type": "native", "scope": "a b",
        "software_id": "i", "software_version": "v", "jwks_uri": "https://e.example.com",
        "token_endpoint_auth_signing_alg": "ES256",
    }));
    assert_eq!(client.client_name(), Some("n"));
    assert_eq!(client.client_uri(), Some("https://a.example.com"));
    assert_eq!(client.logo_uri(), Some("https://b.example.com"));
    assert_eq!(client.tos_uri(), Some("https://c.example.com"));
    assert_eq!(client.policy_uri(), Some("https://d.example.com"));
    assert_eq!(
        client.contacts().collect::<Vec<_>>(),
        ["a@example.com", "b"]
    );
    assert_eq!(client.application_type(), Some(ApplicationType::Native));
    assert_eq!(client.scope(), Some("a b"));
    assert_eq!(client.software_id(), Some("i"));
    assert_eq!(client.software_version(), Some("v"));
    assert_eq!(client.jwks_uri(), Some("https://e.example.com"));
    assert_eq!(client.token_endpoint_auth_signing_alg(), Some("ES256"));
}

#[test]
fn what_a_document_leaves_out_is_none_empty_or_false() {
    let client = accepted(json!({}));
    assert_eq!((client.client_name(), client.client_uri()), (None, None));
    assert_eq!((client.logo_uri(), client.tos_uri()), (None, None));
    assert_eq!(
        (client.policy_uri(), client.application_type()),
        (None, None)
    );
    assert_eq!(
        (client.software_id(), client.software_version()),
        (None, None)
    );
    assert_eq!((client.scope(), client.jwks_uri()), (None, None));
    assert_eq!(client.contacts().len(), 0);
    assert!(client.jwks().is_none());
}

#[test]
fn each_requirement_is_its_own() {
    let facts = |client: &Client| {
        [
            client.dpop_bound_access_tokens(),
            client.require_pushed_authorization_requests(),
            client.require_signed_request_object(),
            client.tls_client_certificate_bound_access_tokens(),
        ]
    };
    assert_eq!(facts(&accepted(json!({}))), [false; 4]);
    for (index, member) in [
        "dpop_bound_access_tokens",
        "require_pushed_authorization_requests",
        "require_signed_request_object",
        "tls_client_certificate_bound_access_tokens",
    ]
    .into_iter()
    .enumerate()
    {
        let mut expected = [false; 4];
        expected[index] = true;
        assert_eq!(
            facts(&accepted(json!({member: true}))),
            expected,
            "{member}"
        );
        assert_eq!(facts(&accepted(json!({member: false}))), [false; 4]);
    }
}

#[test]
fn a_text_is_found_in_its_language_or_the_nearest_wider_one() {
    let client = accepted(json!({
        "client_name": "plain", "client_name#ja": "和", "client_name#zh-Hant": "繁",
        "client_name#de-x-formal": "Sie",
    }));
    let name = |language| client.client_name_in(language);
    assert_eq!(client.client_name(), Some("plain"));
    assert_eq!(name("ja"), Some("和"));
    assert_eq!(name("JA-jp"), Some("和"));
    assert_eq!(name("ja-Latn-JP-x-a"), Some("和"));
    assert_eq!(name("zh-hant-TW"), Some("繁"));
    assert_eq!(name("zh"), None);
    assert_eq!(name("zh-Hans"), None);
    assert_eq!(name("de-x-formal-y"), Some("Sie"));
    assert_eq!(name("de-x"), None);
    assert_eq!(name("j"), None);
    assert_eq!(name(""), None);
}

#[test]
fn every_text_for_people_has_its_languages() {
    let client = accepted(json!({
        "client_uri#ja": "https://a.example.com", "logo_uri#ja": "https://b.example.com",
        "tos_uri#ja": "https://c.example.com", "policy_uri#ja": "https://d.example.com",
    }));
    assert_eq!(client.client_uri_in("ja"), Some("https://a.example.com"));
    assert_eq!(client.logo_uri_in("ja"), Some("https://b.example.com"));
    assert_eq!(client.tos_uri_in("ja"), Some("https://c.example.com"));
    assert_eq!(client.policy_uri_in("ja"), Some("https://d.example.com"));
    assert_eq!(client.client_uri(), None);
}

#[test]
fn a_tag_that_is_no_language_tag_and_an_empty_text_are_ignored() {
    let client = accepted(json!({
        "client_name": "", "client_name#": "x", "client_name#1a": "x", "client_name#ja_JP": "x",
        "client_name#abcdefghi": "x", "client_name#en-": "x", "client_name#en": "",
    }));
    assert_eq!(client.client_name(), None);
    for language in ["", "1a", "ja_JP", "abcdefghi", "en-", "en"] {
        assert_eq!(client.client_name_in(language), None, "{language}");
    }
}

#[test]
fn loopback_only_is_said_of_clients_whose_every_redirect_is() {
    let only =
        |uris: serde_json::Value| accepted(json!({"redirect_uris": uris})).is_loopback_only();
    assert!(only(json!([
        "http://localhost/cb",
        "http://127.0.0.1:1/cb",
        "http://[::1]/cb"
    ])));
    assert!(!only(json!([
        "http://localhost/cb",
        "https://client.example.com/cb"
    ])));
    assert!(!only(json!(["com.example.app:/cb"])));
    let mut rules = rules();
    rules.server.grant_types = vec!["client_credentials".into()];
    let machine = json!({"grant_types": ["client_credentials"], "redirect_uris": []});
    assert!(!derive(machine, &rules).unwrap().is_loopback_only());
}

#[test]
fn a_presented_redirect_uri_finds_the_registered_one() {
    let client =
        accepted(json!({"redirect_uris": ["https://a.example.com", "http://localhost/cb"]}));
    let find = |presented| client.match_redirect_uri(presented).map(|uri| uri.as_str());
    assert_eq!(find("https://a.example.com"), Some("https://a.example.com"));
    assert_eq!(
        find("http://localhost:49152/cb"),
        Some("http://localhost/cb")
    );
    assert_eq!(find("https://a.example.com/"), None);
    assert_eq!(find(""), None);
}

#[test]
fn the_method_and_those_that_may_be_used_follow_the_servers_selection() {
    let members = json!({
        "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
        "jwks_uri": "https://client.example.com/jwks",
    });
    let client = accepted(members.clone());
    assert_eq!(
        client.token_endpoint_auth_method(),
        AuthMethod::PrivateKeyJwt
    );
    assert_eq!(
        client.token_endpoint_auth_methods(),
        [AuthMethod::PrivateKeyJwt]
    );
    let mut choice = rules();
    choice.server.selection = Selection::ClientChoice;
    let client = derive(members, &choice).unwrap();
    assert_eq!(client.token_endpoint_auth_method(), AuthMethod::None);
    assert_eq!(
        client.token_endpoint_auth_methods(),
        [AuthMethod::None, AuthMethod::PrivateKeyJwt]
    );
}
