//! Clients that the operator blocks at run time.

use tower_cimd::Leg;
use tower_cimd::resolve::operator::OrderError;
use tower_cimd::resolve::patterns::AllowedClients;
use tower_cimd::resolve::{Resolution, ResolveError, StaticFetch};
use tower_cimd::rules::blame::Blame;

use crate::event::Log;
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, Operator, build, builder, client, detached, error, on, resolver};

fn network() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID))
}

/// Whether a block of this pattern refuses [`CLIENT_ID`].
async fn check(pattern: &str, blocks: bool) {
    let (resolver, _) = resolver(network());
    let operator = resolver.operator();
    operator.block(pattern, "", "alice").await.unwrap();
    let outcome = resolver.resolve(CLIENT_ID, &detached()).await;
    let blocked = matches!(outcome, Err(ResolveError::Blocked));
    assert_eq!(blocked, blocks, "{pattern}: {outcome:?}");
}

#[tokio::test]
async fn a_block_is_for_what_a_rulebook_would_match() {
    check(CLIENT_ID, true).await;
    check("https://client.example.com/other", false).await;
    check("client.example.com", true).await;
    check("CLIENT.example.com", true).await;
    check("*.example.com", true).await;
    check("example.com", false).await;
    check("*.client.example.com", false).await;
    check("client.example.com/oauth", true).await;
    check("client.example.com/oau", false).await;
    check("*", true).await;
}

#[tokio::test]
async fn a_blocked_client_costs_no_fetch_and_no_question_to_the_policy() {
    let (network, clock, policy) = (network(), FakeClock::new(), Operator::new());
    let resolver = build(builder(network.clone(), &clock).policy(policy.clone()));
    let operator = resolver.operator();
    operator
        .block("client.example.com", "", "alice")
        .await
        .unwrap();
    let refused = error(&resolver, CLIENT_ID).await;
    assert_eq!(refused.rule(), "policy.blocked");
    assert_eq!(refused.cause(), "policy.blocked");
    assert_eq!(refused.blame(), Blame::Policy);
    assert_eq!(network.fetches(), 0);
    assert_eq!(policy.asked(), [0, 0, 0]);
}

#[tokio::test]
async fn a_block_holds_on_every_leg_for_a_copy_in_the_cache_and_is_lifted_at_once() {
    let (resolver, _) = resolver(network());
    let operator = resolver.operator();
    client(&resolver, CLIENT_ID).await;
    operator.block(CLIENT_ID, "", "alice").await.unwrap();
    for leg in Leg::ALL {
        let now = resolver.resolve_now(CLIENT_ID, &on(leg)).unwrap();
        assert!(matches!(now, Err(ResolveError::Blocked)), "{leg:?}");
    }
    let known = resolver.client_cached(&CLIENT_ID.parse().unwrap());
    assert!(known.is_none());
    operator.unblock(CLIENT_ID, "alice").await.unwrap();
    for leg in Leg::ALL {
        let now = resolver.resolve_now(CLIENT_ID, &on(leg)).unwrap();
        assert!(matches!(now, Ok(Resolution::Client(_))), "{leg:?}");
    }
}

#[tokio::test]
async fn a_block_is_not_lifted_by_a_policy_that_names_the_client() {
    let clock = FakeClock::new();
    let allowed = AllowedClients::matching(["client.example.com/oauth"]).unwrap();
    let resolver = build(builder(network(), &clock).policy(allowed));
    let operator = resolver.operator();
    operator.block("*.example.com", "", "alice").await.unwrap();
    assert!(matches!(
        error(&resolver, CLIENT_ID).await,
        ResolveError::Blocked
    ));
}

