//! Clients that the operator blocks while they hold tokens (T6).

use tower_cimd::resolve::Mode;

use super::{Tokens, World, claims, turned_away};

#[tokio::test]
async fn a_block_ends_the_calls_of_a_client_cold_and_warm() {
    let cold = World::new(Tokens::saying(claims()));
    let warm = World::new(Tokens::saying(claims())).warm().await;
    for world in [cold, warm] {
        let operator = world.resolver.operator();
        let fetches = world.network.fetches();
        operator
            .block("client.example.com", "", "alice")
            .await
            .unwrap();
        let answer = world.call().await;
        turned_away(&answer, 403, "access_denied", "policy.blocked");
        assert_eq!(world.network.fetches(), fetches);
        let recorded = operator.refusals(&Default::default());
        assert_eq!(recorded.len(), 1);
        assert_eq!(
            (recorded[0].rule, recorded[0].leg),
            ("policy.blocked", None)
        );
        operator
            .unblock("client.example.com", "alice")
            .await
            .unwrap();
        assert_ne!(world.call().await.status, 403);
    }
}

#[tokio::test]
async fn a_block_that_is_only_reported_ends_nothing() {
    let world = World::new(Tokens::saying(claims())).warm().await;
    let operator = world.resolver.operator();
    operator.block("*", "", "alice").await.unwrap();
    operator
        .set_mode(Some(Mode::Report), "", "alice")
        .await
        .unwrap();
    assert_eq!(world.call().await.status, 200);
    operator
        .set_mode(Some(Mode::Off), "", "alice")
        .await
        .unwrap();
    assert_eq!(world.call().await.status, 403);
}
