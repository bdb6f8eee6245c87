//! What the operator is told.

use tower_cimd::layer::protect::{ClientRules, TokenError};
use tower_cimd::resolve::policy::use_if;

use super::{Tokens, World, bearing, call, claims};
use crate::events::check;
#[cfg(feature = "metrics")]
use crate::recorder::Recorded;
use crate::rig::CLIENT;

#[tokio::test]
async fn a_request_without_a_token_is_the_callers_affair() {
    let world = World::new(Tokens::saying(claims()));
    let fields = "rule=\"access_token.missing\" blame=\"request\"";
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

#[cfg(feature = "metrics")]
#[tokio::test]
async fn a_denial_counts_by_its_rule_and_is_no_refusal() {
    let recorded = Recorded::default();
    let _guard = recorded.install();
    let world = World::new(Tokens::saying(claims()))
        .change(|layer| layer.clients(ClientRules::only_named()));
    world.call().await;
    crate::rig::ask(&world.server(), bearing(&[])).await;
    assert_eq!(
        recorded.of("cimd_protect_denials_total"),
        [
            "cimd_protect_denials_total{rule=access_token.missing}=1",
            "cimd_protect_denials_total{rule=client.denied}=1",
        ]
    );
    assert_eq!(recorded.of("cimd_refusals_total"), [""; 0]);
}

#[tokio::test]
async fn an_outage_of_the_verifier_floods_no_log() {
    let world = World::new(Tokens::answering(Err(TokenError::Unavailable)));
    let server = world.server();
    let fields = "rule=\"verifier.unavailable\" blame=\"ourselves\"";
    for _ in 0..5 {
        check(&server, call(), "ERROR", fields).await;
    }
    check(&server, call(), "DEBUG", fields).await;
    world.clock.advance(std::time::Duration::from_secs(10));
    let told = crate::events::told(&server, call(), "a request was refused").await;
    assert!(told[0].starts_with("ERROR"), "{told:?}");
    assert!(told[0].contains(" suppressed=1 "), "{told:?}");
}
