//! What counts for what: the method, and what is presented.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{World, asserting, inline, refused, request, server};
use crate::rig::{Answer, CLIENT, ask, with};

/// A token request with the id and this secret in the `Authorization` header.
async fn basic(world: &World, secret: &str, extra: &[(&str, &str)]) -> Answer {
    let id: String = form_urlencoded::byte_serialize(CLIENT.as_bytes()).collect();
    let credentials = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    let request = with(request(extra), "authorization", &credentials);
    ask(&server(world.layer.clone()), request).await
}

#[tokio::test]
async fn a_client_that_has_to_sign_and_does_not_is_refused() {
    let world = World::new();
    let missing = "assertion.missing";
    for extra in [
        &[][..],
        &[("client_secret", "")],
        &[("client_secret", "s")],
        &[("client_assertion", "")],
        &[("client_assertion_type", super::JWT_BEARER)],
    ] {
        refused(&world.token(extra).await, 400, "invalid_client", missing);
    }
    for secret in ["", "s"] {
        let answer = basic(&world, secret, &[]).await;
        refused(&answer, 401, "invalid_client", missing);
        assert!(answer.header("www-authenticate").starts_with("Basic "));
    }
}

#[tokio::test]
async fn two_credentials_are_an_invalid_request() {
    let world = World::new();
    let assertion = world.assertion();
    let [kind, value] = asserting(&assertion);
    let several = "request.several_credentials";
    let answer = world.token(&[kind, value, ("client_secret", "s")]).await;
    refused(&answer, 400, "invalid_request", several);
    let answer = basic(&world, "s", &[kind, value]).await;
    refused(&answer, 400, "invalid_request", several);
    // None of them used the assertion up; an empty secret is no second credential.
    let answer = basic(&world, "", &[kind, value, ("client_secret", "")]).await;
    assert_eq!(answer.seen(), "client by private_key_jwt", "{answer:?}");
}

#[tokio::test]
async fn a_failure_beside_the_authorization_header_is_challenged() {
    let world = World::new();
    let assertion = world.signer.assertion("unknown", &world.claims());
    let answer = basic(&world, "", &asserting(&assertion)).await;
    refused(&answer, 401, "invalid_client", "assertion.key_unknown");
    assert!(answer.header("www-authenticate").starts_with("Basic "));
}

#[tokio::test]
async fn a_client_with_the_method_none_is_judged_as_without_an_authenticator() {
    for world in [
        World::with_members(|_| json!({})),
        World::with_members(|signer| inline(signer, "none")),
    ] {
        assert_eq!(world.token(&[]).await.seen(), "client by nothing");
        let answer = world.token(&asserting(&world.assertion())).await;
        refused(
            &answer,
            400,
            "invalid_client",
            "client.credential_unexpected",
        );
    }
}

/// The -03 branch §6, where the server lets the client choose.
#[tokio::test]
async fn a_client_of_two_methods_signs_or_does_not() {
    for preferred in ["none", "private_key_jwt"] {
        let world = World::with_members(|signer| {
            let mut members = inline(signer, preferred);
            members["token_endpoint_auth_methods_supported"] = json!(["none", "private_key_jwt"]);
            members
        });
        assert_eq!(world.token(&[]).await.seen(), "client by nothing");
        let answer = world.token(&asserting(&world.assertion())).await;
        assert_eq!(answer.seen(), "client by private_key_jwt", "{answer:?}");
        let forged = world.signer.assertion("unknown", &world.claims());
        let answer = world.token(&asserting(&forged)).await;
        refused(&answer, 400, "invalid_client", "assertion.key_unknown");
    }
}

#[tokio::test]
async fn the_host_authenticates_by_the_other_methods_alone() {
    let world = World::with_members(|_| json!({"token_endpoint_auth_method": "tls_client_auth"}));
    refused(
        &world.token(&[]).await,
        400,
        "invalid_client",
        "client.authentication_unsupported",
    );
    let hosted = world.layer.clone().host_authenticates_clients();
    let answer = world.post(hosted, &[]).await;
    assert_eq!(answer.seen(), "identified by nothing");

    let world = World::new();
    let hosted = || world.layer.clone().host_authenticates_clients();
    let answer = world.post(hosted(), &[]).await;
    refused(&answer, 400, "invalid_client", "assertion.missing");
    let answer = world.post(hosted(), &asserting(&world.assertion())).await;
    assert_eq!(answer.seen(), "client by private_key_jwt");
}

#[tokio::test]
async fn a_client_of_two_methods_that_does_not_sign_is_the_hosts() {
    let world = World::with_members(|signer| {
        let mut members = inline(signer, "private_key_jwt");
        members["token_endpoint_auth_methods_supported"] =
            json!(["private_key_jwt", "tls_client_auth"]);
        members
    });
    refused(
        &world.token(&[]).await,
        400,
        "invalid_client",
        "assertion.missing",
    );
    let hosted = || world.layer.clone().host_authenticates_clients();
    let answer = world.post(hosted(), &[]).await;
    assert_eq!(answer.seen(), "identified by nothing");
    let answer = world.post(hosted(), &asserting(&world.assertion())).await;
    assert_eq!(answer.seen(), "client by private_key_jwt");
}
