//! A handler that asks `turbomcp-auth` for the client, as its documentation has it, and checks nothing of the request.

use std::hint::black_box;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::Deserialize;
use turbomcp_auth::cimd::{FetcherConfig, MetadataFetcher};
use turbomcp_auth::ssrf::{SsrfPolicy, SsrfValidator};

use crate::answer::Body;

#[derive(Deserialize)]
struct Authorization {
    client_id: String,
}

pub(crate) fn app() -> Router {
    Router::new()
        .route("/authorize", get(authorize))
        .with_state(Arc::new(fetcher()))
}

async fn authorize(
    State(fetcher): State<Arc<MetadataFetcher>>,
    Query(Authorization { client_id }): Query<Authorization>,
) -> &'static str {
    match black_box(fetcher.fetch(&client_id).await) {
        Ok(_) => Body::Client.text(),
        Err(error) => {
            eprintln!("turbomcp-auth: {error}");
            Body::Nobody.text()
        }
    }
}

fn fetcher() -> MetadataFetcher {
    let policy = SsrfPolicy {
        allow_localhost: true,
        ip_denylist: Vec::new(),
        ..SsrfPolicy::default()
    };
    let config = FetcherConfig {
        // By default ten requests a minute, whether or not the client is in its cache.
        rate_limit_max_requests: u32::MAX,
        ..FetcherConfig::default()
    };
    MetadataFetcher::with_config(SsrfValidator::new(policy), config).unwrap()
}