#[tokio::test]
async fn a_block_is_told_by_its_pattern_and_who_gave_it() {
    let log = Log::install();
    let (resolver, _) = resolver(network());
    let operator = resolver.operator();
    log.told();
    operator
        .block("client.example.com", "keys\nleaked", "alice\n")
        .await
        .unwrap();
    error(&resolver, CLIENT_ID).await;
    operator.unblock("client.example.com", "bob").await.unwrap();
    let refused = format!("client_id={CLIENT_ID} rule=policy.blocked blame=policy");
    assert_eq!(
        log.told(),
        [
            "INFO cimd.ordered action=block client_id=client.example.com by=alice\\n".to_owned(),
            format!(
                "INFO cimd.ruled client_id={CLIENT_ID} name=client.example.com rule=policy.blocked"
            ),
            format!("INFO cimd.refused {refused}"),
            "INFO cimd.ordered action=unblock client_id=client.example.com by=bob".to_owned(),
        ]
    );
}

#[tokio::test]
async fn explain_tells_of_a_block() {
    let (resolver, _) = resolver(network());
    let operator = resolver.operator();
    operator.block(CLIENT_ID, "", "alice").await.unwrap();
    let explanation = resolver.explain(CLIENT_ID, None).await;
    let last = explanation.steps().last().unwrap();
    assert_eq!(last.rule(), Some("policy.blocked"));
    assert_eq!(last.stage().name(), "admits");
    assert!(last.mend().is_some());
}

/// That a block is refused for this reason, and nothing is blocked then.
async fn refused(pattern: &str, why: &str, by: &str, rule: &str) {
    let (resolver, _) = resolver(network());
    let operator = resolver.operator();
    let error = operator.block(pattern, why, by).await.unwrap_err();
    assert_eq!(error.rule(), rule, "{pattern:?}");
    assert!(operator.orders().is_empty());
    assert_eq!(operator.orders().version, 0);
}

#[tokio::test]
async fn what_is_no_order_is_refused_by_a_stable_rule() {
    refused("", "", "alice", "order.pattern").await;
    refused("com", "", "alice", "order.pattern").await;
    refused("*.com", "", "alice", "order.pattern").await;
    refused("https://client.example.com", "", "alice", "order.pattern").await;
    refused(CLIENT_ID, "", "", "order.text").await;
    refused(CLIENT_ID, "", &"a".repeat(129), "order.text").await;
    refused(CLIENT_ID, &"a".repeat(513), "alice", "order.text").await;
    let long = format!("{}example.com", "a.".repeat(1024));
    refused(&long, "", "alice", "order.text").await;
}

#[tokio::test]
async fn there_are_so_many_blocks_and_no_more() {
    let (resolver, _) = resolver(network());
    let operator = resolver.operator();
    for number in 0..1024 {
        let host = format!("host{number}.example.com");
        operator.block(&host, "", "alice").await.unwrap();
    }
    let full = operator.block(CLIENT_ID, "", "alice").await.unwrap_err();
    assert!(matches!(full, OrderError::Full));
    // One that is there already can be given anew.
    operator
        .block("host7.example.com", "again", "bob")
        .await
        .unwrap();
    assert_eq!(operator.orders().blocks.len(), 1024);
    let last = operator.orders().blocks.last().cloned().unwrap();
    assert_eq!(
        (last.given.by.as_str(), last.given.why.as_str()),
        ("bob", "again")
    );
    client(&resolver, CLIENT_ID).await;
    operator.unblock("host7.example.com", "bob").await.unwrap();
    operator.block(CLIENT_ID, "", "alice").await.unwrap();
    error(&resolver, CLIENT_ID).await;
}

#[tokio::test]
async fn only_what_was_ordered_can_be_taken_back() {
    let (resolver, _) = resolver(network());
    let operator = resolver.operator();
    let unknown = operator.unblock(CLIENT_ID, "alice").await.unwrap_err();
    assert!(matches!(unknown, OrderError::Unknown));
    let unknown = operator.unpin(CLIENT_ID, "alice").await.unwrap_err();
    assert!(matches!(unknown, OrderError::Unknown));
}
