//! `request_uri` where the host has a store of pushed requests (T1).

use axum::Router;
use axum::routing::any;
use http::request::Parts;
use serde_json::json;
use tower_cimd::layer::stored::{Answer as Found, PushedRequests, StoredRequest};
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, CimdLayer, Leg, OAuthParams};

use super::{CALLBACK, EVIL, changed, layer};
use crate::rig::{AUTHORIZATION, CLIENT, STRANGER, ask, form, get, network, post_form};

/// Holds one request, under `urn:pushed`.
#[derive(Debug)]
struct Store {
    client_id: &'static str,
    form: String,
    signed: bool,
}

impl PushedRequests for Store {
    fn pushed<'a>(&'a self, request_uri: &'a str, _: &'a Parts) -> Found<'a> {
        let parameters = Parameters::parse(self.form.as_bytes());
        let stored = StoredRequest::new(self.client_id, parameters);
        let stored = if self.signed { stored.signed() } else { stored };
        Box::pin(std::future::ready(match request_uri {
            "urn:pushed" => Ok(Some(stored)),
            "urn:broken" => Err("the store is away".into()),
            "urn:late" => return Box::pin(std::future::pending()),
            _ => Ok(None),
        }))
    }
}

fn whole() -> String {
    form(&changed(&AUTHORIZATION, "state", "stored"))
}

fn store(form: String) -> Store {
    Store {
        client_id: CLIENT,
        form,
        signed: false,
    }
}

fn server(layer: CimdLayer, store: Store) -> Router {
    async fn act(client: CimdClient, OAuthParams(params): OAuthParams) -> String {
        let redirect_uri = params.get("redirect_uri").unwrap_or_default();
        let state = params.get("state").unwrap_or_default();
        format!("{} {redirect_uri} {state}", client.client_id().as_str())
    }
    Router::new()
        .route("/authorize", any(act))
        .route_layer(layer.leg(Leg::Authorization).pushed_requests(store))
}

fn referring(request_uri: &str, besides: &str) -> String {
    let pairs = form(&[("client_id", CLIENT), ("request_uri", request_uri)]);
    format!("{pairs}{besides}")
}

async fn answer(store: Store, query: &str) -> crate::rig::Answer {
    let server = server(layer(json!({})), store);
    ask(&server, get(&format!("/authorize?{query}"))).await
}

#[tokio::test]
async fn the_handler_reads_the_parameters_that_were_pushed() {
    let expected = format!("{CLIENT} {CALLBACK} stored");
    let query = referring("urn:pushed", "");
    assert_eq!(answer(store(whole()), &query).await.body, expected);
    let server = server(layer(json!({})), store(whole()));
    let posted = ask(&server, post_form("/authorize", &query)).await;
    assert_eq!(posted.body, expected);
}

#[tokio::test]
async fn nothing_may_stand_beside_it() {
    for besides in [
        "&redirect_uri=https://evil.example.net/callback",
        "&redirect%5Furi=https://evil.example.net/callback",
        "&redirect_uri=",
        "&state=x",
        "&response_type=code",
        "&unknown=x",
        "&request=e30.e30.",
        "&x",
    ] {
        let answer = answer(store(whole()), &referring("urn:pushed", besides)).await;
        assert_eq!(answer.error(), "invalid_request", "{besides}");
        assert!(
            answer.description().contains("request.not_alone"),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn one_that_is_not_known_or_is_anothers_is_refused_and_fetches_nothing() {
    let other = Store {
        client_id: STRANGER,
        ..store(whole())
    };
    let close = Store {
        client_id: "https://client.example.com/OAuth",
        ..store(whole())
    };
    for (store, request_uri) in [
        (store(whole()), "urn:other"),
        (other, "urn:pushed"),
        (close, "urn:pushed"),
    ] {
        let network = network();
        let server = server(crate::rig::layer(network.clone()), store);
        let answer = ask(
            &server,
            get(&format!("/authorize?{}", referring(request_uri, ""))),
        )
        .await;
        assert_eq!(answer.error(), "invalid_request_uri");
        assert_eq!(answer.status, 400);
        assert_eq!(network.fetches(), 0);
    }
}

#[tokio::test]
async fn what_was_pushed_is_checked_again() {
    for (name, value, error) in [
        ("redirect_uri", EVIL, "invalid_request"),
        ("scope", "\"", "invalid_scope"),
        ("code_challenge", "", "invalid_request"),
    ] {
        let pushed = form(&changed(&AUTHORIZATION, name, value));
        let answer = answer(store(pushed), &referring("urn:pushed", "")).await;
        assert_eq!(answer.error(), error, "{name}");
    }
}

#[tokio::test]
async fn what_was_pushed_twice_over_is_no_request() {
    let twice = format!("{}&redirect_uri={EVIL}", whole());
    let answer = answer(store(twice), &referring("urn:pushed", "")).await;
    assert_eq!(answer.error(), "invalid_request_uri");
}

#[tokio::test]
async fn a_store_that_cannot_tell_is_503() {
    let answer = answer(store(whole()), &referring("urn:broken", "")).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.error()),
        (503, "temporarily_unavailable")
    );
    assert_ne!(answer.header("retry-after"), "");
}

#[tokio::test]
async fn a_store_that_takes_too_long_is_503() {
    let clock = crate::support::FakeClock::new();
    let resolver = crate::rig::builder(network()).clock(clock.clone()).build();
    let layer = CimdLayer::new(resolver.expect("a resolver"));
    let server = server(layer, store(whole()));
    let request = get(&format!("/authorize?{}", referring("urn:late", "")));
    let waiting = tokio::spawn(async move { ask(&server, request).await });
    crate::support::settle().await;
    clock.advance(std::time::Duration::from_secs(3));
    assert_eq!(waiting.await.expect("an answer").status, 503);
}

#[tokio::test]
async fn a_client_that_wants_pushed_requests_alone_is_served_by_them() {
    let members = json!({"require_pushed_authorization_requests": true});
    let server = server(layer(members), store(whole()));
    let direct = ask(&server, get(&format!("/authorize?{}", whole()))).await;
    assert!(
        direct.description().contains("request_uri.required"),
        "{direct:?}"
    );
    let pushed = ask(
        &server,
        get(&format!("/authorize?{}", referring("urn:pushed", ""))),
    )
    .await;
    assert_eq!(pushed.status, 200, "{pushed:?}");
}

#[tokio::test]
async fn a_client_that_wants_signed_requests_alone_is_served_by_those_that_were_pushed() {
    for (signed, status) in [(false, 400), (true, 200)] {
        let members = json!({"require_signed_request_object": true});
        let server = server(
            layer(members),
            Store {
                signed,
                ..store(whole())
            },
        );
        let query = referring("urn:pushed", "");
        let answer = ask(&server, get(&format!("/authorize?{query}"))).await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
}
