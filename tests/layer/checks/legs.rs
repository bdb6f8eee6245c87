//! Which checks are made on which leg.

use serde_json::json;
use tower_cimd::Leg;
use tower_cimd::rules::checks::Checks;

use super::{layer, on_leg, server};
use crate::rig::{CLIENT, ask, form, post_form};

#[tokio::test]
async fn a_whole_request_passes_on_every_leg() {
    for leg in Leg::ALL {
        let server = server(layer(json!({})), leg, Checks::default());
        let answer = ask(&server, on_leg(leg, &[("token", "t")])).await;
        let expected = if leg.may_fetch() { "client" } else { "pending" };
        assert_eq!(answer.seen(), format!("{expected} {CLIENT}"), "{leg:?}");
    }
}

#[tokio::test]
async fn a_token_is_wanted_where_one_is_revoked_or_introspected() {
    for leg in [Leg::Revocation, Leg::Introspection] {
        let server = server(layer(json!({})), leg, Checks::default());
        let answer = ask(&server, on_leg(leg, &[])).await;
        assert_eq!(answer.error(), "invalid_request", "{leg:?}");
        assert!(answer.description().contains("token.missing"), "{answer:?}");
    }
}

#[tokio::test]
async fn device_authorization_wants_the_grant_in_the_document() {
    for (grants, status) in [
        (json!(["urn:ietf:params:oauth:grant-type:device_code"]), 200),
        (json!(["authorization_code"]), 400),
    ] {
        let members = json!({ "grant_types": grants });
        let server = server(layer(members), Leg::DeviceAuthorization, Checks::default());
        let answer = ask(&server, on_leg(Leg::DeviceAuthorization, &[])).await;
        assert_eq!(answer.status, status, "{answer:?}");
        if status != 200 {
            assert_eq!(answer.error(), "unauthorized_client");
        }
    }
}

/// What the query of a back-channel request says is nobody's business.
#[tokio::test]
async fn a_parameter_counts_in_the_legs_own_place_alone() {
    let server = server(layer(json!({})), Leg::Token, Checks::default());
    let whole = crate::rig::redemption(&[("client_id", CLIENT)]);
    let request = post_form(
        "/token?scope=%22&redirect_uri=https://evil.example.net/",
        &whole,
    );
    assert_eq!(ask(&server, request).await.status, 200);
    let verifier = "/token?code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let without = form(&[("client_id", CLIENT), ("grant_type", "authorization_code")]);
    let answer = ask(&server, post_form(verifier, &without)).await;
    assert_eq!(answer.error(), "invalid_grant");
}
