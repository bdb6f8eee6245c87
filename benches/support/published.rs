//! A client, and resolvers that find it published.
#![allow(dead_code, reason = "every program uses a part of its own")]

use tower_cimd::resolve::{Limits, StaticFetch};
use tower_cimd::{Resolver, ResolverBuilder};

pub(crate) const CLIENT_ID: &str = "https://client.example.com/oauth/client.json";

/// A document of 605 bytes.
pub(crate) fn document() -> String {
    let document = format!(
        r#"{{"client_id":"{CLIENT_ID}","client_name":"Example Client","client_uri":"https://client.example.com/","logo_uri":"https://client.example.com/logo.png","tos_uri":"https://client.example.com/terms","policy_uri":"https://client.example.com/privacy","redirect_uris":["https://client.example.com/callback","http://127.0.0.1/callback","http://localhost/callback"],"grant_types":["authorization_code","refresh_token"],"response_types":["code"],"token_endpoint_auth_method":"none","scope":"openid profile","software_id":"example"}}"#
    );
    format!("{document:605}")
}

pub(crate) fn network() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document())
}

pub(crate) fn builder(network: StaticFetch) -> ResolverBuilder {
    Resolver::builder("https://as.example.com").fetch(network)
}

/// A resolver whose rates a bench does not use up.
pub(crate) fn resolver_without_rates() -> Resolver {
    let limits = Limits::default()
        .discovery(MOST)
        .host(MOST)
        .trusted_host(MOST);
    builder(network()).limits(limits).build().unwrap()
}

const MOST: u32 = 100_000;
