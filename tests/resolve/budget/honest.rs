//! Warm clients stay warm while a stranger floods one host.

use tower_cimd::rules::client::Source;

use crate::budget::outside::Outside;
use crate::support::FakeClock;
use crate::world::{build, builder, client, detached, seconds, source};

#[tokio::test]
async fn ten_thousand_ids_on_one_host_leave_the_hit_ratio_of_a_hundred_clients_alone() {
    let (network, clock) = (Outside::of_clients(), FakeClock::new());
    // Room for the honest ones and little more.
    let resolver = build(builder(network.clone(), &clock).cache_bytes(512 * 1024));
    let honest: Vec<_> = (0..100)
        .map(|n| format!("https://honest{n}.example.com/oauth"))
        .collect();
    for id in &honest {
        client(&resolver, id).await;
    }
    let (mut hits, mut uses, before) = (0, 0, network.fetches());
    // Four minutes, each id tried eight times, which is what defeats a cache that counts uses.
    for n in 0..10_000 {
        let id = format!("https://flood.example.com/{n}");
        for _ in 0..8 {
            let _ = resolver.resolve(&id, &detached()).await;
        }
        if n % 42 == 0 {
            clock.advance(seconds(1));
        }
        uses += 1;
        hits += usize::from(source(&resolver, &honest[n % 100]).await == Source::Cache);
    }
    assert!(hits * 100 >= uses * 99, "{hits} of {uses}");
    // A burst of 150, and 2.5 a second.
    let fetched = network.fetches() - before;
    assert!(fetched <= 150 + 240 * 5 / 2, "{fetched}");
}
