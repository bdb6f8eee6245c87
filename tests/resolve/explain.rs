//! What this server would do with a client_id, step by step.

use std::error::Error;

use serde_json::Value;
use tower_cimd::Resolver;
use tower_cimd::resolve::explanation::{Conclusion, Stage};
use tower_cimd::resolve::policy::{Admission, MayFetch, MayUse};
use tower_cimd::resolve::{
    BoxFuture, Explanation, FetchError, Known, Origin, RegisteredClients, StaticFetch,
};

use crate::publisher::Publisher;
use crate::support::{FakeClock, document, fetched};
use crate::world::{CLIENT_ID, Operator, build, builder, client, error, resolver, seconds};

fn stages(explanation: &Explanation) -> Vec<&'static str> {
    explanation
        .steps()
        .iter()
        .map(|step| step.stage().name())
        .collect()
}

/// The last step, where it was not passed: its stage and its rule.
fn broken(explanation: &Explanation) -> Option<(Stage, &'static str)> {
    let last = explanation.steps().last().expect("there is a first step");
    let before = explanation.steps().iter().rev().skip(1);
    assert!(
        before.into_iter().all(|step| step.is_passed()),
        "{explanation:?}"
    );
    (!last.is_passed()).then(|| (last.stage(), last.rule().expect("a broken step has a rule")))
}

async fn explain(resolver: &Resolver) -> Explanation {
    resolver.explain(CLIENT_ID, None).await
}

#[tokio::test]
async fn the_steps_are_told_in_the_order_of_the_way() {
    let (resolver, _) = resolver(Publisher::with(&[("cache-control", "max-age=600")]).network);
    let explanation = resolver
        .explain(CLIENT_ID, Some("https://client.example.com/callback"))
        .await;
    assert_eq!(
        stages(&explanation),
        [
            "client_id",
            "admits",
            "at_hand",
            "may_fetch",
            "budget",
            "fetch",
            "document",
            "may_use",
            "redirect_uri"
        ]
    );
    assert_eq!(explanation.conclusion(), Conclusion::Accepted);
    let told = explanation
        .steps()
        .iter()
        .find(|step| step.stage() == Stage::Document)
        .unwrap();
    assert_eq!(
        told.words(),
        "valid; would be kept for 600 s (freshness.max_age)"
    );
}

#[tokio::test]
async fn nothing_is_kept_of_what_was_fetched() {
    let publisher = Publisher::with(&[]);
    let (resolver, _) = resolver(publisher.network.clone());
    explain(&resolver).await;
    assert_eq!(resolver.stats().entries, 0);
    client(&resolver, CLIENT_ID).await;
    assert_eq!(publisher.fetches(), 2);
}

#[tokio::test]
async fn a_fresh_copy_is_explained_without_a_fetch() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(20));
    let explanation = explain(&resolver).await;
    assert_eq!(publisher.fetches(), 1);
    assert_eq!(
        stages(&explanation),
        ["client_id", "admits", "at_hand", "may_use"]
    );
    let held = explanation.steps()[2].words();
    assert_eq!(
        held,
        "a copy of 20 s ago is held, and fresh for another 280 s"
    );
}

#[tokio::test]
async fn a_withdrawal_that_is_only_explained_withdraws_nothing() {
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    client(&resolver, CLIENT_ID).await;
    clock.advance(seconds(301));
    publisher.answers(404);
    assert_eq!(
        broken(&explain(&resolver).await),
        Some((Stage::Document, "document.status.gone"))
    );
    assert_eq!(resolver.stats().entries, 1);
}

#[tokio::test]
async fn each_refusal_is_told_at_its_step_with_what_to_mend() {
    let refused = |policy: Operator| {
        let clock = FakeClock::new();
        build(builder(Publisher::with(&[]).network, &clock).policy(policy))
    };
    let admits = refused(Operator::new().admits(Admission::Refused));
    let may_fetch = refused(Operator::new().may_fetch(Some(MayFetch::Refused)));
    let unavailable = refused(Operator::new().may_fetch(Some(MayFetch::Unavailable)));
    let may_use = refused(Operator::new().may_use(MayUse::Refused));
    for (resolver, stage, rule, conclusion) in [
        (admits, Stage::Admits, "policy.admits", Conclusion::Refused),
        (
            may_fetch,
            Stage::MayFetch,
            "policy.may_fetch",
            Conclusion::Refused,
        ),
        (
            unavailable,
            Stage::MayFetch,
            "policy.unavailable",
            Conclusion::Unavailable,
        ),
        (
            may_use,
            Stage::MayUse,
            "policy.may_use",
            Conclusion::Refused,
        ),
    ] {
        let explanation = explain(&resolver).await;
        assert_eq!(broken(&explanation), Some((stage, rule)));
        assert_eq!(explanation.conclusion(), conclusion, "{rule}");
        assert!(
            explanation.steps().last().unwrap().mend().is_some(),
            "{rule}"
        );
    }
}

#[tokio::test]
async fn a_client_that_may_not_be_used_is_shown_all_the_same() {
    let clock = FakeClock::new();
    let policy = Operator::new().may_use(MayUse::Refused);
    let resolver = build(builder(Publisher::with(&[]).network, &clock).policy(policy));
    let explanation = explain(&resolver).await;
    assert!(explanation.client().is_some());
    assert!(
        explanation
            .effective()
            .iter()
            .any(|member| member.member == "redirect_uris")
    );
}

