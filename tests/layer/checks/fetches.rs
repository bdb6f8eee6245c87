//! A request that is refused with any document fetches none (T11).

use tower_cimd::resolve::StaticFetch;
use tower_cimd::rules::checks::Checks;
use tower_cimd::{CimdLayer, Leg};

use super::{CALLBACK, EVIL, authorize_with, on_leg};
use crate::rig::{self, ask, get, network, post_form};
use axum::extract::Request;

async fn check(layer: impl Fn(StaticFetch) -> CimdLayer, request: Request, fetches: usize) {
    let told = format!("{request:?}");
    let network = network();
    let answer = ask(&rig::server(layer(network.clone())), request).await;
    assert_eq!(network.fetches(), fetches, "{told} {answer:?}");
}

#[tokio::test]
async fn what_takes_no_document_is_checked_before_one_is_fetched() {
    let layer = |network| rig::layer(network);
    for (name, value) in [
        ("response_type", ""),
        ("response_type", "token"),
        ("code_challenge", ""),
        ("code_challenge_method", "plain"),
        ("scope", "\""),
        ("resource", "#"),
        ("request_uri", "urn:x"),
        ("request", "e30.e30."),
    ] {
        check(layer, authorize_with(name, value), 0).await;
    }
    for (name, value) in [("grant_type", "password"), ("code_verifier", "")] {
        let pairs = super::changed(&rig::REDEMPTION, name, value);
        let told = |network| rig::layer(network).leg(Leg::Token);
        check(told, post_form("/token", &rig::form(&pairs)), 0).await;
    }
    for (name, value) in [("redirect_uri", EVIL), ("redirect_uri", CALLBACK)] {
        check(layer, authorize_with(name, value), 1).await;
    }
}

/// Its handler redirects, and for that the client has to be known.
#[tokio::test]
async fn an_error_that_is_handed_on_is_worth_a_fetch() {
    let layer = |network| rig::layer(network).hand_on_redirectable_errors();
    check(layer, authorize_with("scope", "\""), 1).await;
    check(layer, authorize_with("request_uri", "urn:x"), 0).await;
    let par = |network| layer(network).leg(Leg::PushedAuthorization);
    check(par, on_leg(Leg::PushedAuthorization, &[("scope", "\"")]), 0).await;
}

/// Each leg by name: whoever adds one has to decide here.
#[tokio::test]
async fn revocation_and_introspection_never_fetch_and_the_others_may() {
    for leg in Leg::ALL {
        let fetches = match leg {
            Leg::Revocation | Leg::Introspection => 0,
            Leg::Authorization
            | Leg::PushedAuthorization
            | Leg::DeviceAuthorization
            | Leg::Token => 1,
            other => panic!("may {other:?} fetch?"),
        };
        let told = |network| rig::layer(network).leg(leg);
        check(told, on_leg(leg, &[("token", "t")]), fetches).await;
        assert_eq!(leg.may_fetch(), fetches == 1, "{leg:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_the_same_whether_the_client_is_known_or_not() {
    for (name, value) in [
        ("scope", "\""),
        ("request_uri", "urn:x"),
        ("code_challenge", ""),
    ] {
        let server = rig::server(rig::layer(network()).checks(Checks::default()));
        let cold = ask(&server, authorize_with(name, value)).await;
        let whole = rig::authorization(&[("client_id", rig::CLIENT)]);
        assert_eq!(
            ask(&server, get(&format!("/authorize?{whole}")))
                .await
                .status,
            200
        );
        let warm = ask(&server, authorize_with(name, value)).await;
        assert_eq!(cold, warm, "{name}");
    }
}
