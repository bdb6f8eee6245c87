//! Requests that were pushed before their user came.

use serde_json::json;
use tower_cimd::resolve::TransactionError;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::ChangeKind;

use super::{CALLBACK, SESSION, World, parameters, refused, request};
use crate::support::document;
use crate::world::{CLIENT_ID, client};

/// How a client was that authenticated when it pushed its request.
fn pushed() -> InUse<'static> {
    InUse::default()
        .redirect_uri(CALLBACK)
        .auth_method(AuthMethod::PrivateKeyJwt)
}

async fn confidential() -> World {
    let world = World::new();
    let key = json!({
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    world.publishes(json!({
        "token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [key]},
    }));
    world
}

/// What a client loses that redeems its code without authentication.
fn downgrades(client: &tower_cimd::CimdClient, stored: &str) -> bool {
    let without = InUse::default().auth_method(AuthMethod::None);
    let check = client.check_binding_with(stored, &without).unwrap();
    check.kinds().contains(ChangeKind::AuthMethodDowngraded)
}

#[tokio::test]
async fn a_code_is_held_to_how_its_request_was_pushed() {
    let world = confidential().await;
    let client = client(&world.resolver, CLIENT_ID).await;
    let (transactions, stored) = (world.transactions(), client.binding_with(&pushed()));
    let sealed = transactions.seal_pushed(&client, &request(), SESSION, &stored);
    let transaction = world.open(&sealed.unwrap()).await.unwrap();
    assert!(downgrades(&client, transaction.binding()));

    // Not that of a request that came by the browser alone.
    let transaction = world.open(&world.seal().await).await.unwrap();
    assert!(!downgrades(&client, transaction.binding()));
}

#[tokio::test]
async fn that_outlives_a_page_that_is_shown_again() {
    let world = confidential().await;
    let before = client(&world.resolver, CLIENT_ID).await;
    let (transactions, stored) = (world.transactions(), before.binding_with(&pushed()));
    let sealed = transactions.seal_pushed(&before, &request(), SESSION, &stored);
    let published: serde_json::Value = serde_json::from_slice(before.raw()).unwrap();
    world.publishes(json!({
        "client_name": "Another",
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": published["jwks"],
    }));
    let asked = match world.open(&sealed.unwrap()).await {
        Err(TransactionError::AskAgain(asked)) => asked,
        other => panic!("{other:?}"),
    };
    let again = transactions.seal_again(&asked, SESSION).unwrap();
    let transaction = world.open(&again).await.unwrap();
    assert!(downgrades(&transaction.client, transaction.binding()));
    refused(
        world.transactions().open(&again, "mallory").await,
        "transaction.session",
    );
}

#[tokio::test]
async fn a_binding_that_is_not_the_clients_is_not_sealed() {
    const OTHER: &str = "https://other.example.com/oauth";
    let world = World::new();
    let _ = world
        .publisher
        .network
        .clone()
        .publish(OTHER, document(OTHER));
    let other = client(&world.resolver, OTHER).await.binding();
    let client = client(&world.resolver, CLIENT_ID).await;
    for stored in ["", "b1.AAAA", &other] {
        let sealed = world
            .transactions()
            .seal_pushed(&client, &request(), SESSION, stored);
        assert_eq!(sealed.unwrap_err().rule(), "transaction.damaged");
    }
}

/// What was pushed is no excuse.
#[tokio::test]
async fn a_redirect_uri_is_checked_all_the_same() {
    let world = World::new();
    let client = client(&world.resolver, CLIENT_ID).await;
    let stored = client.binding_with(&InUse::default().redirect_uri(CALLBACK));
    let request = parameters(&[("redirect_uri", "https://evil.example.net/callback")]);
    let sealed = world
        .transactions()
        .seal_pushed(&client, &request, SESSION, &stored);
    assert_eq!(sealed.unwrap_err().rule(), "transaction.redirect_uri");
}
