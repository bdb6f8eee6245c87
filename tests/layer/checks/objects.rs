//! `request` where the host verifies request objects (T1).

use axum::Router;
use axum::routing::any;
use http::request::Parts;
use serde_json::json;
use tower_cimd::layer::stored::{Answer as Found, RequestObjects, StoredRequest};
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, CimdLayer, Leg, OAuthParams};

use super::{CALLBACK, EVIL, changed, layer};
use crate::rig::{AUTHORIZATION, CLIENT, STRANGER, ask, form, get, post_form};

/// Takes a form for an object, and `bad` for one that is not signed.
#[derive(Debug)]
struct Objects(&'static str);

impl RequestObjects for Objects {
    fn verified<'a>(&'a self, request: &'a str, client: &'a CimdClient, _: &'a Parts) -> Found<'a> {
        assert_eq!(client.client_id().as_str(), CLIENT);
        let stored = StoredRequest::new(self.0, Parameters::parse(request.as_bytes()));
        Box::pin(std::future::ready(match request {
            "bad" => Ok(None),
            "broken" => Err("no keys".into()),
            _ => Ok(Some(stored)),
        }))
    }
}

async fn act(_: CimdClient, OAuthParams(params): OAuthParams) -> String {
    params.get("redirect_uri").unwrap_or_default().to_owned()
}

fn server(layer: CimdLayer, leg: Leg, client_id: &'static str) -> Router {
    Router::new()
        .route("/authorize", any(act))
        .route_layer(layer.leg(leg).request_objects(Objects(client_id)))
}

fn object(name: &str, value: &str) -> String {
    let object = form(&changed(&AUTHORIZATION, name, value));
    form(&[("client_id", CLIENT), ("request", &object)])
}

async fn check(query: &str, client_id: &'static str, expected: &str) {
    for leg in [Leg::Authorization, Leg::PushedAuthorization] {
        let server = server(
            layer(json!({"require_signed_request_object": true})),
            leg,
            client_id,
        );
        let request = match leg {
            Leg::Authorization => get(&format!("/authorize?{query}")),
            _ => post_form("/authorize", query),
        };
        let answer = ask(&server, request).await;
        let seen = match answer.status.as_u16() {
            200 => answer.body,
            _ => answer.error(),
        };
        assert_eq!(seen, expected, "{leg:?} {query}");
    }
}

#[tokio::test]
async fn the_handler_reads_what_stands_in_the_object() {
    check(&object("state", "s"), CLIENT, CALLBACK).await;
}

#[tokio::test]
async fn what_stands_in_the_object_is_checked() {
    check(&object("redirect_uri", EVIL), CLIENT, "invalid_request").await;
    check(&object("scope", "\""), CLIENT, "invalid_scope").await;
}

#[tokio::test]
async fn one_that_is_not_valid_or_is_anothers_is_refused() {
    let bad = form(&[("client_id", CLIENT), ("request", "bad")]);
    check(&bad, CLIENT, "invalid_request_object").await;
    check(&object("state", "s"), STRANGER, "invalid_request_object").await;
}

#[tokio::test]
async fn a_verification_that_cannot_tell_is_unavailable() {
    let broken = form(&[("client_id", CLIENT), ("request", "broken")]);
    check(&broken, CLIENT, "temporarily_unavailable").await;
}

#[tokio::test]
async fn nothing_may_stand_beside_it() {
    let beside = format!("{}&redirect_uri={EVIL}", object("state", "s"));
    check(&beside, CLIENT, "invalid_request").await;
}

#[tokio::test]
async fn without_one_a_client_that_signs_is_refused() {
    let plain = form(&changed(&AUTHORIZATION, "state", "s"));
    check(&plain, CLIENT, "invalid_request").await;
}
