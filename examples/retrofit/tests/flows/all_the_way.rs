//! A client that nobody has registered, from the first page to the last token.

use crate::world::{DESK, SITE, VERIFIER, World, with};

#[tokio::test]
async fn a_client_with_a_document_authorizes_redeems_refreshes_and_revokes() {
    for client in [DESK, SITE] {
        let world = World::new().await;
        let redirect = world.allow(client).await;
        let location = redirect.location.clone().unwrap();
        assert!(location.starts_with(client.redirect_uri), "{location}");
        assert_eq!(redirect.parameter("state").as_deref(), Some("s & t"));
        assert_eq!(redirect.parameter("iss").as_ref(), Some(&world.issuer));

        let code = redirect.parameter("code").unwrap();
        let tokens = world.redeem(client, &code, VERIFIER).await;
        assert_eq!(tokens.status, 200, "{tokens:?}");
        let told = world.told(&tokens.member("access_token").unwrap()).await;
        assert_eq!(told["active"], true);
        assert_eq!(told["client_id"], client.id);
        assert_eq!(told["scope"], "notes:read");
        assert_eq!(told["aud"], format!("{}/notes", world.issuer));

        let refreshed = world.refresh(client, &tokens).await;
        assert_eq!(refreshed.status, 200, "{refreshed:?}");
        let last = refreshed.member("refresh_token").unwrap();
        assert_eq!(world.revoke(client, &last).await.status, 200);
        let over = world.refresh(client, &refreshed).await;
        assert_eq!(over.member("error").as_deref(), Some("invalid_grant"));
        let access = refreshed.member("access_token").unwrap();
        assert_eq!(world.told(&access).await["active"], false);
    }
}

#[tokio::test]
async fn a_refresh_token_that_is_used_twice_ends_the_grant() {
    let world = World::new().await;
    let tokens = world.tokens(SITE).await;
    let second = world.refresh(SITE, &tokens).await;
    let reused = world.refresh(SITE, &tokens).await;
    assert_eq!(reused.member("error").as_deref(), Some("invalid_grant"));
    let ended = world.refresh(SITE, &second).await;
    assert_eq!(ended.member("error").as_deref(), Some("invalid_grant"));
}

#[tokio::test]
async fn a_code_is_good_once_and_for_a_minute() {
    let world = World::new().await;
    let code = world.code(SITE).await;
    let tokens = world.redeem(SITE, &code, VERIFIER).await;
    let again = world.redeem(SITE, &code, VERIFIER).await;
    assert_eq!(again.member("error").as_deref(), Some("invalid_grant"));
    let ended = world.refresh(SITE, &tokens).await;
    assert_eq!(ended.member("error").as_deref(), Some("invalid_grant"));

    let late = world.code(SITE).await;
    world.clock.advance(61);
    let refused = world.redeem(SITE, &late, VERIFIER).await;
    assert_eq!(refused.member("error").as_deref(), Some("invalid_grant"));
}

#[tokio::test]
async fn no_client_has_any_use_for_what_another_one_got() {
    let world = World::new().await;
    let code = world.code(SITE).await;
    for (name, value) in [("client_id", DESK.id), ("client_id", "reader")] {
        let form = SITE.exchange(&code, VERIFIER);
        let stolen = world.post("/token", &with(&form, name, value)).await;
        assert_eq!(
            stolen.member("error").as_deref(),
            Some("invalid_grant"),
            "{value}"
        );
    }
    let tokens = world.redeem(SITE, &code, VERIFIER).await;
    assert_eq!(tokens.status, 200, "it was not burnt: {tokens:?}");
    let stolen = world.refresh(DESK, &tokens).await;
    assert_eq!(stolen.member("error").as_deref(), Some("invalid_grant"));
    let refresh = tokens.member("refresh_token").unwrap();
    assert_eq!(world.revoke(DESK, &refresh).await.status, 200);
    assert_eq!(world.refresh(SITE, &tokens).await.status, 200);
}

#[tokio::test]
async fn such_a_client_may_read_and_nothing_more() {
    let world = World::new().await;
    let mut visitor = world.visitor();
    for scope in ["notes:write", "notes:read notes:write", "admin"] {
        let request = SITE.request();
        let refused = visitor.authorize(&with(&request, "scope", scope)).await;
        let refused = refused.unwrap();
        let error = refused.parameter("error").or(refused.member("error"));
        assert_eq!(error.as_deref(), Some("invalid_scope"), "{refused:?}");
    }
}

#[tokio::test]
async fn the_code_is_for_the_redirection_uri_and_the_resource_of_its_request() {
    let world = World::new().await;
    let code = world.code(DESK).await;
    let form = DESK.exchange(&code, VERIFIER);
    for (name, value) in [
        ("redirect_uri", "http://127.0.0.1:1/callback"),
        ("redirect_uri", ""),
        ("resource", "https://other.example/"),
    ] {
        let refused = world.post("/token", &with(&form, name, value)).await;
        assert_eq!(refused.status, 400, "{name} {refused:?}");
    }
    assert_eq!(world.post("/token", &form).await.status, 200);
}
