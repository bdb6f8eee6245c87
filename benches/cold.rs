//! What a client costs that is new, without the network: `cargo bench --bench cold`.
//!
//! Each line is one call with its allocations, the floors first: what libraries need for the least that
//! is comparable. With `--features private-key-jwt` the proof of a client is among them.

#[path = "support/poll.rs"]
mod poll;
#[path = "support/published.rs"]
mod published;

use std::hint::black_box;

use divan::{AllocProfiler, Bencher};
use tower_cimd::resolve::{FetchContext, StaticFetch};
use tower_cimd::{Leg, Resolver};

use crate::published::{CLIENT_ID, document};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// What is held against: no rule is checked by any of these.
mod floor {
    use std::collections::HashMap;

    use moka::sync::Cache;
    use serde::Deserialize;
    use serde_json::Value;
    use sha2::{Digest, Sha256};

    use super::*;

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "it is read to be dropped")]
    struct Metadata {
        client_id: String,
        client_name: Option<String>,
        client_uri: Option<String>,
        logo_uri: Option<String>,
        tos_uri: Option<String>,
        policy_uri: Option<String>,
        redirect_uris: Vec<String>,
        grant_types: Option<Vec<String>>,
        response_types: Option<Vec<String>>,
        token_endpoint_auth_method: Option<String>,
        scope: Option<String>,
        software_id: Option<String>,
        #[serde(flatten)]
        others: HashMap<String, Value>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "it is read to be dropped")]
    struct Least {
        client_id: String,
        client_name: Option<String>,
        redirect_uris: Vec<String>,
        grant_types: Option<Vec<String>>,
        response_types: Option<Vec<String>>,
        token_endpoint_auth_method: Option<String>,
    }

    #[divan::bench]
    fn serde_json_into_a_struct(bencher: Bencher<'_, '_>) {
        let document = document();
        bencher.bench_local(|| serde_json::from_str::<Least>(black_box(&document)).unwrap());
    }

    #[divan::bench]
    fn serde_json_into_a_struct_with_all_members(bencher: Bencher<'_, '_>) {
        let document = document();
        bencher.bench_local(|| serde_json::from_str::<Metadata>(black_box(&document)).unwrap());
    }

    #[divan::bench]
    fn serde_json_into_a_value(bencher: Bencher<'_, '_>) {
        let document = document();
        bencher.bench_local(|| serde_json::from_str::<Value>(black_box(&document)).unwrap());
    }

    #[divan::bench]
    fn sha_256(bencher: Bencher<'_, '_>) {
        let document = document();
        bencher.bench_local(|| Sha256::digest(black_box(&document)));
    }

    #[divan::bench]
    fn url_parse() -> url::Url {
        url::Url::parse(black_box(CLIENT_ID)).unwrap()
    }

    #[divan::bench]
    fn moka_get(bencher: Bencher<'_, '_>) {
        let cache = Cache::new(10);
        cache.insert(CLIENT_ID.to_owned(), std::sync::Arc::new(()));
        bencher.bench_local(|| cache.get(black_box(CLIENT_ID)).unwrap());
    }

    #[divan::bench]
    fn boxed_future() {
        let future: std::pin::Pin<Box<dyn Future<Output = &str>>> =
            Box::pin(std::future::ready(black_box(CLIENT_ID)));
        black_box(poll::at_once(future));
    }
}

/// From bytes to a client.
mod document {
    use std::time::SystemTime;

    use bytes::Bytes;
    use http::header::CONTENT_TYPE;
    use http::{HeaderMap, HeaderValue, StatusCode};
    use tower_cimd::rules::client::{Client, Provenance};
    use tower_cimd::rules::client_id::ClientId;
    use tower_cimd::rules::json::Object;
    use tower_cimd::rules::publication::Publication;
    use tower_cimd::rules::rule_set::RuleSet;

    use super::*;

    #[divan::bench]
    fn client_id_parse() {
        let _ = black_box(ClientId::parse(black_box(CLIENT_ID)));
    }

    #[divan::bench]
    fn strict_json(bencher: Bencher<'_, '_>) {
        let document = document();
        bencher.bench_local(|| {
            let object = Object::read(black_box(document.as_bytes()), 5_120).unwrap();
            black_box(&object);
        });
    }

