//! `request_uri` and `request` where the host has no hook for them (T1).

use axum::extract::Request;
use serde_json::json;
use tower_cimd::CimdLayer;
use tower_cimd::Leg;
use tower_cimd::resolve::RegisteredClients;
use tower_cimd::resolve::{BoxFuture, Known, Origin};
use tower_cimd::rules::checks::Checks;

use super::{EVIL, authorize_with, layer, server};
use crate::rig::{self, CLIENT, ask, builder, form, get, network, post_form};

async fn check(request: Request, error: &str) {
    let told = format!("{request:?}");
    let server = server(layer(json!({})), Leg::Authorization, Checks::default());
    let answer = ask(&server, request).await;
    assert_eq!(answer.status, 400, "{told} {answer:?}");
    assert_eq!(answer.error(), error, "{told}");
    assert_eq!(answer.header("location"), "");
}

#[tokio::test]
async fn each_has_its_own_error_and_is_shown() {
    check(
        authorize_with("request_uri", "urn:x"),
        "request_uri_not_supported",
    )
    .await;
    check(
        authorize_with("request", "e30.e30."),
        "request_not_supported",
    )
    .await;
    let alone = form(&[("client_id", CLIENT), ("request_uri", "urn:x")]);
    check(
        get(&format!("/authorize?{alone}")),
        "request_uri_not_supported",
    )
    .await;
    check(post_form("/authorize", &alone), "request_uri_not_supported").await;
}

#[tokio::test]
async fn no_spelling_hides_it() {
    let whole = rig::authorization(&[("client_id", CLIENT)]);
    for name in [
        "request_uri",
        "request%5Furi",
        "%72equest_uri",
        "request",
        "reques%74",
    ] {
        let error = if name.contains("uri") {
            "request_uri_not_supported"
        } else {
            "request_not_supported"
        };
        check(get(&format!("/authorize?{whole}&{name}=x")), error).await;
        check(get(&format!("/authorize?{name}=x&{whole}")), error).await;
        check(post_form("/authorize", &format!("{whole}&{name}=x")), error).await;
        check(post_form(&format!("/authorize?{name}=x"), &whole), error).await;
        check(
            post_form(&format!("/authorize?{whole}"), &format!("{name}=x")),
            error,
        )
        .await;
        check(
            get(&format!("/authorize?{whole}&{name}=x&{name}=y")),
            "invalid_request",
        )
        .await;
    }
}

#[tokio::test]
async fn an_empty_one_is_an_absent_one() {
    let server = server(layer(json!({})), Leg::Authorization, Checks::default());
    let answer = ask(&server, authorize_with("request_uri", "")).await;
    assert_eq!(answer.seen(), format!("client {CLIENT}"));
}

#[tokio::test]
async fn no_switch_of_the_checks_lets_it_through() {
    let checks = Checks::default()
        .danger_without_redirect_uri()
        .danger_without_pkce();
    let server = server(layer(json!({})), Leg::Authorization, checks);
    let answer = ask(
        &server,
        get(&format!(
            "/authorize?client_id={CLIENT}&request_uri=x&redirect_uri={EVIL}"
        )),
    )
    .await;
    assert_eq!(answer.error(), "request_uri_not_supported");
}

#[tokio::test]
async fn at_the_other_legs_it_means_nothing() {
    for leg in [
        Leg::Token,
        Leg::DeviceAuthorization,
        Leg::Revocation,
        Leg::Introspection,
    ] {
        let server = server(layer(json!({})), leg, Checks::default());
        let besides = [("token", "t"), ("request_uri", "urn:x"), ("request", "x")];
        assert_eq!(
            ask(&server, super::on_leg(leg, &besides)).await.status,
            200,
            "{leg:?}"
        );
    }
}

#[derive(Debug)]
struct Table;

impl RegisteredClients for Table {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn std::error::Error + Send + Sync>>> {
        let origin = Origin::Registered;
        let known = Known {
            client_id: client_id.to_owned(),
            origin,
        };
        Box::pin(std::future::ready(Ok(Some(known))))
    }
}

/// Its own server has understood it so far.
#[tokio::test]
async fn a_registered_client_of_url_form_keeps_it() {
    let resolver = builder(network())
        .registered(Table)
        .build()
        .expect("a resolver");
    let server = rig::server(CimdLayer::new(resolver).leg(Leg::Authorization));
    let answer = ask(&server, authorize_with("request_uri", "urn:x")).await;
    assert_eq!(answer.seen(), "Registered");
}
