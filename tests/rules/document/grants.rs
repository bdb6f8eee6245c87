//! Grant types, response types, scope.

use serde_json::{Value as Json, json};

use crate::document::{accepted, derive, refused, refused_by, rules};

#[test]
fn grant_types_in_common_are_kept_and_others_dropped() {
    let client = accepted(json!({"grant_types": ["refresh_token", "urn:x", "authorization_code"]}));
    assert_eq!(
        client.grant_types(),
        ["authorization_code", "refresh_token"]
    );
    let client = accepted(json!({"grant_types": ["authorization_code", "authorization_code"]}));
    assert_eq!(client.grant_types(), ["authorization_code"]);
}

#[test]
fn a_client_needs_a_grant_type_that_obtains_a_first_token() {
    for grants in [
        json!([]),
        json!(["refresh_token"]),
        json!(["Authorization_Code"]),
        json!(["client_credentials", "refresh_token"]),
    ] {
        refused(
            json!({"grant_types": grants}),
            "document.grant_types",
            "grant_types",
        );
    }
}

#[test]
fn response_types_in_common_are_kept_and_one_is_needed() {
    let client = accepted(json!({"response_types": ["code id_token", "code"]}));
    assert_eq!(client.response_types(), ["code"]);
    let client = accepted(json!({"response_types": "absent"}));
    assert_eq!(client.response_types(), ["code"]);
    for types in [json!([]), json!(["token"]), json!(["Code"])] {
        refused(
            json!({"response_types": types}),
            "document.response_types",
            "response_types",
        );
    }
}

#[test]
fn a_client_that_never_redirects_needs_no_redirect_uri_and_no_response_type() {
    let mut rules = rules();
    rules.server.grant_types.push("client_credentials".into());
    let machine = |uris: Json| {
        json!({
            "grant_types": ["client_credentials"], "response_types": [], "redirect_uris": uris,
            "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://client.example.com/jwks",
        })
    };
    let client = derive(machine(json!("absent")), &rules).unwrap();
    assert!(client.redirect_uris().is_empty() && client.response_types().is_empty());
    let bad = machine(json!(["javascript:alert(1)"]));
    refused_by(
        &rules,
        bad,
        "redirect_uri.dangerous_scheme",
        "redirect_uris",
    );
}

#[test]
fn a_scope_is_kept_verbatim_whatever_it_names() {
    for scope in [
        "openid profile",
        "read read",
        "atproto repo?collection=app.example&collection=b blob:image/*",
        "a!#$%&'()*+,-./:;<=>?@[]^_`{|}~b",
    ] {
        assert_eq!(accepted(json!({"scope": scope})).scope(), Some(scope));
    }
}

#[test]
fn a_scope_with_a_character_that_no_scope_has_is_refused() {
    for scope in ["réad", "a\"b", "a\\b", "a\tb", "a\u{0}b", "a\nb", "a\u{7f}"] {
        refused(json!({"scope": scope}), "document.scope", "scope");
    }
}

#[test]
fn an_empty_scope_is_no_scope() {
    assert_eq!(accepted(json!({"scope": ""})).scope(), None);
    assert_eq!(accepted(json!({"scope": "  "})).scope(), None);
    assert_eq!(accepted(json!({"scope": " a  b "})).scope(), Some("a  b"));
}
