//! Many clients, and more than one thread: `cargo bench --bench many`.
//!
//! Each line is one client found in the cache, by one thread and by two at once: where two do not stand in
//! each other's way, each takes as long as one alone. Beside it what the cache's library needs alone.

#[path = "support/published.rs"]
mod published;
#[path = "support/zipf.rs"]
mod zipf;

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use divan::{AllocProfiler, Bencher};
use tower_cimd::resolve::{FetchContext, StaticFetch};
use tower_cimd::{Leg, Resolver};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::Divan::default()
        .sample_size(1_024)
        .config_with_args()
        .main();
}

/// Everybody asks for the same client.
#[divan::bench(threads = [1, 2])]
fn one_client(bencher: Bencher<'_, '_>) {
    find(bencher, &Asked::new(1));
}

/// Ten thousand, the popular ones most.
#[divan::bench(threads = [1, 2])]
fn ten_thousand_by_zipf(bencher: Bencher<'_, '_>) {
    find(bencher, &Asked::new(10_000));
}

#[divan::bench(threads = [1, 2])]
fn moka_one_key(bencher: Bencher<'_, '_>) {
    find_in_moka(bencher, &Asked::new(1));
}

#[divan::bench(threads = [1, 2])]
fn moka_ten_thousand_by_zipf(bencher: Bencher<'_, '_>) {
    find_in_moka(bencher, &Asked::new(10_000));
}

fn find(bencher: Bencher<'_, '_>, asked: &Asked) {
    let resolver = warm(&asked.client_ids);
    let context = FetchContext::detached(Some(Leg::Authorization));
    bencher
        .with_inputs(|| asked.next())
        .bench_values(|client_id| {
            resolver
                .resolve_now(black_box(client_id), &context)
                .is_some()
        });
}

fn find_in_moka(bencher: Bencher<'_, '_>, asked: &Asked) {
    let cache = moka::sync::Cache::new(20_000);
    for client_id in &asked.client_ids {
        cache.insert(client_id.clone(), std::sync::Arc::new(()));
    }
    bencher
        .with_inputs(|| asked.next())
        .bench_values(|client_id| cache.get(black_box(client_id)).is_some());
}

/// Clients, and in which order they are asked for.
struct Asked {
    client_ids: Vec<String>,
    order: Vec<usize>,
    at: AtomicUsize,
}

impl Asked {
    fn new(count: usize) -> Asked {
        Asked {
            client_ids: (0..count)
                .map(|number| format!("https://c{number}.example.net/oauth/client.json"))
                .collect(),
            order: zipf::zipf(count).take(100_000).collect(),
            at: AtomicUsize::new(0),
        }
    }

    fn next(&self) -> &str {
        let at = self.at.fetch_add(1, Ordering::Relaxed) % self.order.len();
        &self.client_ids[self.order[at]]
    }
}

/// A resolver that has resolved all of them.
fn warm(client_ids: &[String]) -> Resolver {
    let network = client_ids
        .iter()
        .fold(StaticFetch::new(), |network, client_id| {
            let redirect_uri = format!("{client_id}/callback");
            let document = serde_json::json!({
                "client_id": client_id,
                "redirect_uris": [redirect_uri],
            });
            network.publish(client_id, document.to_string())
        });
    let limits = tower_cimd::resolve::Limits::default().discovery(100_000);
    let resolver = published::builder(network)
        .limits(limits)
        .cache_bytes(64 << 20)
        .build()
        .unwrap();
    let context = FetchContext::detached(Some(Leg::Authorization));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        for client_id in client_ids {
            resolver.resolve(client_id, &context).await.unwrap();
        }
    });
    resolver
}
