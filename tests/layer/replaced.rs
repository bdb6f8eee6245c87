//! Layers in front of a resolver that takes new settings.

use axum::Router;
use axum::routing::any;
use tower_cimd::resolve::rulebook::{Effect, Rule, Rulebook};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::{AdvertiseLayer, CimdLayer, Resolver};

use crate::rig::{CLIENT, ask, authorization, authorize, builder, get, network, server};
use crate::support::settle;

const ISSUER: &str = "https://as.example.com";
const BARE: &str = r#"{"issuer":"https://as.example.com"}"#;

fn rule(effect: Effect) -> Rule {
    Rule::new("partner", effect, ["client.example.com"]).expect("a pattern")
}

fn book(rule: Rule) -> Rulebook {
    Rulebook::new([rule]).expect("a rulebook")
}

#[tokio::test]
async fn no_answer_is_made_of_the_halves_of_two_settings() {
    let network = network();
    let hold = network.hold(CLIENT);
    let limited = book(rule(Effect::Allow).scopes(["tools"]));
    let resolver = builder(network)
        .policy(limited)
        .build()
        .expect("a resolver");
    let server = server(CimdLayer::new(resolver.clone()));
    let beyond = [("client_id", CLIENT), ("scope", "tools admin")];
    let uri = format!("/authorize?{}", authorization(&beyond));
    let asking = server.clone();
    let under_way = tokio::spawn(async move { ask(&asking, get(&uri)).await });
    settle().await;
    // Refuses the client, and has nothing to say about its scopes.
    let closed = book(rule(Effect::Deny));
    resolver
        .replace(Resolver::builder(ISSUER).policy(closed))
        .expect("in range");
    drop(hold);
    let answer = under_way.await.expect("an answer");
    assert_eq!(answer.error(), "invalid_scope", "{answer:?}");
    let next = ask(&server, authorize(CLIENT)).await;
    assert_eq!(next.error(), "invalid_client", "{next:?}");
}

#[tokio::test]
async fn metadata_tells_of_the_methods_of_the_moment() {
    let resolver = builder(network()).build().expect("a resolver");
    let cimd = CimdLayer::new(resolver.clone()).host_authenticates_clients();
    let advertise = AdvertiseLayer::new(&cimd).assertion_algorithms(["ES256"]);
    let handler = any(|| async { ([("content-type", "application/json")], BARE) });
    let app = Router::new()
        .route("/metadata", handler)
        .route_layer(advertise);
    let before = ask(&app, get("/metadata")).await;
    assert!(!before.body.contains("private_key_jwt"), "{before:?}");
    let methods = [AuthMethod::PrivateKeyJwt];
    resolver
        .replace(Resolver::builder(ISSUER).auth_methods(methods))
        .expect("in range");
    let after = ask(&app, get("/metadata")).await;
    assert!(after.body.contains("private_key_jwt"), "{after:?}");
}
