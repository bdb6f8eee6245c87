//! No stranger spends an honest client's budget (T10).

use tower_cimd::ClientId;
use tower_cimd::resolve::patterns::AllowedClients;
use tower_cimd::rules::client::Source;

use crate::budget::outside::{Outside, not_found, published};
use crate::support::FakeClock;
use crate::world::{build, builder, client, detached, seconds, source};

/// The one host that the operator trusts; it answers 200 below `/oauth`, and 404 elsewhere.
fn trusted_host() -> Outside {
    Outside::new(
        |url| match url.starts_with("https://trusted.example.com/oauth/") {
            true => published(url),
            false => not_found(),
        },
    )
}

#[tokio::test]
async fn ten_thousand_ids_on_a_trusted_host_cost_its_proven_clients_nothing() {
    let (network, clock) = (trusted_host(), FakeClock::new());
    let policy = AllowedClients::matching(["trusted.example.com"]).unwrap();
    let resolver = build(builder(network.clone(), &clock).policy(policy));
    let proven: Vec<_> = (0..20)
        .map(|n| format!("https://trusted.example.com/oauth/proven{n}"))
        .collect();
    for id in &proven {
        client(&resolver, id).await;
        resolver.proven(&ClientId::parse(id).unwrap());
    }
    // Half an hour, in which their documents expire five times.
    for n in 0..10_000 {
        let place = if n % 2 == 0 { "oauth" } else { "elsewhere" };
        let id = format!("https://trusted.example.com/{place}/{n}");
        let _ = resolver.resolve(&id, &detached()).await;
        if n % 2_000 == 0 {
            clock.advance(seconds(300));
        }
        client(&resolver, &proven[n % 20]).await;
    }
    // At this moment strangers have used up what is theirs.
    assert!(
        resolver
            .resolve("https://trusted.example.com/oauth/x", &detached())
            .await
            .is_err()
    );
    let user = detached().user("alice");
    let cold = resolver
        .resolve("https://trusted.example.com/oauth/cold", &user)
        .await;
    assert!(cold.is_ok(), "{cold:?}");
}

#[tokio::test]
async fn a_crowd_of_addresses_does_not_keep_a_user_out() {
    let (network, clock) = (trusted_host(), FakeClock::new());
    let resolver = build(builder(network, &clock));
    let mut through = 0;
    for n in 0..10_000_u32 {
        let id = format!("https://trusted.example.com/oauth/{n}");
        let peer = detached().peer(n.to_be_bytes().into());
        through += usize::from(resolver.resolve(&id, &peer).await.is_ok());
    }
    assert_eq!(through, 150);
    let user = detached().user("alice");
    assert!(
        resolver
            .resolve("https://trusted.example.com/oauth/cold", &user)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn what_one_user_spends_is_his_own() {
    let (network, clock) = (trusted_host(), FakeClock::new());
    let resolver = build(builder(network, &clock));
    let mallory = detached().user("mallory");
    for n in 0..10_000 {
        let id = format!("https://trusted.example.com/oauth/{n}");
        let _ = resolver.resolve(&id, &mallory).await;
    }
    let alice = detached().user("alice");
    assert!(
        resolver
            .resolve("https://trusted.example.com/oauth/cold", &alice)
            .await
            .is_ok()
    );
    // Nor does he take what strangers have.
    assert_eq!(
        source(&resolver, "https://trusted.example.com/oauth/other").await,
        Source::Fetched
    );
}
