//! Pushed requests: what is judged when, and what stands beside the `request_uri`.

use http::StatusCode;
use serde_json::json;

use crate::world::{Known, NAMED, OTHER, Pairs, World, borrowed, changed};

#[tokio::test]
async fn a_flawed_request_is_refused_when_it_is_pushed() {
    let rows: &[(&str, Pairs<'_>)] = &[
        (
            "invalid_request",
            &[("redirect_uri", "https://evil.example/cb")],
        ),
        ("invalid_request", &[("code_challenge_method", "plain")]),
        ("unsupported_response_type", &[("response_type", "token")]),
        ("invalid_scope", &[("scope", "everything")]),
        (
            "invalid_request",
            &[("request_uri", "urn:ietf:params:oauth:request_uri:x")],
        ),
    ];
    let long = "x".repeat(9000);
    let large: Pairs<'_> = &[("claims", &long)];
    let world = World::new().await;
    for (error, changes) in rows.iter().chain([&("invalid_request", large)]) {
        let request = changed(&NAMED.request(), changes);
        let refused = world.post("/par", &borrowed(&request)).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{changes:?}");
        assert_eq!(refused.error(), *error, "{changes:?}");
    }
}

#[tokio::test]
async fn nothing_stands_beside_a_pushed_request() {
    let world = World::new().await;
    let request_uri = push(&world, NAMED).await;
    let by = |client: Known| {
        vec![
            ("client_id", client.client_id),
            ("request_uri", request_uri.as_str()),
        ]
    };
    for beside in [
        ("redirect_uri", "https://evil.example/cb"),
        ("redirect_uri", NAMED.redirect_uri),
        ("scope", "mcp:admin"),
        ("state", "another"),
    ] {
        let mut request = by(NAMED);
        request.push(beside);
        let refused = world.authorize(&request).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{beside:?}");
        assert_eq!(refused.location, None, "{beside:?}");
    }
    let refused = world.authorize(&by(OTHER)).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let authorized = world.authorize(&by(NAMED)).await;
    assert_eq!(authorized.parameter("state"), "a state");
    // It has been answered.
    let again = world.authorize(&by(NAMED)).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert!(again.body.contains("invalid_request_uri"), "{}", again.body);
}

#[tokio::test]
async fn a_client_that_says_it_pushes_its_requests_is_held_to_it() {
    let document = json!({
        "client_id": PUSHING.client_id,
        "redirect_uris": [PUSHING.redirect_uri],
        "token_endpoint_auth_method": "none",
        "require_pushed_authorization_requests": true,
    });
    let world = World::with(true, &[(PUSHING.client_id, document)]).await;
    let refused = world.authorize(&PUSHING.request()).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let request_uri = push(&world, PUSHING).await;
    let request = [
        ("client_id", PUSHING.client_id),
        ("request_uri", request_uri.as_str()),
    ];
    assert_eq!(
        world.authorize(&request).await.status,
        StatusCode::SEE_OTHER
    );
}

async fn push(world: &World, client: Known) -> String {
    let pushed = world.post("/par", &client.request()).await;
    assert_eq!(pushed.status, StatusCode::CREATED, "{pushed:?}");
    pushed.json()["request_uri"].as_str().unwrap().to_owned()
}

const PUSHING: Known = Known {
    client_id: "https://pushing.example.com/client.json",
    redirect_uri: "https://pushing.example.com/callback",
};
