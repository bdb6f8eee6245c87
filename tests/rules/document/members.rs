//! Members that are forbidden, ignored, absent or of another type.

use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::AuthMethod;

use crate::document::{accepted, refused};

#[test]
fn a_shared_secret_is_forbidden_by_its_presence() {
    for member in ["client_secret", "client_secret_expires_at"] {
        for value in [
            json!("s"),
            json!(""),
            json!(0),
            json!(null),
            json!({}),
            json!(false),
        ] {
            refused(json!({member: value}), "document.forbidden", member);
        }
    }
}

#[test]
fn a_member_that_only_looks_like_a_secret_is_ignored() {
    accepted(json!({"Client_Secret": "x", "client_secret_hash": "x", "client_secret ": "x"}));
}

#[test]
fn members_that_no_rule_reads_are_ignored_and_kept_in_the_raw_bytes() {
    let strange = json!({
        "issuer": "https://x.example.com", "trusted": true, "default_max_age": "never",
        "initiate_login_uri": "javascript:alert(1)", "@context": [{"a": {"@id": "b"}}],
        "registration_access_token": "x", "software_statement": "x", "client_id_expires_at": 1,
    });
    let client = accepted(strange.clone());
    let raw: Json = serde_json::from_slice(client.raw()).unwrap();
    for (name, value) in strange.as_object().unwrap() {
        assert_eq!(&raw[name], value);
    }
}

#[test]
fn null_is_absent_for_every_optional_member() {
    let client = accepted(json!({
        "grant_types": null, "response_types": null, "scope": null, "jwks": null, "jwks_uri": null,
        "client_name": null, "client_name#ja": null, "client_uri": null, "logo_uri": null,
        "contacts": null, "application_type": null, "software_id": null, "software_version": null,
        "token_endpoint_auth_method": null, "token_endpoint_auth_methods_supported": null,
        "token_endpoint_auth_signing_alg": null, "dpop_bound_access_tokens": null,
    }));
    assert_eq!(client.token_endpoint_auth_method(), AuthMethod::None);
    assert_eq!(client.grant_types(), ["authorization_code"]);
    assert_eq!(
        (client.scope(), client.client_name(), client.jwks_uri()),
        (None, None, None)
    );
}

#[test]
fn a_member_of_another_type_is_refused_by_name() {
    for (member, value) in [
        ("token_endpoint_auth_method", json!(1)),
        ("token_endpoint_auth_methods_supported", json!("none")),
        ("token_endpoint_auth_methods_supported", json!([null])),
        ("token_endpoint_auth_signing_alg", json!(["RS256"])),
        ("grant_types", json!("authorization_code")),
        ("grant_types", json!([1])),
        ("response_types", json!({})),
        (
            "redirect_uris",
            json!("https://client.example.com/callback"),
        ),
        (
            "redirect_uris",
            json!([["https://client.example.com/callback"]]),
        ),
        ("redirect_uris", json!([null])),
        ("scope", json!(["openid"])),
        ("jwks_uri", json!(1)),
        ("client_name", json!(7)),
        ("client_uri", json!([])),
        ("logo_uri", json!(true)),
        ("tos_uri", json!({})),
        ("policy_uri", json!(0)),
        ("contacts", json!("a@example.com")),
        ("contacts", json!([1])),
        ("application_type", json!(["web"])),
        ("software_id", json!(4)),
        ("software_version", json!(2.2)),
        ("dpop_bound_access_tokens", json!("true")),
        ("require_pushed_authorization_requests", json!(1)),
        ("require_signed_request_object", json!([])),
        ("tls_client_certificate_bound_access_tokens", json!("")),
    ] {
        refused(json!({member: value}), "document.wrong_type", member);
    }
    refused(
        json!({"client_name#ja": 7}),
        "document.wrong_type",
        "client_name",
    );
}
