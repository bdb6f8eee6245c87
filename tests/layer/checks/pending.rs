//! A client whose document is not known yet.

use tower_cimd::resolve::BoxFuture;
use tower_cimd::resolve::policy::{FetchContext, MayFetch, Policy};
use tower_cimd::{CimdLayer, ClientId};

use super::{EVIL, authorize_with};
use crate::rig::{CLIENT, ask, builder, network, server};

#[derive(Debug)]
struct Later;

impl Policy for Later {
    fn may_fetch<'a>(
        &'a self,
        _: &'a ClientId,
        _: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        Box::pin(std::future::ready(MayFetch::Deferred))
    }
}

/// The rest is for the host, once it knows the client: `CimdClient::check`.
#[tokio::test]
async fn what_takes_no_document_is_checked_all_the_same() {
    let resolver = builder(network())
        .policy(Later)
        .build()
        .expect("a resolver");
    let server = server(CimdLayer::new(resolver));
    for (name, value, rule) in [
        ("scope", "a", ""),
        ("redirect_uri", EVIL, ""),
        ("scope", "\"", "scope.syntax"),
        ("code_challenge", "", "code_challenge.missing"),
        ("request_uri", "urn:x", "request_uri.unsupported"),
        ("request", "e30.e30.", "request.unsupported"),
    ] {
        let answer = ask(&server, authorize_with(name, value)).await;
        match rule {
            "" => assert_eq!(answer.seen(), format!("pending {CLIENT}")),
            rule => assert!(answer.description().contains(rule), "{answer:?}"),
        }
    }
}
