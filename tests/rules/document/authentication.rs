//! Authentication methods and keys.

use serde_json::{Value as Json, json};
use tower_cimd::rules::auth_method::AuthMethod;

use crate::document::{accepted, derive, refused, refused_by, rules};

#[test]
fn each_broken_rule_of_the_authentication_methods_names_its_member() {
    let single = "token_endpoint_auth_method";
    let list = "token_endpoint_auth_methods_supported";
    for secret in [
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
    ] {
        refused(
            json!({single: secret}),
            "document.auth_method.symmetric",
            single,
        );
        refused(
            json!({list: ["none", secret]}),
            "document.auth_method.symmetric",
            single,
        );
    }
    refused(json!({list: []}), "document.auth_method.empty_list", list);
    refused(
        json!({list: ["private_key_jwt"]}),
        "document.auth_method.not_listed",
        single,
    );
    refused(
        json!({single: "tls_client_auth"}),
        "document.auth_method.not_mutual",
        single,
    );
}

#[test]
fn a_document_without_a_method_is_public_unless_the_server_demands_one() {
    let undeclared = json!({"token_endpoint_auth_method": "absent"});
    let client = accepted(undeclared.clone());
    assert_eq!(client.token_endpoint_auth_method(), AuthMethod::None);
    let mut strict = rules();
    strict.document.require_explicit_auth_method = true;
    refused_by(
        &strict,
        undeclared,
        "document.auth_method.undeclared",
        "token_endpoint_auth_method",
    );
    assert!(derive(json!({}), &strict).is_ok());
    let list = json!({"token_endpoint_auth_method": "absent", "token_endpoint_auth_methods_supported": ["none"]});
    assert!(derive(list, &strict).is_ok());
}

#[test]
fn a_signing_algorithm_is_asymmetric() {
    let member = "token_endpoint_auth_signing_alg";
    for alg in ["none", "HS256", "HS384", "HS512"] {
        refused(json!({member: alg}), "document.signing_alg", member);
    }
    for alg in ["RS256", "ES256", "EdDSA", "ML-DSA-44"] {
        let client = accepted(json!({member: alg}));
        assert_eq!(client.token_endpoint_auth_signing_alg(), Some(alg));
    }
}

fn public_key() -> Json {
    json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
}

#[test]
fn a_method_that_is_verified_with_published_keys_needs_some() {
    let keyed = |members: Json| {
        let mut all = json!({"token_endpoint_auth_method": "private_key_jwt"});
        all.as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        all
    };
    accepted(keyed(json!({"jwks": {"keys": [public_key()]}})));
    accepted(keyed(
        json!({"jwks_uri": "https://client.example.com/jwks"}),
    ));
    refused(keyed(json!({})), "document.keys.none", "jwks");
    refused(
        keyed(json!({"jwks_uri": null})),
        "document.keys.none",
        "jwks",
    );
    refused(
        keyed(json!({"jwks": {"keys": []}})),
        "document.keys.none_usable",
        "jwks",
    );
    refused(
        keyed(json!({"jwks": {"keys": [{"kty": "x"}]}})),
        "document.keys.none_usable",
        "jwks",
    );
}

#[test]
fn keys_are_needed_for_a_method_that_is_declared_though_not_used_here() {
    let mut public = rules();
    public.server.auth_methods = vec![AuthMethod::None];
    let both = json!({"token_endpoint_auth_methods_supported": ["none", "private_key_jwt"]});
    refused_by(&public, both, "document.keys.none", "jwks");
}

#[test]
fn keys_stand_in_one_place() {
    let both =
        json!({"jwks": {"keys": [public_key()]}, "jwks_uri": "https://client.example.com/jwks"});
    refused(both, "document.keys.two_sets", "jwks");
}

#[test]
fn a_key_set_is_judged_also_where_nobody_needs_it() {
    refused(json!({"jwks": []}), "document.jwks.not_an_object", "jwks");
    refused(json!({"jwks": {}}), "document.jwks.no_keys", "jwks");
    refused(
        json!({"jwks": {"keys": [1]}}),
        "document.jwks.not_a_key",
        "jwks",
    );
    let mut private = public_key();
    private["d"] = json!(null);
    refused(
        json!({"jwks": {"keys": [private]}}),
        "document.jwks.secret",
        "jwks",
    );
    let encryption_only = json!({"jwks": {"keys": [{"kty": "OKP", "crv": "X25519"}]}});
    assert!(accepted(encryption_only).jwks().unwrap().keys().is_empty());
}

#[test]
fn a_jwks_uri_is_https_with_the_name_of_a_public_host() {
    for uri in [
        "http://client.example.com/jwks",
        "HTTPS://client.example.com/jwks",
        "https://10.255.255.1:443/jwks",
        "https://169.254.169.254/jwks",
        "https://[::1]/jwks",
        "https://127.1/jwks",
        "https://0x7f000001/jwks",
        "https://localhost/jwks",
        "https://keys/jwks",
        "https://keys.internal/jwks",
        "https://user:password@client.example.com/jwks",
        "https://@client.example.com/jwks",
        "https://client.example.com/jwks#keys",
        "https://client.example.com/jwks#",
        "https://client.example.com:0/jwks",
        "https://client.example.com:/jwks",
        "https://client.example.com:65536/jwks",
        "https://client.example.com:+443/jwks",
        "https://client.example.com\\@10.0.0.1/jwks",
        "https://client.example.com/ jwks",
        "https://client.exämple.com/jwks",
        "https:///jwks",
        "https:foo",
        "https://",
        "javascript:1",
        "file:///etc/passwd",
        "/jwks",
        "",
    ] {
        refused(json!({"jwks_uri": uri}), "document.uri", "jwks_uri");
    }
    for uri in [
        "https://client.example.com/jwks",
        "https://keys.example.net:8443/jwks?kid=1",
        "https://xn--bcher-kva.example.com/",
        "https://keys.example.com",
    ] {
        assert_eq!(accepted(json!({"jwks_uri": uri})).jwks_uri(), Some(uri));
    }
}

#[test]
fn special_use_names_are_accepted_where_client_ids_may_have_them() {
    let mut development = rules();
    development.client_id.danger_special_use_names = true;
    assert!(derive(json!({"jwks_uri": "https://localhost/jwks"}), &development).is_ok());
    let address = json!({"jwks_uri": "https://127.0.0.1/jwks"});
    refused_by(&development, address, "document.uri", "jwks_uri");
}
