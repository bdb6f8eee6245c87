//! The authorization endpoint.

use http::StatusCode;
use serde_json::json;

use crate::world::{Known, NAMED, Pairs, World, borrowed, changed, encode};

#[tokio::test]
async fn a_flawed_request_is_refused_where_it_is_seen_and_never_redirected() {
    let long = "x".repeat(5000);
    let rows: &[(&str, Pairs<'_>)] = &[
        ("invalid_request", &[("redirect_uri", "")]),
        (
            "invalid_request",
            &[("redirect_uri", "https://evil.example/cb")],
        ),
        (
            "invalid_request",
            &[("redirect_uri", "http://127.0.0.1:50123/?x")],
        ),
        ("invalid_request", &[("code_challenge", "")]),
        ("invalid_request", &[("code_challenge_method", "")]),
        ("invalid_request", &[("code_challenge_method", "plain")]),
        ("invalid_request", &[("code_challenge", "short")]),
        ("invalid_request", &[("state", &long)]),
        ("unsupported_response_type", &[("response_type", "token")]),
        ("invalid_target", &[("resource", "https://mcp.example/mcp")]),
        ("invalid_scope", &[("scope", "everything")]),
        ("request_not_supported", &[("request", "e30.e30.")]),
        (
            "invalid_request",
            &[("request_uri", "urn:ietf:params:oauth:request_uri:x")],
        ),
    ];
    let world = World::new().await;
    for (error, changes) in rows {
        let request = changed(&NAMED.request(), changes);
        let answer = world.authorize(&borrowed(&request)).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{changes:?}");
        assert_eq!(answer.error(), *error, "{changes:?}");
        assert_eq!(answer.location, None, "{changes:?}");
    }
}

#[tokio::test]
async fn the_answer_carries_code_and_state_and_who_answers() {
    let world = World::new().await;
    for post in [false, true] {
        let answer = match post {
            true => world.post("/authorize", &NAMED.request()).await,
            false => world.authorize(&NAMED.request()).await,
        };
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.parameter("state"), "a state");
        assert_eq!(answer.parameter("iss"), world.running.issuer());
        assert_eq!(answer.parameter("code").len(), 43);
        let location = answer.location.unwrap();
        assert!(location.starts_with(NAMED.redirect_uri), "{location}");
    }
}

#[tokio::test]
async fn each_mount_may_be_named_twice_but_not_both() {
    let world = World::new().await;
    let (open, admin) = (world.url("/mcp"), world.url("/mcp/admin"));
    for (first, second, status) in [
        (&open, &open, StatusCode::SEE_OTHER),
        (&admin, &admin, StatusCode::SEE_OTHER),
        (&open, &admin, StatusCode::BAD_REQUEST),
    ] {
        let twice = [("resource", first.as_str()), ("resource", second)];
        let query = format!("{}&{}", encode(&NAMED.request()), encode(&twice));
        let answer = world.get(&format!("/authorize?{query}")).await;
        assert_eq!(answer.status, status, "{first} {second}");
    }
}

#[tokio::test]
async fn a_client_that_no_url_names_is_refused() {
    let world = World::new().await;
    let request = changed(&NAMED.request(), &[("client_id", "my-app")]);
    let answer = world.authorize(&borrowed(&request)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.location, None);
}

#[tokio::test]
async fn a_request_without_interaction_is_refused_and_shown() {
    let world = World::with(false, &[]).await;
    let mut request = NAMED.request();
    request.push(("prompt", "none"));
    let answer = world.authorize(&request).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.error(), "interaction_required");
    assert_eq!(answer.location, None);
}

#[tokio::test]
async fn the_only_redirection_uri_may_be_left_out_on_both_legs() {
    let document = json!({
        "client_id": SIMPLE.client_id,
        "redirect_uris": [SIMPLE.redirect_uri],
        "token_endpoint_auth_method": "none",
    });
    let world = World::with(true, &[(SIMPLE.client_id, document)]).await;
    let request = changed(&SIMPLE.request(), &[("redirect_uri", "")]);
    let answer = world.authorize(&borrowed(&request)).await;
    let location = answer.location.as_deref().unwrap();
    assert!(location.starts_with(SIMPLE.redirect_uri), "{location}");
    let code = answer.parameter("code");
    let redeemed = world.redeem(SIMPLE, &code, &[("redirect_uri", "")]).await;
    assert_eq!(redeemed.status, StatusCode::OK, "{redeemed:?}");
}

#[tokio::test]
async fn no_client_gets_a_scope_beyond_its_own_document() {
    let document = json!({
        "client_id": SIMPLE.client_id,
        "redirect_uris": [SIMPLE.redirect_uri],
        "scope": "mcp:tools",
        "token_endpoint_auth_method": "none",
    });
    let world = World::with(true, &[(SIMPLE.client_id, document)]).await;
    let admin = world.url("/mcp/admin");
    let rows: &[(Pairs<'_>, StatusCode)] = &[
        (&[("scope", "mcp:tools")], StatusCode::SEE_OTHER),
        (&[("scope", "")], StatusCode::SEE_OTHER),
        (&[("scope", "mcp:tools mcp:admin")], StatusCode::BAD_REQUEST),
        (&[("resource", &admin)], StatusCode::BAD_REQUEST),
    ];
    for (changes, status) in rows {
        let request = changed(&SIMPLE.request(), changes);
        let answer = world.authorize(&borrowed(&request)).await;
        assert_eq!(answer.status, *status, "{changes:?}: {answer:?}");
    }
}

const SIMPLE: Known = Known {
    client_id: "https://simple.example.com/client.json",
    redirect_uri: "https://simple.example.com/callback",
};
