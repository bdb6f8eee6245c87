//! Places and codes of the errors: a page or JSON for a browser, JSON for a program, never a redirect.

use serde_json::json;
use tower_cimd::Leg;
use tower_cimd::rules::checks::Checks;

use super::{EVIL, authorize_with, layer, on_leg, server};
use crate::rig::{Answer, ask, with};

#[track_caller]
fn refused(answer: &Answer, error: &str, rule: &str) {
    assert_eq!(answer.status, 400, "{answer:?}");
    assert_eq!(answer.error(), error, "{answer:?}");
    assert!(
        answer.description().ends_with(&format!("({rule})")),
        "{answer:?}"
    );
    assert_eq!(answer.header("location"), "");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("www-authenticate"), "");
}

#[tokio::test]
async fn at_the_authorization_endpoint_each_error_has_its_code() {
    for (name, value, error, rule) in [
        (
            "redirect_uri",
            EVIL,
            "invalid_request",
            "redirect_uri.unregistered",
        ),
        (
            "response_type",
            "",
            "invalid_request",
            "response_type.missing",
        ),
        (
            "response_type",
            "token",
            "unsupported_response_type",
            "response_type.unsupported",
        ),
        (
            "code_challenge",
            "",
            "invalid_request",
            "code_challenge.missing",
        ),
        (
            "code_challenge_method",
            "plain",
            "invalid_request",
            "code_challenge.method",
        ),
        ("scope", "\\", "invalid_scope", "scope.syntax"),
        ("scope", "z", "invalid_scope", "scope.beyond_document"),
        ("resource", "mcp", "invalid_target", "resource.syntax"),
    ] {
        for warm in [false, true] {
            let server = server(
                layer(json!({"scope": "a"})),
                Leg::Authorization,
                Checks::default(),
            );
            if warm {
                assert_eq!(ask(&server, authorize_with("scope", "a")).await.status, 200);
            }
            let answer = ask(&server, authorize_with(name, value)).await;
            refused(&answer, error, rule);
        }
    }
}

#[tokio::test]
async fn a_person_is_shown_a_page_and_sent_nowhere() {
    for (name, value) in [
        ("redirect_uri", EVIL),
        ("scope", "\\"),
        ("response_type", "token"),
    ] {
        let server = server(layer(json!({})), Leg::Authorization, Checks::default());
        let request = with(authorize_with(name, value), "accept", "text/html");
        let answer = ask(&server, request).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.header("location"), "");
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(!answer.body.contains("evil"), "{answer:?}");
    }
}

#[tokio::test]
async fn at_par_the_same_are_json() {
    for (name, value, error, rule) in [
        (
            "redirect_uri",
            EVIL,
            "invalid_request",
            "redirect_uri.unregistered",
        ),
        ("scope", "\\", "invalid_scope", "scope.syntax"),
        ("resource", "#", "invalid_target", "resource.syntax"),
        (
            "request_uri",
            "urn:x",
            "invalid_request",
            "request_uri.pushed",
        ),
    ] {
        let pairs = super::changed(&crate::rig::AUTHORIZATION, name, value);
        let server = server(
            layer(json!({})),
            Leg::PushedAuthorization,
            Checks::default(),
        );
        let request = crate::rig::post_form("/token", &crate::rig::form(&pairs));
        refused(&ask(&server, request).await, error, rule);
    }
}

#[tokio::test]
async fn at_the_token_endpoint_each_error_has_its_code() {
    for (name, value, error, rule) in [
        ("grant_type", "", "invalid_request", "grant_type.missing"),
        (
            "grant_type",
            "password",
            "unsupported_grant_type",
            "grant_type.unsupported",
        ),
        (
            "redirect_uri",
            EVIL,
            "invalid_grant",
            "redirect_uri.no_grant",
        ),
        (
            "code_verifier",
            "",
            "invalid_grant",
            "code_verifier.missing",
        ),
        (
            "code_verifier",
            "short",
            "invalid_grant",
            "code_verifier.syntax",
        ),
        ("scope", "\"", "invalid_scope", "scope.syntax"),
        ("resource", "#", "invalid_target", "resource.syntax"),
    ] {
        let pairs = super::changed(&crate::rig::REDEMPTION, name, value);
        let server = server(layer(json!({})), Leg::Token, Checks::default());
        let request = crate::rig::post_form("/token", &crate::rig::form(&pairs));
        refused(&ask(&server, request).await, error, rule);
    }
}

#[tokio::test]
async fn a_grant_that_the_document_does_not_list_is_unauthorized() {
    let members = json!({"grant_types": ["authorization_code"]});
    let server = server(layer(members), Leg::Token, Checks::default());
    let pairs = super::changed(&crate::rig::REDEMPTION, "grant_type", "refresh_token");
    let request = crate::rig::post_form("/token", &crate::rig::form(&pairs));
    refused(
        &ask(&server, request).await,
        "unauthorized_client",
        "grant_type.unlisted",
    );
}

#[tokio::test]
async fn a_proof_of_dpop_is_demanded_by_servers_that_do_it() {
    let members = json!({"dpop_bound_access_tokens": true});
    let server = server(layer(members), Leg::Token, Checks::default().dpop());
    let answer = ask(&server, on_leg(Leg::Token, &[])).await;
    refused(&answer, "invalid_dpop_proof", "dpop.missing");
    let proof = with(on_leg(Leg::Token, &[]), "dpop", "e30.e30.e30");
    assert_eq!(ask(&server, proof).await.status, 200);
}

#[tokio::test]
async fn a_check_that_is_left_out_is_not_made() {
    let checks = Checks::default()
        .danger_without_redirect_uri()
        .danger_without_pkce();
    let server = server(layer(json!({})), Leg::Authorization, checks);
    for (name, value) in [("redirect_uri", EVIL), ("code_challenge", "")] {
        assert_eq!(ask(&server, authorize_with(name, value)).await.status, 200);
    }
}

/// A registered client keeps whatever it got away with.
#[tokio::test]
async fn nothing_is_checked_of_a_registered_client() {
    let server = server(layer(json!({})), Leg::Authorization, Checks::default());
    let request =
        format!("/authorize?client_id=opaque&redirect_uri={EVIL}&request_uri=urn:x&scope=%22");
    assert_eq!(
        ask(&server, crate::rig::get(&request)).await.seen(),
        "Registered"
    );
}

/// Who is known is answered by another reader than who is not.
#[tokio::test]
async fn a_resource_is_one_text_whether_the_client_is_known_or_not() {
    let whole = crate::rig::authorization(&[("client_id", crate::rig::CLIENT)]);
    let asked = |more: &str| crate::rig::get(&format!("/authorize?{whole}{more}"));
    for resource in [
        "https://a.example.com/%20https://b.example.com/",
        "https://a.example.com/+https://b.example.com/",
        "%ff",
    ] {
        for warm in [false, true] {
            let server = server(layer(json!({})), Leg::Authorization, Checks::default());
            if warm {
                assert_eq!(ask(&server, asked("")).await.status, 200);
            }
            let answer = ask(&server, asked(&format!("&resource={resource}"))).await;
            refused(&answer, "invalid_target", "resource.syntax");
        }
    }
}
