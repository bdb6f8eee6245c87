//! What is remembered has an end (T13).

use tower_cimd::ClientId;
use tower_cimd::resolve::{FetchError, Limits, ResolveError};

use crate::budget::outside::{Outside, not_found, published};
use crate::support::FakeClock;
use crate::world::{build, builder, client, detached, error, seconds};

const BROAD: u32 = 100_000;

fn broad() -> Limits {
    Limits::default()
        .discovery(BROAD)
        .host(BROAD)
        .requester(BROAD)
}

#[tokio::test]
async fn ten_thousand_hosts_are_no_more_accounts_than_the_limit() {
    let clock = FakeClock::new();
    let network = Outside::new(|_| not_found());
    let resolver = build(builder(network.clone(), &clock).limits(broad().accounts(1_024)));
    let mut most = 0;
    for n in 0..10_000_u32 {
        let id = format!("https://host{n}.example.com/");
        let peer = detached().peer(n.to_be_bytes().into());
        let _ = resolver.resolve(&id, &peer).await;
        clock.advance(std::time::Duration::from_millis(3));
        if n % 10 == 0 {
            resolver.proven(&ClientId::parse(&id).unwrap());
            most = most.max(resolver.stats().accounts);
        }
    }
    assert!(network.fetches() > 9_500);
    assert!((512..=1_024).contains(&most), "{most}");
}

#[tokio::test]
async fn a_crowd_of_hosts_does_not_make_a_pause_forgotten() {
    const AWAY: &str = "https://away.example.com/";
    let clock = FakeClock::new();
    let network = Outside::new(|url| match url {
        AWAY => Err(FetchError::TimedOut),
        other => published(other),
    });
    let resolver = build(builder(network, &clock).limits(broad().accounts(1_024)));
    for _ in 0..4 {
        let pause = error(&resolver, AWAY)
            .await
            .retry_after()
            .unwrap_or_default();
        clock.advance(pause);
        error(&resolver, AWAY).await;
    }
    for n in 0..2_000 {
        client(&resolver, &format!("https://host{n}.example.com/")).await;
    }
    let error = error(&resolver, "https://away.example.com/other").await;
    assert!(matches!(error, ResolveError::HeldBack { .. }), "{error:?}");
}

#[tokio::test]
async fn strangers_at_the_default_limits_fill_no_ledger() {
    let clock = FakeClock::new();
    // The longest debt that an origin can make.
    let network = Outside::new(|_| Ok(crate::support::fetched(404, &[("retry-after", "300")], "")));
    let resolver = build(builder(network.clone(), &clock));
    const FIRST: &str = "https://first.example.com/";
    error(&resolver, FIRST).await;
    let mut n = 0;
    for _ in 0..290 {
        for _ in 0..if n == 0 { 4_000 } else { 60 } {
            n += 1;
            let id = format!("https://host{n}.org/");
            let _ = resolver.resolve(&id, &detached()).await;
        }
        clock.advance(seconds(1));
    }
    assert!(
        (17_000..18_000).contains(&network.fetches()),
        "{}",
        network.fetches()
    );
    assert!(resolver.stats().accounts < 65_536);
    assert!(matches!(
        error(&resolver, FIRST).await,
        ResolveError::Spaced { .. }
    ));
}
