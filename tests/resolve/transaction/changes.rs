//! What became of the client in the meantime.

use serde_json::json;
use tower_cimd::Leg;
use tower_cimd::resolve::policy::MayUse;
use tower_cimd::resolve::{
    Admission, BoxFuture, FetchContext, Known, MayFetch, Origin, Policy, RegisteredClients,
    TransactionError, Transactions,
};
use tower_cimd::rules::change::{ChangeKind, ChangePolicy, Consequence};
use tower_cimd::{CimdClient, ClientId};

use super::{CALLBACK, KEY, SESSION, World, pairs, refused, request};
use crate::support::FakeClock;
use crate::world::{CLIENT_ID, build, builder, client, seconds};

#[tokio::test]
async fn a_redirect_uri_that_was_removed_is_refused() {
    let world = World::new();
    let sealed = world.seal().await;
    world.publishes(json!({"redirect_uris": ["https://client.example.com/other"]}));
    refused(world.open(&sealed).await, "transaction.redirect_uri");
}

/// No code goes to where the client does not say it belongs, whatever the host thinks of changes.
#[tokio::test]
async fn no_policy_lets_a_removed_redirect_uri_pass() {
    let world = World::new();
    let sealed = world.seal().await;
    world.publishes(json!({"redirect_uris": ["https://client.example.com/other"]}));
    let lax = ChangeKind::ALL
        .iter()
        .fold(ChangePolicy::default(), |policy, kind| {
            policy.on(*kind, Consequence::Ignore)
        });
    let transactions = world.transactions().changes(lax);
    let outcome = transactions.open(&sealed, SESSION).await;
    refused(outcome, "transaction.redirect_uri");
}

#[tokio::test]
async fn a_client_that_is_blocked_is_refused() {
    let world = World::new();
    let sealed = world.seal().await;
    let operator = world.operator.clone().may_use(MayUse::Refused);
    refused(world.open(&sealed).await, "policy.may_use");
    let _ = operator.may_use(MayUse::Allowed).admits(Admission::Refused);
    refused(world.open(&sealed).await, "policy.admits");
}

/// A ceiling that came since the user was shown the page.
#[tokio::test]
async fn a_request_beyond_what_the_policy_lets_the_client_ask_is_refused() {
    let world = World::new();
    let sealed = world.seal().await;
    world.operator.refuse_to_ask();
    refused(world.open(&sealed).await, "policy.may_ask");
}

#[tokio::test]
async fn a_client_whose_document_is_gone_is_refused() {
    let world = World::new();
    let sealed = world.seal().await;
    world.publisher.answers(404);
    world.clock.advance(seconds(400));
    refused(world.open(&sealed).await, "document");
}

#[tokio::test]
async fn a_client_in_quarantine_takes_a_host_that_handles_it() {
    let world = World::new();
    let sealed = world.seal().await;
    let _ = world.operator.clone().may_use(MayUse::Quarantined);
    refused(world.open(&sealed).await, "client.quarantined");

    let handling = world.transactions().handles_quarantine();
    let transaction = handling.open(&sealed, SESSION).await.unwrap();
    assert!(transaction.client.is_quarantined());
}

#[tokio::test]
async fn a_change_that_nobody_can_see_is_ignored() {
    let world = World::new();
    let sealed = world.seal().await;
    world.publishes(json!({
        "redirect_uris": [CALLBACK, "https://client.example.com/another"], "x_build": 17,
    }));
    assert!(world.open(&sealed).await.is_ok());
}

