//! Who may have key sets fetched, how often, and by whom.

use std::sync::Arc;

use tower_cimd::Resolver;
use tower_cimd::resolve::{Authenticator, KeyLimits, MemoryReplayStore};
use tower_cimd::rules::blame::Blame;

use crate::authentication::{JWKS_URI, World, answer, client_with, key_set};
use crate::signer::Signer;
use crate::support::ScriptedFetch;
use crate::world::{ISSUER, seconds};

/// T12: a stranger's documents name any host.
#[tokio::test]
async fn one_host_is_asked_so_often_in_a_minute_whatever_the_uris() {
    let limits = KeyLimits {
        per_host: 20,
        ..KeyLimits::default()
    };
    let world = World::with(limits, (0..1000).map(|_| answer("{}")));
    let signer = Signer::new("ES256");
    let ask = async |host: &str, number: usize| {
        let client = client_with(&format!("https://{host}/{number}"));
        world.authenticate(&client, &signer, "k").await.unwrap_err()
    };
    for number in 0..100 {
        let error = ask("victim.example.net", number).await;
        let expected = if number < 10 {
            "document.jwks.no_keys"
        } else {
            "keys.spent"
        };
        assert_eq!(error.cause(), expected, "{number}");
    }
    assert_eq!(world.network.fetches(), 10);
    // Told as weather, with an honest time; another host is another account.
    let error = ask("VICTIM.example.net", 100).await;
    assert_eq!((error.rule(), error.blame()), ("weather", Blame::Weather));
    assert_eq!(error.retry_after(), Some(seconds(6)));
    assert_eq!(ask("other.example.net", 0).await.rule(), "keys");
    world.clock.advance(seconds(6));
    assert_eq!(ask("victim.example.net", 101).await.rule(), "keys");
    assert_eq!(world.network.fetches(), 12);
}

/// T10: what strangers spend is not what honest clients need.
#[tokio::test]
async fn keys_that_proved_a_client_are_fetched_though_strangers_spend_all_of_theirs() {
    let limits = KeyLimits {
        per_host: 20,
        ..KeyLimits::default()
    };
    let signer = Signer::new("ES256");
    let set = key_set(&[signer.jwk("k")]);
    let world = World::with(limits, [answer(&set)]);
    let honest = client_with("https://shared.example.net/honest");
    world.authenticate(&honest, &signer, "k").await.unwrap();
    let junk = async || {
        for number in 0..100 {
            world.play(answer("{}"));
            let client = client_with(&format!("https://shared.example.net/junk/{number}"));
            world.authenticate(&client, &signer, "k").await.unwrap_err();
        }
    };
    junk().await;
    assert!(!world.network.requests().last().unwrap().preferred);
    world.clock.advance(seconds(300));
    junk().await;
    // What is left of the script are answers to junk that was not fetched.
    world.network.skip();
    world.play(answer(&set));
    world.authenticate(&honest, &signer, "k").await.unwrap();
    assert!(world.network.requests().last().unwrap().preferred);
}

#[tokio::test]
async fn a_resolver_has_keys_fetched_by_its_own_fetcher_and_clock() {
    let signer = Signer::new("ES256");
    let world = World::new([]);
    let network = ScriptedFetch::new([answer(&key_set(&[signer.jwk("k")]))]);
    let resolver = Resolver::builder(ISSUER)
        .fetch(network.clone())
        .clock(world.clock.clone())
        .build()
        .unwrap();
    let clock = Arc::clone(resolver.clock());
    let authenticator = Authenticator::new(
        resolver.issuer().clone(),
        resolver.key_sets(&KeyLimits::default()),
        Arc::new(MemoryReplayStore::new(Arc::clone(&clock))),
        clock,
    );
    let assertion = signer.assertion("k", &world.claims());
    let client = client_with(JWKS_URI);
    authenticator
        .authenticate(&client, &assertion)
        .await
        .unwrap();
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn new_settings_bring_keys_by_their_fetcher() {
    let signer = Signer::new("ES256");
    let world = World::new([]);
    let resolver = Resolver::builder(ISSUER)
        .fetch(ScriptedFetch::silent())
        .clock(world.clock.clone())
        .build()
        .unwrap();
    let clock = Arc::clone(resolver.clock());
    let authenticator = Authenticator::new(
        resolver.issuer().clone(),
        resolver.key_sets(&KeyLimits::default()),
        Arc::new(MemoryReplayStore::new(Arc::clone(&clock))),
        clock,
    );
    let network = ScriptedFetch::new([answer(&key_set(&[signer.jwk("k")]))]);
    let next = Resolver::builder(ISSUER).fetch(network.clone());
    resolver.replace(next).unwrap();
    let assertion = signer.assertion("k", &world.claims());
    let client = client_with(JWKS_URI);
    let authenticated = authenticator.authenticate(&client, &assertion);
    authenticated.await.unwrap();
    assert_eq!(network.fetches(), 1);
}