#[tokio::test]
async fn a_bad_client_id_costs_no_fetch() {
    let (resolver, _) = resolver(StaticFetch::new());
    for (client_id, rule) in [
        ("https://client.example.com/#", "client_id.fragment"),
        ("https://as.example.com/client", "client_id.own_host"),
    ] {
        let explanation = resolver.explain(client_id, None).await;
        assert_eq!(broken(&explanation), Some((Stage::ClientId, rule)));
    }
    assert_eq!(resolver.stats().accounts, 0);
}

#[tokio::test]
async fn the_document_is_told_by_rule_and_member() {
    let wrong = document(CLIENT_ID).replace(
        "https://client.example.com/callback",
        "http://evil.example.net/cb",
    );
    let (resolver, _) = resolver(StaticFetch::new().publish(CLIENT_ID, wrong));
    let explanation = explain(&resolver).await;
    assert_eq!(
        broken(&explanation),
        Some((Stage::Document, "redirect_uri.plain_http"))
    );
    let step = explanation.steps().last().unwrap();
    assert_eq!(step.member(), Some("redirect_uris"));
    assert_eq!(explanation.conclusion(), Conclusion::Refused);
}

#[tokio::test]
async fn a_redirect_uri_that_misses_is_told_by_how() {
    let (resolver, _) = resolver(Publisher::with(&[]).network);
    let explanation = resolver
        .explain(CLIENT_ID, Some("https://client.example.com/callback/"))
        .await;
    assert_eq!(
        broken(&explanation),
        Some((Stage::RedirectUri, "redirect_uri.miss.trailing_slash"))
    );
}

#[tokio::test]
async fn the_network_is_told_in_the_detail_and_nowhere_else() {
    let network = StaticFetch::new().fail(CLIENT_ID, || {
        FetchError::Other("192.0.2.1 refused the connection".into())
    });
    let (resolver, _) = resolver(network);
    let explanation = explain(&resolver).await;
    assert_eq!(explanation.conclusion(), Conclusion::Unavailable);
    let detail = explanation.steps().last().unwrap().detail().unwrap();
    assert!(detail.contains("192.0.2.1"), "{detail}");
    let json = serde_json::to_string(&explanation).unwrap();
    assert!(!json.contains("192.0.2.1"), "{json}");
}

#[tokio::test]
async fn it_is_paid_for_as_any_other_fetch() {
    let publisher = Publisher::with(&[]);
    publisher.answers(404);
    let (resolver, _) = resolver(publisher.network.clone());
    let mut last = explain(&resolver).await;
    for _ in 0..8 {
        last = explain(&resolver).await;
    }
    assert_eq!(broken(&last), Some((Stage::Budget, "budget.spaced")));
    assert!(publisher.fetches() < 8);
    assert_eq!(error(&resolver, CLIENT_ID).await.cause(), "budget.spaced");
}

#[tokio::test]
async fn the_json_has_a_fixed_form() {
    let (resolver, _) = resolver(Publisher::with(&[]).network);
    let explanation = resolver.explain(CLIENT_ID, Some("http://localhost/")).await;
    let json = serde_json::to_value(&explanation).unwrap();
    assert_eq!(json["client_id"], CLIENT_ID);
    assert_eq!(json["conclusion"], "refused");
    let last = json["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(last["stage"], "redirect_uri");
    assert_eq!(last["passed"], false);
    assert_eq!(last["rule"], "redirect_uri.miss.nothing");
    assert_eq!(last["mend"], "Register the redirect_uri in the document.");
    assert_eq!(json["steps"][0].get("rule"), None::<&Value>);
    assert_eq!(json["effective"][0]["member"], "client_name");
}

#[derive(Debug)]
struct Table(bool);

impl RegisteredClients for Table {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>> {
        let row = Known {
            client_id: client_id.to_owned(),
            origin: Origin::Registered,
        };
        let answer = match self.0 {
            true => Ok(Some(row)),
            false => Err("the table is away".into()),
        };
        Box::pin(std::future::ready(answer))
    }
}

#[tokio::test]
async fn the_hosts_own_clients_are_none_of_our_business() {
    let clock = FakeClock::new();
    let resolver = build(builder(StaticFetch::new(), &clock).registered(Table(true)));
    let explanation = explain(&resolver).await;
    assert_eq!(explanation.conclusion(), Conclusion::Registered);
    assert_eq!(stages(&explanation), ["registered"]);
}

#[tokio::test]
async fn a_table_that_is_away_ends_the_way() {
    let clock = FakeClock::new();
    let resolver = build(builder(StaticFetch::new(), &clock).registered(Table(false)));
    let explanation = explain(&resolver).await;
    assert_eq!(
        broken(&explanation),
        Some((Stage::Registered, "registered.unavailable"))
    );
    assert_eq!(explanation.conclusion(), Conclusion::Unavailable);
}

#[tokio::test]
async fn an_answer_that_is_no_document_is_told_as_one() {
    let network = StaticFetch::new().answer(CLIENT_ID, fetched(302, &[], ""));
    let (resolver, _) = resolver(network);
    let explanation = explain(&resolver).await;
    assert_eq!(
        broken(&explanation),
        Some((Stage::Document, "document.status.redirect"))
    );
}
