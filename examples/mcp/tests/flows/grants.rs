//! Codes and refresh tokens: whose they are, and how often.

use http::StatusCode;

use crate::world::{Known, NAMED, OTHER, Pairs, World};

#[tokio::test]
async fn a_wrong_verifier_is_refused_and_does_not_burn_the_code() {
    let world = World::new().await;
    let code = world.code(NAMED, "/mcp", "mcp:tools").await;
    let wrong = "a-verifier-of-forty-three-characters-or-more-x";
    for verifier in [wrong, "", crate::world::CHALLENGE] {
        let refused = world
            .redeem(NAMED, &code, &[("code_verifier", verifier)])
            .await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{verifier}");
        assert_eq!(refused.error(), "invalid_grant", "{verifier}");
    }
    let redeemed = world.redeem(NAMED, &code, &[]).await;
    assert_eq!(redeemed.status, StatusCode::OK);
}

#[tokio::test]
async fn what_does_not_fit_the_code_is_refused_and_does_not_burn_it() {
    let world = World::new().await;
    let admin = world.url("/mcp/admin");
    let rows: &[(&str, Pairs<'_>)] = &[
        ("invalid_grant", &[("code", "x")]),
        ("invalid_grant", &[("code", "")]),
        (
            "invalid_grant",
            &[("redirect_uri", "https://vscode.dev/redirect")],
        ),
        ("invalid_grant", &[("client_id", OTHER.client_id)]),
        ("invalid_target", &[("resource", &admin)]),
        ("unsupported_grant_type", &[("grant_type", "password")]),
    ];
    let code = world.code(NAMED, "/mcp", "mcp:tools").await;
    for (error, changes) in rows {
        let refused = world.redeem(NAMED, &code, changes).await;
        assert_eq!(refused.error(), *error, "{changes:?}: {refused:?}");
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{changes:?}");
    }
    let open = world.url("/mcp");
    let redeemed = world.redeem(NAMED, &code, &[("resource", &open)]).await;
    assert_eq!(redeemed.status, StatusCode::OK);
    assert_eq!(redeemed.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_code_used_twice_takes_back_what_came_of_it() {
    let world = World::new().await;
    let code = world.code(NAMED, "/mcp", "mcp:tools").await;
    let tokens = world.redeem(NAMED, &code, &[]).await.json();
    let again = world.redeem(NAMED, &code, &[]).await;
    assert_eq!(again.error(), "invalid_grant");
    let called = world.call("/mcp", tokens["access_token"].as_str()).await;
    assert_eq!(called.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_refresh_token_is_good_for_one_use() {
    let world = World::new().await;
    let first = world.tokens(NAMED, "/mcp", "mcp:tools").await;
    let first = first["refresh_token"].as_str().unwrap();
    let second = world.refresh(NAMED, first, &[]).await.json();
    let access = second["access_token"].as_str();
    assert_eq!(world.call("/mcp", access).await.status, StatusCode::OK);

    // Somebody has a copy: neither his nor the client's goes on.
    assert_eq!(
        world.refresh(NAMED, first, &[]).await.error(),
        "invalid_grant"
    );
    let second = second["refresh_token"].as_str().unwrap();
    assert_eq!(
        world.refresh(NAMED, second, &[]).await.error(),
        "invalid_grant"
    );
    let called = world.call("/mcp", access).await;
    assert_eq!(called.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_refresh_asks_for_no_more_than_was_granted() {
    let world = World::new().await;
    let tokens = world
        .tokens(NAMED, "/mcp/admin", "mcp:tools mcp:admin")
        .await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let open = world.url("/mcp");
    let rows: &[(&str, Pairs<'_>)] = &[
        ("invalid_scope", &[("scope", "mcp:admin everything")]),
        ("invalid_target", &[("resource", &open)]),
        ("invalid_grant", &[("client_id", OTHER.client_id)]),
    ];
    for (error, changes) in rows {
        let refused = world.refresh(NAMED, token, changes).await;
        assert_eq!(refused.error(), *error, "{changes:?}: {refused:?}");
    }
    let less = world.refresh(NAMED, token, &[("scope", "mcp:admin")]).await;
    assert_eq!(less.json()["scope"], "mcp:admin");
}

#[tokio::test]
async fn a_basic_header_with_an_empty_secret_is_a_public_client() {
    let world = World::new().await;
    let code = world.code(NAMED, "/mcp", "mcp:tools").await;
    let form = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", NAMED.redirect_uri),
        ("code_verifier", crate::world::VERIFIER),
        ("code", code.as_str()),
    ];
    let encoded: String = form_urlencoded::byte_serialize(NAMED.client_id.as_bytes()).collect();
    let request = world.form("/token", &form).basic_auth(encoded, Some(""));
    let redeemed = crate::world::answer(request).await;
    assert_eq!(redeemed.status, StatusCode::OK, "{redeemed:?}");
}

#[tokio::test]
async fn nothing_is_fetched_for_a_code_that_nobody_issued() {
    let world = World::new().await;
    // Out there, where a test must not go: the answer would be 503.
    let unknown = Known {
        client_id: "https://client.example.com/unknown.json",
        redirect_uri: "https://client.example.com/callback",
    };
    for token in [false, true] {
        let refused = match token {
            true => world.refresh(unknown, "x", &[]).await,
            false => world.redeem(unknown, "x", &[]).await,
        };
        assert_eq!(refused.error(), "invalid_grant", "{refused:?}");
    }
}
