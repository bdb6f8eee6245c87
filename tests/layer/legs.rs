//! Which requests are read, and on which leg.

use axum::body::Body;
use axum::extract::Request;
use tower_cimd::{CimdLayer, Leg};

use crate::rig::{
    CLIENT, ask, authorization, authorize, form, get, layer, network, post_form, server, token,
    with,
};

/// What the handler sees behind a layer with a setting of its legs.
async fn check(legs: fn(CimdLayer) -> CimdLayer, request: Request, expected: &str) {
    let told = format!("{request:?}");
    let network = network();
    let server = server(legs(layer(network.clone())));
    let answer = ask(&server, request).await;
    let expected = expected.replace("client", &format!("client {CLIENT}"));
    assert_eq!(answer.seen(), expected, "{told}: {answer:?}");
    let fetches = usize::from(expected.starts_with("client"));
    assert_eq!(network.fetches(), fetches, "{told}");
}

#[tokio::test]
async fn without_a_leg_three_shapes_are_guessed() {
    let response_type = authorization(&[("client_id", CLIENT)]);
    let neither = form(&[("token", "t"), ("client_id", CLIENT)]);
    let guessed = |layer| layer;
    check(guessed, authorize(CLIENT), "client").await;
    check(guessed, token(CLIENT), "client").await;
    check(guessed, post_form("/authorize", &response_type), "client").await;
    check(guessed, post_form("/token", &neither), "NotJudged").await;
}

/// The id may stand where the leg would not look; where none stands, nothing can be overlooked.
#[tokio::test]
async fn without_a_leg_a_request_is_read_if_no_url_client_id_stands_anywhere_in_it() {
    let guessed = |layer| layer;
    let basic = "Basic aHR0cHMlM0ElMkYlMkZjbGllbnQuZXhhbXBsZS5jb20lMkZvYXV0aDo=";
    let both = format!("/token?client_id={CLIENT}");
    check(guessed, get("/authorize?q=1"), "Registered").await;
    check(
        guessed,
        post_form("/token", "token=t&client_id=opaque"),
        "Registered",
    )
    .await;
    check(guessed, post_form(&both, "token=t"), "NotJudged").await;
    check(guessed, post_form(&both, "grant_type=x"), "NotJudged").await;
    check(
        guessed,
        with(get("/authorize"), "authorization", basic),
        "NotJudged",
    )
    .await;
    check(
        guessed,
        with(post_form("/token", "token=t"), "authorization", basic),
        "NotJudged",
    )
    .await;
}

#[tokio::test]
async fn a_leg_that_is_set_is_the_leg() {
    let form = form(&[("token", "t"), ("client_id", CLIENT)]);
    let device: fn(CimdLayer) -> CimdLayer = |layer| layer.leg(Leg::DeviceAuthorization);
    check(device, post_form("/token", &form), "client").await;
    let authorization: fn(CimdLayer) -> CimdLayer = |layer| layer.leg(Leg::Authorization);
    let without = format!(
        "/authorize?{}",
        crate::rig::authorization(&[("client_id", CLIENT)])
    );
    check(authorization, get(&without), "client").await;
    check(authorization, get("/authorize"), "Registered").await;
}

#[tokio::test]
async fn a_function_can_tell_the_leg_and_that_there_is_none() {
    let legs: fn(CimdLayer) -> CimdLayer = |layer| {
        layer.legs(|parts| (parts.uri.path() == "/token").then_some(Leg::PushedAuthorization))
    };
    let form = authorization(&[("client_id", CLIENT)]);
    check(legs, post_form("/token", &form), "client").await;
    check(legs, authorize(CLIENT), "NotJudged").await;
    check(legs, post_form("/authorize", &form), "NotJudged").await;
}

/// RFC 6749 §3.2: the parameters of the token endpoint stand in a form.
#[tokio::test]
async fn what_is_asked_of_the_back_channel_by_get_is_not_read() {
    for leg in Leg::ALL.into_iter().filter(|leg| !leg.is_front_channel()) {
        let network = network();
        let server = server(layer(network.clone()).leg(leg));
        assert_eq!(
            ask(&server, authorize(CLIENT)).await.seen(),
            "NotJudged",
            "{leg:?}"
        );
        assert_eq!(network.fetches(), 0, "{leg:?}");
    }
}

#[tokio::test]
async fn the_query_of_a_token_request_does_not_count() {
    let uri = format!("/token?client_id={CLIENT}");
    let set: fn(CimdLayer) -> CimdLayer = |layer| layer.leg(Leg::Token);
    check(set, post_form(&uri, "grant_type=x"), "Registered").await;
}

#[tokio::test]
async fn revocation_and_introspection_fetch_nothing_and_hand_on_who_is_pending() {
    for leg in [Leg::Revocation, Leg::Introspection] {
        let network = network();
        let form = form(&[("token", "t"), ("client_id", CLIENT)]);
        let server = server(layer(network.clone()).leg(leg));
        let answer = ask(&server, post_form("/token", &form)).await;
        assert_eq!(answer.seen(), format!("pending {CLIENT}"), "{leg:?}");
        assert_eq!(network.fetches(), 0, "{leg:?}");
    }
}

#[tokio::test]
async fn the_body_of_a_get_is_left_alone() {
    let server = server(layer(network()));
    let mut request = authorize(CLIENT);
    *request.body_mut() = Body::from("client_id=another");
    let seen = ask(&server, request).await.body;
    assert_eq!(seen, format!("client {CLIENT}\nclient_id=another"));
}