#[tokio::test]
async fn a_name_that_changed_asks_again_and_shows_the_new_one() {
    let world = World::new();
    let sealed = world.seal().await;
    world.publishes(json!({"client_name": "Another"}));
    let asked = match world.open(&sealed).await {
        Err(TransactionError::AskAgain(asked)) => asked,
        other => panic!("{other:?}"),
    };
    assert_eq!(asked.client.client_name(), Some("Another"));
    assert_eq!(pairs(&asked.parameters), pairs(&request()));
    assert_eq!(asked.kinds, ChangeKind::NameChanged.into());

    // Sealed anew for the page that shows it, it opens.
    let sealed = world.transactions().seal_again(&asked, SESSION);
    let transaction = world.open(&sealed.unwrap()).await.unwrap();
    assert_eq!(transaction.client.client_name(), Some("Another"));
}

#[tokio::test]
async fn a_downgrade_is_refused() {
    let world = World::new();
    let key = json!({
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    world.publishes(json!({
        "token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [key]},
    }));
    let sealed = world.seal().await;
    world.publishes(json!({}));
    let error = world.open(&sealed).await.unwrap_err();
    assert!(
        matches!(error, TransactionError::Changed(kinds)
            if kinds.contains(ChangeKind::AuthMethodDowngraded)),
        "{error:?}"
    );
}

#[tokio::test]
async fn what_a_change_means_is_what_the_host_says() {
    let world = World::new();
    let sealed = world.seal().await;
    world.publishes(json!({"client_name": "Another"}));
    for (consequence, rule) in [
        (Consequence::Ignore, None),
        (Consequence::AskAgain, Some("transaction.ask_again")),
        (Consequence::Refuse, Some("transaction.changed")),
    ] {
        let policy = ChangePolicy::default().on(ChangeKind::NameChanged, consequence);
        let transactions = world.transactions().changes(policy);
        let outcome = transactions.open(&sealed, SESSION).await;
        let told = outcome.as_ref().err().map(TransactionError::rule);
        assert_eq!(told, rule, "{consequence:?}");
    }
}

/// Puts every fetch off that is not a signed-in user's.
#[derive(Debug)]
struct SignedIn;

impl Policy for SignedIn {
    fn may_fetch<'a>(
        &'a self,
        _: &'a ClientId,
        context: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        let answer = match context.user_key() {
            Some(_) => MayFetch::Allowed,
            None => MayFetch::Deferred,
        };
        Box::pin(std::future::ready(answer))
    }
}

#[tokio::test]
async fn a_policy_sees_the_request_where_it_wants_to() {
    let world = World::new();
    let sealed = world.seal().await;
    let network = world.publisher.network.clone();
    let cold = build(builder(network, &world.clock).policy(SignedIn));
    let transactions = Transactions::new(cold, KEY).unwrap();
    refused(
        transactions.open(&sealed, SESSION).await,
        "transaction.pending",
    );
    let context = FetchContext::detached(Some(Leg::Authorization)).user("alice");
    let opened = transactions.open_for(&sealed, SESSION, &context).await;
    assert!(opened.is_ok(), "{opened:?}");
}

#[derive(Debug)]
struct Table;

impl RegisteredClients for Table {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn std::error::Error + Send + Sync>>> {
        let known = Known {
            client_id: client_id.to_owned(),
            origin: Origin::Registered,
        };
        Box::pin(std::future::ready(Ok(Some(known))))
    }
}

#[tokio::test]
async fn a_client_that_was_registered_meanwhile_is_none_of_ours() {
    let world = World::new();
    let sealed = world.seal().await;
    let network = world.publisher.network.clone();
    let registering = build(builder(network, &FakeClock::new()).registered(Table));
    let transactions = Transactions::new(registering, KEY).unwrap();
    refused(
        transactions.open(&sealed, SESSION).await,
        "transaction.registered",
    );
}

/// Opening costs no fetch that the consent page has not cost already.
#[tokio::test]
async fn a_client_that_is_known_is_not_fetched_again() {
    let world = World::new();
    let sealed = world.seal().await;
    let _: CimdClient = client(&world.resolver, CLIENT_ID).await;
    assert!(world.open(&sealed).await.is_ok());
    assert_eq!(world.publisher.fetches(), 1);
}
