//! A client that the operator no longer lets in (T2).

use std::sync::atomic::Ordering;

use crate::world::{Known, SITE, VERIFIER, World};

#[tokio::test]
async fn a_block_counts_on_every_leg_whatever_was_granted_before() {
    let world = World::new().await;
    let tokens = world.tokens(SITE).await;
    let code = world.code(SITE).await;
    world.blocked.store(true, Ordering::Relaxed);

    let page = world.visitor().authorize(&SITE.request()).await.unwrap();
    let redeemed = world.redeem(SITE, &code, VERIFIER).await;
    let refreshed = world.refresh(SITE, &tokens).await;
    for refused in [page, redeemed, refreshed] {
        assert_eq!(refused.status / 100, 4, "{refused:?}");
        assert_eq!(refused.location, None);
        assert!(refused.member("access_token").is_none());
    }

    world.blocked.store(false, Ordering::Relaxed);
    assert_eq!(world.redeem(SITE, &code, VERIFIER).await.status, 200);
    assert_eq!(world.refresh(SITE, &tokens).await.status, 200);
}

#[tokio::test]
async fn a_block_of_documents_is_none_of_the_table() {
    let world = World::new().await;
    world.blocked.store(true, Ordering::Relaxed);
    for (id, redirect_uri) in [
        ("reader", "https://reader.example/callback"),
        (
            "https://wiki.example.com/",
            "https://wiki.example.com/callback",
        ),
    ] {
        let tokens = world.tokens(Known { id, redirect_uri }).await;
        assert!(tokens.member("access_token").is_some(), "{id}");
    }
}