    /// The media type and the size of an answer.
    #[divan::bench]
    fn publication(bencher: Bencher<'_, '_>) {
        let json = HeaderValue::from_static("application/json");
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, json)]);
        let body = Bytes::from(document());
        bencher.bench_local(|| {
            Publication::receive(StatusCode::OK, black_box(&headers), body.clone()).unwrap()
        });
    }

    /// All of it: strict JSON, every rule, negotiation, digest.
    #[divan::bench]
    fn client_of_605_bytes(bencher: Bencher<'_, '_>) {
        let resolver = published::builder(StaticFetch::new()).build().unwrap();
        let derive = deriver();
        bencher.bench_local(|| derive(&resolver.rules()));
    }

    #[divan::bench]
    fn digest_of_the_rules(bencher: Bencher<'_, '_>) {
        let resolver = published::builder(StaticFetch::new()).build().unwrap();
        bencher.bench_local(|| black_box(resolver.rules()).digest());
    }

    fn deriver() -> impl Fn(&RuleSet) -> Client {
        let client_id = ClientId::parse(CLIENT_ID).unwrap();
        let publication = Publication::supplied(Bytes::from(document()));
        let now = SystemTime::now();
        let provenance = Provenance {
            fetched_at: now,
            fresh_until: now,
        };
        move |rules| Client::derive(&client_id, black_box(&publication), rules, provenance).unwrap()
    }
}

/// From a client_id to a client, with a network that answers at once.
mod resolution {
    use tokio::runtime::{Builder, Runtime};
    use tower_cimd::resolve::SharedCache;

    use super::*;

    /// Policy, budgets, a flight of its own on a task, a fetch, the document, the cache. One call a sample:
    /// what is forgotten before the second would be found by it.
    #[divan::bench(sample_size = 1, sample_count = 2_000)]
    fn one_flight(bencher: Bencher<'_, '_>) {
        let runtime = runtime();
        let resolver = published::resolver_without_rates();
        let context = FetchContext::detached(Some(Leg::Authorization));
        bencher
            .with_inputs(|| resolver.forget(CLIENT_ID))
            .bench_local_values(|()| {
                runtime
                    .block_on(resolver.resolve(CLIENT_ID, &context))
                    .unwrap()
            });
    }

    /// The same for a hundred who ask at once, together.
    #[divan::bench(sample_size = 1, sample_count = 500)]
    fn one_flight_for_a_hundred(bencher: Bencher<'_, '_>) {
        let runtime = runtime();
        let resolver = published::resolver_without_rates();
        bencher
            .with_inputs(|| resolver.forget(CLIENT_ID))
            .bench_local_values(|()| runtime.block_on(hundred(&resolver)));
    }

    async fn hundred(resolver: &Resolver) {
        let asked = (0..100).map(|_| {
            let resolver = resolver.clone();
            tokio::spawn(async move {
                let context = FetchContext::detached(Some(Leg::Authorization));
                resolver.resolve(CLIENT_ID, &context).await.is_ok()
            })
        });
        for asked in asked.collect::<Vec<_>>() {
            assert!(asked.await.unwrap());
        }
    }

    /// What another resolver put into a shared cache, judged anew by this one's own rules.
    #[divan::bench]
    fn by_other_rules(bencher: Bencher<'_, '_>) {
        let cache = SharedCache::new(1 << 20);
        let network = published::network();
        let builder = || published::builder(network.clone()).cache(cache.clone());
        let one = builder().build().unwrap();
        let other = builder().rules(|rules| rules.client_id.query = false);
        let other = other.build().unwrap();
        let context = FetchContext::detached(Some(Leg::Authorization));
        runtime()
            .block_on(one.resolve(CLIENT_ID, &context))
            .unwrap();
        bencher.bench_local(|| {
            let resolved = other.resolve_now(black_box(CLIENT_ID), &context);
            assert!(resolved.is_some());
            resolved
        });
    }

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().unwrap()
    }
}

/// Who a client is, proven.
#[cfg(feature = "private-key-jwt")]
#[path = "support/proof.rs"]
mod proof;
