//! What the operator is told.

use tower_cimd::layer::protect::{ClientRules, TokenError};
use tower_cimd::resolve::policy::use_if;

use super::{Tokens, World, bearing, call, claims};
use crate::events::check;
use crate::rig::CLIENT;

#[tokio::test]
async fn a_request_without_a_token_is_the_callers_affair() {
    let world = World::new(Tokens::saying(claims()));
    let fields = "rule=\"token.missing\" blame=\"request\"";
    check(&world.server(), bearing(&[]), "DEBUG", fields).await;
}

#[tokio::test]
async fn a_denied_client_is_told_with_its_client_id() {
    let world = World::new(Tokens::saying(claims()))
        .change(|layer| layer.clients(ClientRules::only_named()));
    let fields = format!("client_id={CLIENT} rule=\"client.denied\" blame=\"policy\"");
    check(&world.server(), call(), "INFO", &fields).await;
}

#[tokio::test]
async fn what_the_policy_refuses_is_told_once() {
    let world = World::with(Tokens::saying(claims()), |builder| {
        builder.policy(use_if(|_| false))
    });
    let context = tower_cimd::resolve::FetchContext::detached(None);
    assert!(world.resolver.resolve(CLIENT, &context).await.is_err());
    let fields = format!("client_id={CLIENT} rule=\"policy.may_use\" blame=\"policy\"");
    check(&world.server(), call(), "INFO", &fields).await;
}

#[tokio::test]
async fn an_outage_of_the_verifier_is_told_as_ours() {
    let world = World::new(Tokens::answering(Err(TokenError::Unavailable)));
    let fields = "rule=\"verifier.unavailable\" blame=\"ourselves\"";
    check(&world.server(), call(), "ERROR", fields).await;
}
