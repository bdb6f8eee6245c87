//! A budget that is spent, as the client's developer sees it.

use tower_cimd::layer::RejectionKind;
use tower_cimd::resolve::{FetchError, Limits, RequestedBy, StaticFetch};
use tower_cimd::{CimdLayer, ClientId, Leg};

use crate::rig::{CLIENT, ask, authorize, builder, layer, network, resolver, server, token};
use crate::support::{document, fetched};

#[tokio::test]
async fn a_spaced_document_is_503_with_the_reason_and_an_honest_time() {
    let mistaken = serde_json::json!({ "client_id": CLIENT, "redirect_uris": [] });
    let server = server(layer(
        StaticFetch::new().publish(CLIENT, mistaken.to_string()),
    ));
    let mut refused = None;
    for _ in 0..3 {
        let answer = ask(&server, token(CLIENT)).await;
        assert_eq!(answer.status, 400);
        refused = Some(answer);
    }
    let spaced = ask(&server, token(CLIENT)).await;
    assert_eq!(spaced.status, 503);
    assert!(
        spaced.body.contains("temporarily_unavailable"),
        "{}",
        spaced.body
    );
    assert_eq!(spaced.header("retry-after"), "10");
    let rule = "(document.redirect_uris";
    assert!(refused.unwrap().body.contains(rule));
    assert!(spaced.body.contains(rule), "{}", spaced.body);
    assert!(
        spaced.body.contains(" s ago; it is read again after"),
        "{}",
        spaced.body
    );
}

#[tokio::test]
async fn a_host_held_back_is_answered_for_like_the_weather() {
    let network = StaticFetch::new()
        .fail(CLIENT, || FetchError::Connect)
        .publish(
            "https://client.example.com/other",
            document("https://client.example.com/other"),
        );
    let server = server(layer(network));
    let weather = ask(&server, authorize(CLIENT)).await;
    for id in [CLIENT, "https://client.example.com/other"] {
        assert_eq!(ask(&server, authorize(id)).await, weather, "{id}");
    }
}

#[tokio::test]
async fn an_origin_that_asks_for_five_minutes_is_given_them() {
    let answer = fetched(429, &[("retry-after", "300")], "");
    let server = server(layer(StaticFetch::new().answer(CLIENT, answer)));
    ask(&server, token(CLIENT)).await;
    let held_back = ask(&server, token(CLIENT)).await;
    assert_eq!(held_back.header("retry-after"), "300");
}

#[tokio::test]
async fn a_spent_rate_is_503_and_counts_the_user_whom_an_outer_layer_names() {
    let network = StaticFetch::new();
    let ids: Vec<_> = (0..5)
        .map(|n| format!("https://host{n}.example.com/"))
        .collect();
    let network = ids
        .iter()
        .fold(network, |network, id| network.publish(id, document(id)));
    let resolver = builder(network).limits(Limits::default().requester(4));
    let resolver = resolver.build().unwrap();
    let server = server(CimdLayer::new(resolver).leg(Leg::Authorization));
    let by = |id: &str, user: &str| {
        let mut request = authorize(id);
        let sender = RequestedBy::default().user(user);
        request.extensions_mut().insert(sender);
        request
    };
    for id in &ids[..4] {
        assert_eq!(ask(&server, by(id, "mallory")).await.status, 200);
    }
    let spent = ask(&server, by(&ids[4], "mallory")).await;
    assert_eq!(spent.status, 503);
    assert!(
        spent.body.contains("temporarily_unavailable"),
        "{}",
        spent.body
    );
    assert_eq!(spent.header("retry-after"), "15");
    assert_eq!(ask(&server, by(&ids[4], "alice")).await.status, 200);
}

#[test]
fn a_spaced_document_is_a_kind_of_its_own() {
    assert!(RejectionKind::ALL.contains(&RejectionKind::Spaced));
}

/// Whether a token request that the handler answers with `status` proves its client.
async fn check_proof(status: u16, proves: bool) {
    let (limits, clock) = (Limits::default().host(4), crate::support::FakeClock::new());
    let resolver = builder(network()).limits(limits).clock(clock.clone());
    let resolver = resolver.build().unwrap();
    let answer = move || async move { http::StatusCode::from_u16(status).unwrap() };
    let server = axum::Router::new()
        .route("/token", axum::routing::post(answer))
        .route_layer(CimdLayer::new(resolver.clone()).leg(Leg::Token));
    assert_eq!(ask(&server, token(CLIENT)).await.status, status);
    // Its host has one fetch a minute for strangers.
    resolver.forget(CLIENT);
    let again = ask(&server, token(CLIENT)).await.status;
    assert_eq!(again.as_u16(), if proves { status } else { 503 });
}

#[tokio::test]
async fn a_token_that_the_handler_gives_out_proves_its_client_and_nothing_less_does() {
    check_proof(200, true).await;
    check_proof(201, true).await;
    check_proof(400, false).await;
    check_proof(401, false).await;
    check_proof(303, false).await;
    check_proof(500, false).await;
}

#[tokio::test]
async fn an_authorization_request_proves_nobody() {
    let resolver = resolver(network());
    let server = server(CimdLayer::new(resolver.clone()));
    assert_eq!(ask(&server, authorize(CLIENT)).await.status, 200);
    let before = resolver.stats().accounts;
    resolver.proven(&ClientId::parse(CLIENT).unwrap());
    assert_eq!(resolver.stats().accounts, before + 1);
}
