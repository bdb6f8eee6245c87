//! A budget that is spent, as the client's developer sees it.

use tower_cimd::layer::RejectionKind;
use tower_cimd::resolve::{FetchError, Limits, RequestedBy, StaticFetch};
use tower_cimd::{CimdLayer, Leg, Resolver};

use crate::rig::{CLIENT, ask, authorize, layer, server, token};
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
    let wait: u64 = spaced.header("retry-after").parse().unwrap();
    assert!((9..=10).contains(&wait), "{wait}");
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
    let wait: u64 = ask(&server, token(CLIENT))
        .await
        .header("retry-after")
        .parse()
        .unwrap();
    assert!((299..=300).contains(&wait), "{wait}");
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
    let resolver = Resolver::builder("https://as.example.com")
        .fetch(network)
        .limits(Limits::default().requester(4))
        .build()
        .unwrap();
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
    let wait: u64 = spent.header("retry-after").parse().unwrap();
    assert!((14..=15).contains(&wait), "{wait}");
    assert_eq!(ask(&server, by(&ids[4], "alice")).await.status, 200);
}

#[test]
fn a_spaced_document_is_a_kind_of_its_own() {
    assert!(RejectionKind::ALL.contains(&RejectionKind::Spaced));
}
