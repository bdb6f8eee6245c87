//! No host evicts another's clients.

use tower_cimd::resolve::{Admission, Limits, SharedCache};
use tower_cimd::rules::client::Source;
use tower_cimd::{ClientId, Resolver};

use crate::budget::outside::Outside;
use crate::support::FakeClock;
use crate::world::{Operator, build, builder, client, source};

const MIB: u64 = 1024 * 1024;

/// A resolver with a cache of one MiB and without narrow rates.
fn resolver(operator: Operator) -> Resolver {
    let limits = Limits::default()
        .discovery(100_000)
        .host(100_000)
        .trusted_host(100_000);
    let builder = builder(Outside::of_clients(), &FakeClock::new());
    build(builder.policy(operator).limits(limits).cache_bytes(MIB))
}

fn id(n: usize) -> String {
    format!("https://crowd.example.com/{n}")
}

async fn fill(resolver: &Resolver, count: usize) {
    for n in 0..count {
        client(resolver, &id(n)).await;
    }
}

#[tokio::test]
async fn a_host_has_a_sixteenth_and_a_trusted_one_a_quarter() {
    for (admission, part) in [(Admission::Admitted, 16), (Admission::Trusted, 4)] {
        let resolver = resolver(Operator::new().admits(admission));
        fill(&resolver, 1_000).await;
        let bytes = resolver.stats().bytes;
        let share = MIB / part;
        assert!((share - 4_096..=share).contains(&bytes), "{bytes}");
    }
}

#[tokio::test]
async fn a_host_over_its_share_drops_what_it_has_longest() {
    let resolver = resolver(Operator::new());
    fill(&resolver, 500).await;
    let held = usize::try_from(resolver.stats().entries).unwrap();
    assert!((10..100).contains(&held), "{held}");
    for n in 500 - held..500 {
        assert_eq!(source(&resolver, &id(n)).await, Source::Cache, "{n}");
    }
    assert_eq!(
        source(&resolver, &id(500 - held - 1)).await,
        Source::Fetched
    );
}

#[tokio::test]
async fn a_crowd_on_one_host_evicts_nobody_else() {
    let resolver = resolver(Operator::new());
    let others: Vec<_> = (0..50)
        .map(|n| format!("https://other{n}.example.com/"))
        .collect();
    for other in &others {
        client(&resolver, other).await;
    }
    fill(&resolver, 1_000).await;
    for other in &others {
        assert_eq!(source(&resolver, other).await, Source::Cache, "{other}");
    }
}

#[tokio::test]
async fn a_crowd_of_hosts_evicts_no_proven_client() {
    let resolver = resolver(Operator::new());
    let proven: Vec<_> = (0..50)
        .map(|n| format!("https://proven{n}.example.com/"))
        .collect();
    for (n, id) in proven.iter().enumerate() {
        let client_id = ClientId::parse(id).unwrap();
        // Proven before it is fetched, or after.
        if n % 2 == 0 {
            resolver.proven(&client_id);
            client(&resolver, id).await;
        } else {
            client(&resolver, id).await;
            resolver.proven(&client_id);
        }
    }
    for n in 0..1_000 {
        let id = format!("https://crowd{n}.example.com/");
        for _ in 0..8 {
            client(&resolver, &id).await;
        }
    }
    assert!(resolver.stats().bytes <= MIB);
    for id in &proven {
        assert_eq!(source(&resolver, id).await, Source::Cache, "{id}");
    }
}

#[tokio::test]
async fn a_host_with_too_many_clients_keeps_its_proven_ones() {
    let resolver = resolver(Operator::new());
    for n in 0..5 {
        client(&resolver, &id(n)).await;
        resolver.proven(&ClientId::parse(&id(n)).unwrap());
    }
    fill(&resolver, 1_000).await;
    for n in 0..5 {
        assert_eq!(source(&resolver, &id(n)).await, Source::Cache, "{n}");
    }
}

#[tokio::test]
async fn a_host_with_too_many_proven_clients_is_held_to_its_share() {
    let resolver = resolver(Operator::new());
    for n in 0..500 {
        resolver.proven(&ClientId::parse(&id(n)).unwrap());
    }
    fill(&resolver, 500).await;
    assert!(resolver.stats().bytes <= MIB / 16);
}

#[tokio::test]
async fn named_clients_are_not_counted() {
    let ids: Vec<_> = (0..100).map(id).collect();
    let operator = ids
        .iter()
        .fold(Operator::new(), |operator, id| operator.names(id));
    let resolver = resolver(operator);
    for _ in 0..2 {
        fill(&resolver, 100).await;
    }
    assert_eq!(resolver.stats().entries, 100);
    assert!(resolver.stats().bytes > MIB / 16);
}

#[tokio::test]
async fn what_is_forgotten_counts_no_longer() {
    let resolver = resolver(Operator::new());
    fill(&resolver, 30).await;
    for _ in 0..200 {
        resolver.forget(&id(0));
        client(&resolver, &id(0)).await;
    }
    for n in 0..30 {
        assert_eq!(source(&resolver, &id(n)).await, Source::Cache, "{n}");
    }
}

#[tokio::test]
async fn a_proven_client_can_be_forgotten() {
    let resolver = resolver(Operator::new());
    client(&resolver, &id(0)).await;
    resolver.proven(&ClientId::parse(&id(0)).unwrap());
    resolver.forget(&id(0));
    assert_eq!(resolver.stats().entries, 0);
    assert_eq!(source(&resolver, &id(0)).await, Source::Fetched);
    assert_eq!(resolver.stats().entries, 1);
}

#[tokio::test]
async fn a_client_proven_to_one_tenant_is_one_document_for_all() {
    let (network, clock) = (Outside::of_clients(), FakeClock::new());
    let cache = SharedCache::new(MIB);
    let tenant = || build(builder(network.clone(), &clock).cache(cache.clone()));
    let (one, other) = (tenant(), tenant());
    client(&one, &id(0)).await;
    one.proven(&ClientId::parse(&id(0)).unwrap());
    assert_eq!(source(&other, &id(0)).await, Source::Cache);
    // The other one does not know that it is proven, and brings a newer copy.
    clock.advance(crate::world::seconds(400));
    assert_eq!(source(&other, &id(0)).await, Source::Fetched);
    assert_eq!(source(&one, &id(0)).await, Source::Cache);
    assert_eq!(cache.size().0, 1);
}
