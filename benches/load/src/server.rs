//! The authorization server, in each of its roles: the same route, with something else before the handler.

mod bare;
mod fast_clock;
mod layered;
#[cfg(feature = "peer")]
mod peer;

use std::hint::black_box;
use std::net::SocketAddr;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tower_cimd::CimdClient;
use tower_layer::Identity;

use crate::answer::Body;
use crate::process;

/// Nothing before the handler.
pub(crate) const PLAIN: &str = "plain";
/// A layer that does nothing, which axum boxes as it does any other.
pub(crate) const NO_OP: &str = "no-op";
/// The layer, on documents that are written where they are asked for.
pub(crate) const LAYER: &str = "layer";
/// The layer, on documents that are fetched over TLS, for strangers in great number.
pub(crate) const FETCHING: &str = "fetching";
/// The layer for a hundred thousand clients; it is told its `cache_bytes`.
pub(crate) const CROWD: &str = "crowd";
/// No layer, and a handler that fetches the document with reqwest, and looks at nothing in it.
pub(crate) const BARE: &str = "bare";
/// No layer, and a handler that asks `turbomcp-auth`.
#[cfg(feature = "peer")]
pub(crate) const PEER: &str = "peer";

pub(crate) async fn run(role: &str) {
    let told = process::told();
    let plain = Router::new().route("/authorize", get(nobody));
    let layered = Router::new().route("/authorize", get(authorize));
    let app = match role {
        PLAIN => plain,
        NO_OP => plain.route_layer(Identity::new()),
        LAYER => layered.route_layer(layered::layer()),
        FETCHING => layered.route_layer(layered::fetching(&told[0])),
        CROWD => layered.route_layer(layered::for_a_crowd(told[0].parse().unwrap())),
        BARE => bare::app(&told[0]),
        #[cfg(feature = "peer")]
        PEER => peer::app(),
        other => panic!("{other} is no role"),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    process::until_parent_is_gone();
    println!("{address}\n");
    axum::serve(listener, app).await.unwrap();
}

/// What a parent learns from a child that [runs](run).
pub(crate) fn address(said: &[String]) -> SocketAddr {
    said[0].parse().unwrap()
}

/// A line that can be told, of the certificate of an authority.
pub(crate) fn told_root(pem: &str) -> String {
    pem.replace('\n', "|")
}

/// Where there is no layer, the layer's extractor refuses.
async fn nobody() -> &'static str {
    Body::Nobody.text()
}

async fn authorize(client: Option<CimdClient>) -> &'static str {
    match black_box(client) {
        Some(_) => Body::Client.text(),
        None => Body::Nobody.text(),
    }
}
