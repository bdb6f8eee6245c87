//! Each assertion once.

use std::sync::Arc;

use tower_cimd::resolve::{BoxFuture, Claim, ReplayError, ReplayStore, SingleUse};
use tower_cimd::rules::blame::Blame;

use crate::authentication::{World, client_of};
use crate::signer::Signer;
use crate::support::settle;
use crate::world::seconds;

#[tokio::test]
async fn an_assertion_is_used_once() {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let assertion = signer.assertion("k", &world.claims());
    world.send(&client, &assertion).await.unwrap();
    for wait in [0, 60, 59] {
        world.clock.advance(seconds(wait));
        let error = world.send(&client, &assertion).await.unwrap_err();
        assert_eq!(
            (error.rule(), error.blame()),
            ("assertion.replayed", Blame::Request)
        );
    }
    // With the skew it is over two minutes after it was signed, and forgotten no earlier.
    world.clock.advance(seconds(1));
    let error = world.send(&client, &assertion).await.unwrap_err();
    assert_eq!(error.rule(), "assertion.expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_hundred_parallel_uses_of_one_assertion_one_succeeds() {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let assertion: Arc<str> = signer.assertion("k", &world.claims()).into();
    let uses: Vec<_> = (0..100)
        .map(|_| {
            let authenticator = Arc::clone(&world.authenticator);
            let (client, assertion) = (client.clone(), Arc::clone(&assertion));
            tokio::spawn(async move { authenticator.authenticate(&client, &assertion).await })
        })
        .collect();
    let mut successes = 0;
    for each in uses {
        match each.await.unwrap() {
            Ok(_) => successes += 1,
            Err(error) => assert_eq!(error.rule(), "assertion.replayed"),
        }
    }
    assert_eq!(successes, 1);
}

/// Anybody can write a jti.
#[tokio::test]
async fn an_assertion_that_the_client_did_not_sign_claims_nothing() {
    let (signer, stranger) = (Signer::new("ES256"), Signer::new("ES256"));
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let claims = world.claims();
    let error = world.send(&client, &stranger.assertion("k", &claims)).await;
    assert_eq!(error.unwrap_err().rule(), "assertion.signature");
    world
        .send(&client, &signer.assertion("k", &claims))
        .await
        .unwrap();
}

/// A store that does what a test says.
#[derive(Debug)]
enum Store {
    Broken,
    Full,
    Silent,
}

impl ReplayStore for Store {
    fn claim<'a>(&'a self, _: SingleUse<'a>) -> BoxFuture<'a, Result<Claim, ReplayError>> {
        Box::pin(async move {
            match self {
                Store::Broken => Err(ReplayError::Unavailable("gone".into())),
                Store::Full => Err(ReplayError::Full),
                Store::Silent => std::future::pending().await,
            }
        })
    }
}

/// T7: never a fall back to local memory.
#[tokio::test]
async fn a_store_that_cannot_say_fails_the_request() {
    let signer = Signer::new("ES256");
    let client = client_of(&[signer.jwk("k")]);
    for (store, rule, blame) in [
        (Store::Broken, "replay.unavailable", Blame::Ourselves),
        (Store::Full, "replay.full", Blame::Weather),
    ] {
        let world = World::with_replay(store);
        let error = world.authenticate(&client, &signer, "k").await.unwrap_err();
        assert_eq!((error.rule(), error.blame()), (rule, blame));
    }

    let world = World::with_replay(Store::Silent);
    let waiting = world.spawn(&client, &signer, "k");
    settle().await;
    assert!(!waiting.is_finished());
    world.clock.advance(seconds(2));
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(error.rule(), "replay.unavailable");
}
