//! Errors that the handler redirects, once its user is known (T16).

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use tower_cimd::rules::checks::{RedirectableError, UserPresent};
use tower_cimd::{CimdClient, CimdLayer, OAuthParams, Rejection};

use super::{EVIL, authorize_with, layer};
use crate::rig::{self, Answer, CLIENT, ask, with};

/// A handler whose user has signed in.
async fn redirect(
    error: Option<RedirectableError>,
    client: Result<CimdClient, Rejection>,
) -> Response {
    match error {
        Some(error) => {
            let rejection = client.expect_err("nothing may be granted");
            assert_eq!(
                rejection.redirectable().map(RedirectableError::error),
                Some(error.error())
            );
            match error.location(UserPresent::signed_in_and_went_on()) {
                Ok(location) => location.see_other::<axum::body::Body>(),
                Err(silent) => silent.error().into_response(),
            }
        }
        None => client.map_or_else(IntoResponse::into_response, |_| "granted".into_response()),
    }
}

/// A handler that knows nothing of this.
async fn careless(client: Option<CimdClient>, _: OAuthParams) -> String {
    format!("granted {}", client.is_some())
}

async fn answer(
    layer: CimdLayer,
    request: axum::extract::Request,
    handler: axum::routing::MethodRouter,
) -> Answer {
    ask(
        &Router::new()
            .route("/authorize", handler)
            .route_layer(layer),
        request,
    )
    .await
}

#[tokio::test]
async fn the_handler_redirects_with_error_state_and_issuer() {
    let layer = layer(json!({})).hand_on_redirectable_errors();
    let answer = answer(layer, authorize_with("scope", "\""), get(redirect)).await;
    assert_eq!(answer.status, 303);
    let location = answer.header("location");
    assert!(
        location.starts_with("https://client.example.com/callback?error=invalid_scope&"),
        "{location}"
    );
    assert!(
        location.ends_with("&iss=https%3A%2F%2Fas.example.com"),
        "{location}"
    );
}

#[tokio::test]
async fn what_is_only_ever_shown_does_not_reach_the_handler() {
    for (name, value) in [
        ("redirect_uri", EVIL),
        ("request_uri", "urn:x"),
        ("response_mode", "form_post"),
    ] {
        let mut request = authorize_with(name, value);
        if name == "response_mode" {
            let uri = format!("{}&scope=%22", request.uri());
            *request.uri_mut() = uri.parse().expect("a uri");
        }
        let layer = layer(json!({})).hand_on_redirectable_errors();
        let answer = answer(layer, request, get(redirect)).await;
        assert_eq!(answer.status, 400, "{name}");
        assert_eq!(answer.header("location"), "");
    }
}

#[tokio::test]
async fn a_handler_that_knows_nothing_of_it_grants_nothing() {
    let layer = layer(json!({})).hand_on_redirectable_errors();
    let answer = answer(layer, authorize_with("scope", "\""), get(careless)).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.error()),
        (400, "invalid_scope")
    );
}

#[tokio::test]
async fn a_request_in_order_is_granted() {
    let layer = layer(json!({})).hand_on_redirectable_errors();
    let answer = answer(layer, authorize_with("scope", "a"), get(redirect)).await;
    assert_eq!(answer.body, "granted");
}

/// Without the layer nobody may believe that nothing is wrong.
#[tokio::test]
async fn without_the_layer_the_extractor_refuses() {
    async fn handle(error: Option<RedirectableError>) -> String {
        format!("{}", error.is_some())
    }
    let server = Router::new().route("/authorize", get(handle));
    assert_eq!(ask(&server, authorize_with("scope", "a")).await.status, 500);
}

#[tokio::test]
async fn an_error_of_an_outer_layer_is_removed() {
    let inner = layer(json!({}));
    let outer = layer(json!({})).hand_on_redirectable_errors();
    let server = Router::new()
        .route("/authorize", get(redirect))
        .route_layer(inner)
        .route_layer(outer);
    let answer = ask(&server, authorize_with("scope", "\"")).await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (400, "")
    );
}

/// The host that answers refusals itself has it as well.
#[tokio::test]
async fn a_rejection_carries_it_where_the_client_is_known() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let layer = layer(json!({})).rejection(move |rejection: &Rejection, _: &_| {
        let target = rejection
            .redirectable()
            .map(|it| it.redirect_uri().to_owned());
        log.lock().expect("no panic").push(target);
        rejection.to_response::<axum::body::Body>()
    });
    let server = Router::new()
        .route("/authorize", get(redirect))
        .route_layer(layer);
    ask(&server, authorize_with("scope", "\"")).await;
    ask(&server, authorize_with("scope", "a")).await;
    ask(&server, authorize_with("scope", "\"")).await;
    ask(&server, authorize_with("redirect_uri", EVIL)).await;
    let seen = seen.lock().expect("no panic");
    let callback = Some(super::CALLBACK.to_owned());
    assert_eq!(*seen, [None, callback, None]);
}

#[tokio::test]
async fn the_operator_is_told_once() {
    let layer = layer(json!({})).hand_on_redirectable_errors();
    let server = Router::new()
        .route("/authorize", get(redirect))
        .route_layer(layer);
    let request = with(authorize_with("scope", "\""), "accept", "text/html");
    let told = crate::events::told(&server, request, "a request was refused").await;
    assert_eq!(told.len(), 1, "{told:?}");
    let fields = format!(
        "client_id={CLIENT} leg=\"authorization\" rule=\"scope.syntax\" member=\"scope\" blame=\"request\""
    );
    assert!(told[0].ends_with(&fields), "{told:?}");
    let _ = rig::STRANGER;
}
