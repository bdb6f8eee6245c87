//! Who may call which mount, with which token.

use http::StatusCode;

use crate::world::{Known, NAMED, OTHER, World};

#[tokio::test]
async fn a_client_of_a_named_host_calls_both_mounts() {
    let world = World::new().await;
    for (path, scope) in [("/mcp", "mcp:tools"), ("/mcp/admin", "mcp:admin")] {
        let token = token(&world, NAMED, path, scope).await;
        let answer = world.call(path, Some(&token)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn another_client_calls_the_open_mount_alone() {
    let world = World::new().await;
    let open = token(&world, OTHER, "/mcp", "mcp:tools").await;
    assert_eq!(world.call("/mcp", Some(&open)).await.status, StatusCode::OK);

    let admin = token(&world, OTHER, "/mcp/admin", "mcp:admin").await;
    let refused = world.call("/mcp/admin", Some(&admin)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    // A client that is told so authorizes again, for ever.
    assert!(
        !refused.challenge.contains("insufficient_scope"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_token_for_the_other_mount_is_not_accepted() {
    let world = World::new().await;
    for (mine, other) in [("/mcp", "/mcp/admin"), ("/mcp/admin", "/mcp")] {
        let token = token(&world, NAMED, mine, "mcp:tools mcp:admin").await;
        let refused = world.call(other, Some(&token)).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{other}");
        assert!(refused.challenge.contains("invalid_token"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_token_without_the_scope_is_told_which_one_it_takes() {
    let world = World::new().await;
    let token = token(&world, NAMED, "/mcp/admin", "mcp:tools").await;
    let refused = world.call("/mcp/admin", Some(&token)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    for part in [
        "insufficient_scope",
        "scope=\"mcp:admin mcp:tools\"",
        "resource_metadata=",
    ] {
        assert!(refused.challenge.contains(part), "{part}: {refused:?}");
    }
}

#[tokio::test]
async fn without_a_token_the_challenge_says_where_to_get_one() {
    let world = World::new().await;
    for (path, scope) in [("/mcp", "mcp:tools"), ("/mcp/admin", "mcp:admin")] {
        let refused = world.call(path, None).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        let metadata = world.url(&format!("/.well-known/oauth-protected-resource{path}"));
        assert!(refused.challenge.contains(&metadata), "{refused:?}");
        assert!(refused.challenge.contains(scope), "{refused:?}");
        assert!(!refused.challenge.contains("error="), "{refused:?}");
    }
}

#[tokio::test]
async fn a_token_that_nobody_issued_is_not_accepted() {
    let world = World::new().await;
    for token in ["x", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"] {
        let refused = world.call("/mcp", Some(token)).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_revoked_token_is_not_accepted() {
    let world = World::new().await;
    for kind in ["access_token", "refresh_token"] {
        let tokens = world.tokens(NAMED, "/mcp", "mcp:tools").await;
        let form = [
            ("client_id", NAMED.client_id),
            ("token", tokens[kind].as_str().unwrap()),
        ];
        let access = tokens["access_token"].as_str();
        assert_eq!(world.call("/mcp", access).await.status, StatusCode::OK);
        assert_eq!(world.post("/revoke", &form).await.status, StatusCode::OK);
        let refused = world.call("/mcp", access).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{kind}");
    }
}

#[tokio::test]
async fn nobody_revokes_anothers_token() {
    let world = World::new().await;
    let token = token(&world, NAMED, "/mcp", "mcp:tools").await;
    // Both documents are known by now: revocation fetches none.
    let _ = self::token(&world, OTHER, "/mcp", "mcp:tools").await;
    let form = [("client_id", OTHER.client_id), ("token", token.as_str())];
    assert_eq!(world.post("/revoke", &form).await.status, StatusCode::OK);
    assert_eq!(
        world.call("/mcp", Some(&token)).await.status,
        StatusCode::OK
    );
}

async fn token(world: &World, client: Known, path: &str, scope: &str) -> String {
    let tokens = world.tokens(client, path, scope).await;
    tokens["access_token"].as_str().unwrap().to_owned()
}
