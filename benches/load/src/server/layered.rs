//! The layer, as an operator would set it for what is measured.

use tower_cimd::net::HttpsFetch;
use tower_cimd::resolve::{Dials, Limits};
use tower_cimd::{CimdLayer, Resolver, ResolverBuilder};

use crate::press::Press;
use crate::publisher::{OnLoopback, PATIENCE};
use crate::server::fast_clock::FastClock;

/// Defaults throughout, but that ten thousand strangers come within a second, and have room.
pub(crate) fn layer() -> CimdLayer {
    let builder = builder().fetch(Press).limits(for_strangers());
    layer_of(builder.cache_bytes(64 << 20))
}

/// The guarded fetcher with all that it checks, and rates as for a thousand strangers at once.
///
/// Names lead to loopback, which the switch allows; it answers for all hosts.
pub(crate) fn fetching(root: &str) -> CimdLayer {
    let fetch = HttpsFetch::builder()
        .lookup(OnLoopback)
        .dials(Dials::per_minute(RATE))
        .connect_timeout(PATIENCE)
        .timeout(PATIENCE)
        .danger_loopback()
        .danger_extra_root(root.replace('|', "\n").as_bytes())
        .build()
        .unwrap();
    layer_of(
        builder()
            .fetch(fetch)
            .limits(for_strangers())
            .in_flight(1_024)
            .fetch_deadline(PATIENCE),
    )
}

/// Days of arrivals within seconds, by a clock that runs ahead; clients that stay.
pub(crate) fn for_a_crowd(cache_bytes: u64) -> CimdLayer {
    let builder = builder().fetch(Press).limits(for_strangers());
    layer_of(builder.clock(FastClock::new()).cache_bytes(cache_bytes))
}

fn builder() -> ResolverBuilder {
    Resolver::builder("https://as.example.com")
}

fn layer_of(builder: ResolverBuilder) -> CimdLayer {
    CimdLayer::new(builder.build().unwrap())
}

fn for_strangers() -> Limits {
    Limits::default().discovery(RATE)
}

/// The greatest that there is, of which strangers have a quarter.
const RATE: u32 = 100_000;
