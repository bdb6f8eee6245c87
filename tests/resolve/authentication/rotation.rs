//! Keys that nobody knows, and keys that are new (T20).

use tower_cimd::resolve::Clock as _;
use tower_cimd::rules::blame::Blame;

use crate::authentication::{JWKS_URI, World, answer, client_of, client_with, key_set};
use crate::signer::Signer;
use crate::support::settle;
use crate::world::seconds;

#[tokio::test]
async fn an_unknown_key_in_a_document_is_refused_for_good() {
    let signer = Signer::new("ES256");
    let (world, client) = (World::new([]), client_of(&[signer.jwk("k")]));
    let error = world
        .authenticate(&client, &signer, "other")
        .await
        .unwrap_err();
    assert_eq!(
        (error.rule(), error.blame()),
        ("assertion.key_unknown", Blame::Request)
    );
}

#[tokio::test]
async fn an_unknown_key_elsewhere_is_weather_until_the_set_was_fetched_again() {
    let signer = Signer::new("ES256");
    let set = key_set(&[signer.jwk("k")]);
    let (world, client) = (
        World::new([answer(&set), answer(&set)]),
        client_with(JWKS_URI),
    );
    let error = world
        .authenticate(&client, &signer, "new")
        .await
        .unwrap_err();
    assert_eq!((error.rule(), error.blame()), ("weather", Blame::Weather));
    assert_eq!(error.retry_after(), Some(seconds(30)));
    assert_eq!(world.network.fetches(), 1);

    world.clock.advance(seconds(30));
    let error = world
        .authenticate(&client, &signer, "new")
        .await
        .unwrap_err();
    assert_eq!(
        (error.rule(), error.blame()),
        ("assertion.key_unknown", Blame::Request)
    );
    assert_eq!(world.network.fetches(), 2);
}

#[tokio::test]
async fn a_bad_signature_of_a_known_key_fetches_nothing_again() {
    let (signer, stranger) = (Signer::new("ES256"), Signer::new("ES256"));
    let world = World::new([answer(&key_set(&[signer.jwk("k")]))]);
    let client = client_with(JWKS_URI);
    for _ in 0..10 {
        let error = world
            .authenticate(&client, &stranger, "k")
            .await
            .unwrap_err();
        assert_eq!(error.rule(), "assertion.signature");
        world.clock.advance(seconds(29));
    }
    assert_eq!(world.network.fetches(), 1);
}

/// T20: junk beside a real rotation.
#[tokio::test]
async fn a_thousand_junk_keys_do_not_keep_a_client_from_rotating_its_own() {
    let (old, new, junk) = (
        Signer::new("ES256"),
        Signer::new("ES256"),
        Signer::new("EdDSA"),
    );
    let world = World::new([
        answer(&key_set(&[old.jwk("old")])),
        answer(&key_set(&[old.jwk("old"), new.jwk("new")])),
    ]);
    let client = client_with(JWKS_URI);
    world.authenticate(&client, &old, "old").await.unwrap();
    let start = world.clock.wall();

    let mut number = 0;
    let succeeded_after = loop {
        for _ in 0..100 {
            number += 1;
            let kid = format!("junk-{number}");
            let error = world.authenticate(&client, &junk, &kid).await.unwrap_err();
            let expected = [
                ("weather", Blame::Weather),
                ("assertion.key_unknown", Blame::Request),
            ];
            assert!(
                expected.contains(&(error.rule(), error.blame())),
                "{error:?}"
            );
        }
        // Meanwhile the old key is good.
        world.authenticate(&client, &old, "old").await.unwrap();
        match world.authenticate(&client, &new, "new").await {
            Ok(()) => break world.clock.wall().duration_since(start).unwrap(),
            Err(error) => assert_eq!(error.rule(), "weather"),
        }
        world.clock.advance(seconds(3));
    };
    assert!(number >= 1000, "{number}");
    assert!(succeeded_after <= seconds(30), "{succeeded_after:?}");
    assert_eq!(world.network.fetches(), 2);
}

#[tokio::test]
async fn junk_keys_at_once_wait_for_one_fetch() {
    let (old, new) = (Signer::new("ES256"), Signer::new("ES256"));
    let world = World::new([answer(&key_set(&[old.jwk("old")]))]);
    let client = client_with(JWKS_URI);
    world.authenticate(&client, &old, "old").await.unwrap();
    world.clock.advance(seconds(30));
    world.play(answer(&key_set(&[new.jwk("new")])));

    let junk: Vec<_> = (0..50)
        .map(|number| world.spawn(&client, &old, &format!("junk-{number}")))
        .collect();
    let honest = world.spawn(&client, &new, "new");
    settle().await;
    honest.await.unwrap().unwrap();
    for each in junk {
        assert!(each.await.unwrap().is_err());
    }
    assert_eq!(world.network.fetches(), 2);
    // The old key is withdrawn; it may be back, so that it is asked for when it is time.
    let error = world.authenticate(&client, &old, "old").await.unwrap_err();
    assert_eq!(error.rule(), "weather");
}
