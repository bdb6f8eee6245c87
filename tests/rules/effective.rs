//! What a document comes to, told to people.

use serde_json::{Value as Json, json};
use tower_cimd::rules::effective::effective;

use crate::document::{derive, rules};

/// What is told of one member: under which name, with which value, and why.
#[track_caller]
fn check(members: Json, member: &str, value: Option<&str>, because: &str) {
    let mut rules = rules();
    rules.server.grant_types.push("client_credentials".into());
    let client = derive(members.clone(), &rules).unwrap();
    let all = effective(&client);
    let told = all.iter().find(|entry| entry.member == member);
    let told = told.unwrap_or_else(|| panic!("{member}: {all:?}"));
    assert_eq!(told.value.as_deref(), value, "{members}");
    assert!(told.because.starts_with(because), "{members}: {told:?}");
}

#[test]
fn each_member_is_told_once_in_a_fixed_order() {
    let client = derive(json!({}), &rules()).unwrap();
    let members: Vec<_> = effective(&client).iter().map(|it| it.member).collect();
    assert_eq!(
        members,
        [
            "client_name",
            "redirect_uris",
            "token_endpoint_auth_method",
            "grant_types",
            "response_types",
            "scope",
            "jwks",
            "logo_uri",
        ]
    );
}

#[test]
fn a_name_is_what_the_client_calls_itself() {
    let name = "client_name";
    check(json!({name: "A"}), name, Some("A"), "as published");
    check(json!({name: null}), name, None, "not published");
    check(json!({"client_name#ja": "A"}), name, None, "not published");
    check(json!({name: ""}), name, None, "published in languages only");
}

#[test]
fn a_redirection_uri_is_told_with_who_may_be_behind_it() {
    let uris = "redirect_uris";
    let (web, here) = ("https://a.example.com/cb", "http://localhost/cb");
    check(
        json!({uris: [web]}),
        uris,
        Some(web),
        "as published; compared",
    );
    check(
        json!({uris: [here]}),
        uris,
        Some(here),
        "as published; http on loopback",
    );
    let both = format!("{web} {here}");
    check(
        json!({uris: [web, here]}),
        uris,
        Some(&both),
        "as published; compared",
    );
    check(machine(), uris, None, "none, for a client");
    check(machine(), "response_types", None, "none, for a client");
}

/// A client without redirection.
fn machine() -> Json {
    json!({
        "grant_types": ["client_credentials"], "response_types": [], "redirect_uris": "absent",
        "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://client.example.com/jwks",
    })
}

#[test]
fn a_method_is_told_with_where_it_comes_from() {
    let (one, many) = (
        "token_endpoint_auth_method",
        "token_endpoint_auth_methods_supported",
    );
    let uri = "https://client.example.com/jwks";
    check(json!({}), one, Some("none"), "as published");
    check(
        json!({one: "absent"}),
        one,
        Some("none"),
        "published nowhere",
    );
    check(json!({one: null}), one, Some("none"), "published nowhere");
    let signs = Some("private_key_jwt");
    let list = json!({one: "absent", many: ["private_key_jwt"], "jwks_uri": uri});
    check(
        list,
        one,
        signs,
        "from token_endpoint_auth_methods_supported, what",
    );
    let other = json!({one: "tls_client_auth", many: ["tls_client_auth", "none"]});
    check(
        other,
        one,
        Some("none"),
        "from token_endpoint_auth_methods_supported: the one",
    );
}

#[test]
fn grants_and_responses_are_told_with_what_was_left_out() {
    for (member, usual) in [
        ("grant_types", "authorization_code"),
        ("response_types", "code"),
    ] {
        check(json!({}), member, Some(usual), "the default");
        check(
            json!({member: [usual]}),
            member,
            Some(usual),
            "as published",
        );
        check(
            json!({member: [usual, "x"]}),
            member,
            Some(usual),
            "what this server supports",
        );
    }
}

#[test]
fn scope_keys_and_logo_are_told_with_what_comes_of_them() {
    check(
        json!({"scope": "a b"}),
        "scope",
        Some("a b"),
        "as published: a bound",
    );
    check(json!({}), "scope", None, "not published");
    check(json!({}), "jwks", None, "not published");
    let uri = "https://client.example.com/jwks";
    check(json!({"jwks_uri": uri}), "jwks_uri", Some(uri), "fetched");
    let key =
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    check(
        json!({"jwks": {"keys": [key]}}),
        "jwks",
        Some("1 keys"),
        "in the document",
    );
    let logo = "https://client.example.com/logo.png";
    check(
        json!({"logo_uri": logo}),
        "logo_uri",
        Some(logo),
        "as published; shown",
    );
    check(json!({"logo_uri": "data:x"}), "logo_uri", None, "left out");
    check(json!({}), "logo_uri", None, "not published");
}
