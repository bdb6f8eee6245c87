//! What the layer refuses is taken down as what the resolver refuses is.

use tower_cimd::resolve::Mode;
use tower_cimd::resolve::operator::RefusalFilter;
use tower_cimd::{CimdLayer, Resolver};

use crate::rig::{
    CLIENT, ask, authorization, form, get, network, post_form, redemption, resolver, server, token,
};

/// The rules, legs and blames of what was refused.
fn refusals(
    resolver: &Resolver,
) -> Vec<(String, &'static str, Option<&'static str>, &'static str)> {
    let refusals = resolver.operator().refusals(&RefusalFilter::default());
    let facts = refusals
        .into_iter()
        .map(|r| (r.client_id, r.rule, r.leg, r.blame));
    facts.collect()
}

#[tokio::test]
async fn checks_and_unreadable_requests_are_taken_down() {
    let resolver = resolver(network());
    resolver.operator();
    let server = server(CimdLayer::new(resolver.clone()));
    let unasked = form(&[("response_type", "code"), ("client_id", CLIENT)]);
    let answer = ask(&server, get(&format!("/authorize?{unasked}"))).await;
    assert_eq!(answer.status, 400);
    let twice = redemption(&[("client_id", CLIENT), ("client_id", CLIENT)]);
    let answer = ask(&server, post_form("/token", &twice)).await;
    assert_eq!(answer.status, 400);
    let mut found = refusals(&resolver);
    found.sort();
    let blames: Vec<_> = found
        .iter()
        .map(|(_, _, leg, blame)| (*leg, *blame))
        .collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(
        blames,
        [
            (Some("token"), "request"),
            (Some("authorization"), "request")
        ]
    );
}

#[tokio::test]
async fn a_block_is_answered_on_every_leg_as_the_policy_is() {
    let resolver = resolver(network());
    let server = server(CimdLayer::new(resolver.clone()));
    let operator = resolver.operator();
    operator.block(CLIENT, "", "alice").await.unwrap();
    let authorize = || {
        get(&format!(
            "/authorize?{}",
            authorization(&[("client_id", CLIENT)])
        ))
    };
    for request in [authorize(), token(CLIENT)] {
        let answer = ask(&server, request).await;
        assert!(answer.status.is_client_error(), "{answer:?}");
        assert!(
            answer.description().contains("does not accept"),
            "{answer:?}"
        );
    }
    let rules: Vec<_> = refusals(&resolver).into_iter().map(|r| r.1).collect();
    assert_eq!(rules, ["policy.blocked"; 2]);
    // Off is as if the layer were not there.
    operator
        .set_mode(Some(Mode::Off), "", "alice")
        .await
        .unwrap();
    assert_eq!(ask(&server, token(CLIENT)).await.status, 200);
}
