//! A client whose document is not known yet.

use http::request::Parts;
use tower_cimd::layer::stored::{Answer as Found, RequestObjects};
use tower_cimd::resolve::BoxFuture;
use tower_cimd::resolve::policy::{FetchContext, MayFetch, Policy};
use tower_cimd::{CimdClient, CimdLayer, ClientId};

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

#[derive(Debug)]
struct NeverAsked;

impl RequestObjects for NeverAsked {
    fn verified<'a>(&'a self, _: &'a str, _: &'a CimdClient, _: &'a Parts) -> Found<'a> {
        unreachable!("the client's keys are in its document")
    }
}

#[tokio::test]
async fn a_request_object_cannot_be_opened_without_the_clients_keys() {
    let resolver = builder(network())
        .policy(Later)
        .build()
        .expect("a resolver");
    let layer = CimdLayer::new(resolver).request_objects(NeverAsked);
    let query = format!("/authorize?client_id={CLIENT}&request=e30.e30.");
    let answer = ask(&server(layer), crate::rig::get(&query)).await;
    assert_eq!(answer.status, 503);
    assert!(
        answer.description().contains("client.pending"),
        "{answer:?}"
    );
}
