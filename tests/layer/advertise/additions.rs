//! What is added: what is true, and nothing else.

use axum::Json;
use axum::Router;
use axum::routing::get as on_get;
use serde_json::{Value, json};
use tower_cimd::CimdLayer;
use tower_cimd::layer::advertise::AdvertiseLayer;
use tower_cimd::rules::auth_method::AuthMethod;

use super::{BARE, advertised, confidential, public, resolver};
use crate::rig::{ask, get};

const DOCUMENTS: &str = "client_id_metadata_document_supported";
const METHODS: &str = "token_endpoint_auth_methods_supported";
const ALGORITHMS: &str = "token_endpoint_auth_signing_alg_values_supported";
const CHALLENGES: &str = "code_challenge_methods_supported";
const ISS: &str = "authorization_response_iss_parameter_supported";

/// What `member` is where the metadata has `before` of it; `null` is an absent one.
async fn check(layer: AdvertiseLayer, member: &str, before: Value, after: Value) {
    let mut metadata: Value = serde_json::from_str(BARE).expect("json");
    if !before.is_null() {
        metadata[member] = before;
    }
    let answer = advertised(layer, &metadata.to_string()).await;
    let amended: Value = serde_json::from_str(&answer.body).expect("json");
    assert_eq!(amended[member], after, "{member} of {}", answer.body);
}

#[tokio::test]
async fn url_client_ids_are_supported() {
    for before in [Value::Null, json!(true), json!(false), json!("true")] {
        check(public(), DOCUMENTS, before, json!(true)).await;
    }
}

#[tokio::test]
async fn none_comes_first_and_an_absent_list_is_basic() {
    let basic = json!(["none", "client_secret_basic"]);
    for (before, after) in [
        (Value::Null, basic.clone()),
        (json!(["client_secret_basic"]), basic.clone()),
        (json!(["client_secret_basic", "none"]), basic.clone()),
        (basic.clone(), basic),
        (json!([]), json!(["none"])),
        (
            json!(["private_key_jwt"]),
            json!(["none", "private_key_jwt"]),
        ),
    ] {
        check(public(), METHODS, before, after).await;
    }
}

#[tokio::test]
async fn private_key_jwt_comes_second_with_its_algorithms() {
    for (before, after) in [
        (
            Value::Null,
            json!(["none", "private_key_jwt", "client_secret_basic"]),
        ),
        (
            json!(["client_secret_post", "private_key_jwt"]),
            json!(["none", "private_key_jwt", "client_secret_post"]),
        ),
    ] {
        check(confidential(), METHODS, before, after).await;
    }
    for (before, after) in [
        (Value::Null, json!(["ES256"])),
        (json!(["RS256"]), json!(["RS256", "ES256"])),
        (json!(["ES256", "RS256"]), json!(["ES256", "RS256"])),
    ] {
        check(confidential(), ALGORITHMS, before, after).await;
    }
}

#[tokio::test]
async fn a_method_that_the_layer_refuses_is_not_advertised() {
    // The resolver knows it, but nobody verifies it, and the layer refuses such clients.
    let both = [AuthMethod::None, AuthMethod::PrivateKeyJwt];
    let layer = || AdvertiseLayer::new(&CimdLayer::new(resolver(&both)));
    let basic = json!(["none", "client_secret_basic"]);
    check(layer(), METHODS, Value::Null, basic.clone()).await;
    check(layer(), ALGORITHMS, Value::Null, Value::Null).await;

    // Someone verifies it, and the resolver does not know it.
    let none = CimdLayer::new(resolver(&[AuthMethod::None])).host_authenticates_clients();
    check(AdvertiseLayer::new(&none), METHODS, Value::Null, basic).await;

    // The server takes no public clients by their URL.
    let only = CimdLayer::new(resolver(&[AuthMethod::PrivateKeyJwt])).host_authenticates_clients();
    let layer = AdvertiseLayer::new(&only).assertion_algorithms(["ES256"]);
    let after = json!(["private_key_jwt", "client_secret_basic"]);
    check(layer, METHODS, Value::Null, after).await;
}

#[tokio::test]
async fn private_key_jwt_without_an_algorithm_is_not_advertised() {
    let layer = || confidential().assertion_algorithms([""; 0]);
    let basic = json!(["none", "client_secret_basic"]);
    check(layer(), METHODS, Value::Null, basic).await;
    check(layer(), ALGORITHMS, Value::Null, Value::Null).await;
}

#[cfg(feature = "private-key-jwt")]
#[tokio::test]
async fn the_algorithms_are_by_default_those_of_the_authenticator() {
    let both = [AuthMethod::None, AuthMethod::PrivateKeyJwt];
    let cimd = CimdLayer::new(resolver(&both)).host_authenticates_clients();
    let all = json!(["RS256", "PS256", "ES256", "ES384", "EdDSA"]);
    check(AdvertiseLayer::new(&cimd), ALGORITHMS, Value::Null, all).await;
}

#[tokio::test]
async fn a_method_of_mutual_tls_is_left_to_the_host() {
    let tls = CimdLayer::new(resolver(&[AuthMethod::TlsClientAuth])).host_authenticates_clients();
    let layer = || AdvertiseLayer::new(&tls);
    check(layer(), METHODS, Value::Null, Value::Null).await;
    check(
        layer(),
        METHODS,
        json!(["tls_client_auth"]),
        json!(["tls_client_auth"]),
    )
    .await;
    check(layer(), DOCUMENTS, Value::Null, json!(true)).await;
}

#[tokio::test]
async fn pkce_is_advertised_only_where_the_host_says_so() {
    for (before, after) in [
        (Value::Null, json!(["S256"])),
        (json!(["plain"]), json!(["plain", "S256"])),
        (json!(["S256"]), json!(["S256"])),
    ] {
        check(public(), CHALLENGES, before.clone(), before.clone()).await;
        check(public().s256(), CHALLENGES, before, after).await;
    }
}

#[tokio::test]
async fn iss_is_advertised_only_where_the_host_says_so() {
    for before in [Value::Null, json!(false), json!(true)] {
        check(public(), ISS, before.clone(), before.clone()).await;
        check(public().issues_iss(), ISS, before, json!(true)).await;
    }
}

#[tokio::test]
async fn every_well_known_path_serves_it() {
    async fn metadata() -> Json<Value> {
        Json(json!({"issuer": "https://as.example.com"}))
    }

    let paths = [
        "/.well-known/oauth-authorization-server",
        "/.well-known/oauth-authorization-server/tenant",
        "/.well-known/openid-configuration",
        "/tenant/.well-known/openid-configuration",
    ];
    let routes = paths.iter().fold(Router::new(), |routes, path| {
        routes.route(path, on_get(metadata))
    });
    let server = routes.route_layer(public());
    for path in paths {
        let answer = ask(&server, get(path)).await;
        assert!(answer.body.contains(DOCUMENTS), "{path}: {}", answer.body);
    }
}
