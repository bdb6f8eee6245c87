//! What the handler gets.

use axum::routing::{self, post};
use axum::{Json, Router};
use http::Extensions;
use tower_cimd::layer::advertise::AdvertiseLayer;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::{CimdClient, CimdLayer, Leg};

use super::{BACK_CHANNEL, World, asserting, request, resolver};
use crate::rig::{CLIENT, ask, authorize, get, layer, network, token};

#[tokio::test]
async fn a_client_that_proves_itself_reaches_the_handler_on_every_leg() {
    for leg in BACK_CHANNEL {
        let world = World::new();
        // Revocation and introspection know only what is cached.
        world.asserted(Leg::Token, &world.assertion()).await;
        let answer = world.asserted(leg, &world.assertion()).await;
        assert_eq!(answer.seen(), "client by private_key_jwt", "{leg:?}");
    }
}

#[tokio::test]
async fn the_assertion_alone_says_who_the_client_is() {
    let world = World::new();
    let assertion = world.assertion();
    let form = [
        &[("grant_type", "refresh_token")],
        &asserting(&assertion)[..],
    ]
    .concat();
    let request = crate::rig::post_form("/token", &crate::rig::form(&form));
    let answer = ask(&super::server(world.layer.clone()), request).await;
    assert_eq!(answer.seen(), "client by private_key_jwt", "{answer:?}");
}

async fn both(client: CimdClient, authenticated: Authenticated) -> String {
    assert_eq!(client.client_id().as_str(), CLIENT);
    assert_eq!(authenticated.method(), AuthMethod::PrivateKeyJwt);
    let key = client.jwks().expect("keys").keys().first().expect("a key");
    let thumbprint = key.public_key().thumbprint();
    assert_eq!(authenticated.key_thumbprint(), Some(&thumbprint));
    "proven".to_owned()
}

async fn if_any(authenticated: Option<Authenticated>) -> String {
    format!("{:?}", authenticated.map(|it| it.method()))
}

fn router(layer: Option<CimdLayer>) -> Router {
    let routes = Router::new()
        .route("/token", post(both))
        .route("/if_any", post(if_any));
    match layer {
        Some(layer) => routes.route_layer(layer),
        None => routes,
    }
}

#[tokio::test]
async fn the_handler_learns_by_which_key() {
    let world = World::new();
    let answer = ask(
        &router(Some(world.layer.clone())),
        request(&asserting(&world.assertion())),
    )
    .await;
    assert_eq!(answer.body, "proven");
}

#[tokio::test]
async fn a_handler_that_wants_proof_does_not_run_without() {
    let answer = ask(&router(Some(layer(network()))), token(CLIENT)).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.error()),
        (400, "invalid_client")
    );
    let answer = ask(&router(None), token(CLIENT)).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.error()),
        (500, "server_error")
    );
}

#[tokio::test]
async fn a_client_without_a_method_is_nobody_authenticated() {
    let mut request = token(CLIENT);
    *request.uri_mut() = "/if_any".parse().unwrap();
    let answer = ask(&router(Some(layer(network()))), request).await;
    assert_eq!(answer.body, "None");
}

/// The metadata of a server with this layer at its token endpoint.
async fn metadata(layer: &CimdLayer) -> String {
    let bare = || async { Json(serde_json::json!({ "issuer": super::ISSUER })) };
    let server = Router::new()
        .route("/metadata", routing::get(bare))
        .route_layer(AdvertiseLayer::new(layer));
    ask(&server, get("/metadata")).await.body
}

/// Clients that could sign must be told that they may, and by nobody who cannot verify it.
#[tokio::test]
async fn what_the_authenticator_verifies_is_advertised() {
    let world = World::new();
    let told = metadata(&world.layer).await;
    assert!(told.contains(r#"["none","private_key_jwt""#), "{told}");
    let without = CimdLayer::new(resolver(&world.documents, &world.clock));
    let told = metadata(&without).await;
    assert!(told.contains(r#"["none""#), "{told}");
    assert!(!told.contains("private_key_jwt"), "{told}");
}

/// T4: what stands there before the layer has judged is nobody's verdict.
#[tokio::test]
async fn proof_that_the_layer_did_not_leave_is_removed() {
    let forged = Authenticated::new(AuthMethod::PrivateKeyJwt).unwrap();
    for mut request in [token(CLIENT), token("registered")] {
        let mut extensions = Extensions::new();
        extensions.insert(forged);
        *request.extensions_mut() = extensions;
        *request.uri_mut() = "/if_any".parse().unwrap();
        let answer = ask(&router(Some(layer(network()))), request).await;
        assert_eq!(answer.body, "None");
    }
}

#[tokio::test]
async fn the_authorization_endpoint_asks_for_no_proof() {
    let world = World::new();
    let server = crate::rig::server(world.layer.clone());
    let answer = ask(&server, authorize(CLIENT)).await;
    assert_eq!(answer.seen(), format!("client {CLIENT}"));
}
