//! What a client counts for before anybody has authenticated it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tower_cimd::resolve::StaticFetch;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::{CimdLayer, Leg};

use crate::rig::{
    Answer, CLIENT, ask, authorize, builder, for_any_leg, post_form, redemption, server, with,
};

/// A client whose keys are its own.
fn confidential() -> String {
    serde_json::json!({
        "client_id": CLIENT,
        "redirect_uris": ["https://client.example.com/callback"],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": { "keys": [{
            "kty": "EC", "crv": "P-256", "kid": "1",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        }]},
    })
    .to_string()
}

fn layer(document: String) -> CimdLayer {
    let resolver = builder(StaticFetch::new().publish(CLIENT, document))
        .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
        .build();
    CimdLayer::new(resolver.expect("a resolver"))
}

fn public() -> CimdLayer {
    layer(crate::support::document(CLIENT))
}

async fn post(layer: CimdLayer, extra: &[(&str, &str)]) -> Answer {
    let form = redemption(&[&[("client_id", CLIENT)], extra].concat());
    ask(&server(layer), post_form("/token", &form)).await
}

/// With the id and this secret in the `Authorization` header.
async fn post_basic(layer: CimdLayer, secret: &str) -> Answer {
    let id: String = form_urlencoded::byte_serialize(CLIENT.as_bytes()).collect();
    let credentials = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let request = post_form("/token", &redemption(&[]));
    ask(&server(layer), with(request, "authorization", &credentials)).await
}

#[track_caller]
fn refused(answer: &Answer, status: u16, rule: &str) {
    assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    assert_eq!(answer.error(), "invalid_client");
    assert!(answer.description().contains(rule), "{answer:?}");
}

#[tokio::test]
async fn a_public_client_passes_with_no_credential_or_an_empty_secret() {
    let client = format!("client {CLIENT}");
    assert_eq!(post(public(), &[]).await.seen(), client);
    assert_eq!(
        post(public(), &[("client_secret", "")]).await.seen(),
        client
    );
    assert_eq!(post_basic(public(), "").await.seen(), client);
}

/// Nobody can check it, and its sender believes to be authenticated.
#[tokio::test]
async fn a_public_client_that_presents_a_credential_is_refused() {
    let rule = "client.credential_unexpected";
    refused(&post(public(), &[("client_secret", "s")]).await, 400, rule);
    refused(
        &post(
            public().host_authenticates_clients(),
            &[("client_secret", "s")],
        )
        .await,
        400,
        rule,
    );
    let answer = post_basic(public(), "None").await;
    refused(&answer, 401, rule);
    assert!(answer.header("www-authenticate").starts_with("Basic "));
}

#[tokio::test]
async fn a_client_that_must_authenticate_is_refused_unless_the_host_does_it() {
    let rule = "client.authentication_unsupported";
    refused(&post(layer(confidential()), &[]).await, 400, rule);
    refused(&post_basic(layer(confidential()), "").await, 401, rule);
    let answer = post(layer(confidential()).host_authenticates_clients(), &[]).await;
    assert_eq!(answer.seen(), format!("identified {CLIENT}"));
}

#[tokio::test]
async fn every_leg_but_the_authorization_endpoint_asks_for_authentication() {
    for leg in [
        Leg::PushedAuthorization,
        Leg::DeviceAuthorization,
        Leg::Token,
    ] {
        let server = server(layer(confidential()).leg(leg));
        let form = for_any_leg(&[("client_id", CLIENT)]);
        let answer = ask(&server, post_form("/token", &form)).await;
        refused(&answer, 400, "client.authentication_unsupported");
    }
    let answer = ask(&server(layer(confidential())), authorize(CLIENT)).await;
    assert_eq!(answer.seen(), format!("client {CLIENT}"));
}
