//! How a transaction that does not open is answered.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::routing::{get, post};
use tower_cimd::resolve::policy::MayUse;
use tower_cimd::resolve::{Policy, ResolveError, StaticFetch, TransactionError, Transactions};
use tower_cimd::rules::blame::Blame;
use tower_cimd::rules::change::ChangeKinds;
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, CimdLayer, Leg, OAuthParams, Rejection};

use crate::rig::{Answer, CLIENT, ask, authorize, builder, form, post_form, with};
use crate::support::{FakeClock, document};

const SESSION: &str = "alice";

struct Host {
    transactions: Transactions,
}

async fn show(
    State(host): State<Arc<Host>>,
    client: CimdClient,
    OAuthParams(parameters): OAuthParams,
) -> Result<String, Rejection> {
    Ok(host.transactions.seal(&client, &parameters, SESSION)?)
}

async fn allow(State(host): State<Arc<Host>>, request: Request) -> Result<String, Rejection> {
    let (parts, body) = request.into_parts();
    let form = axum::body::to_bytes(body, usize::MAX)
        .await
        .expect("a form");
    let form = Parameters::parse(&form);
    let sealed = form.get("transaction").unwrap_or_default();
    let session = form.get("session").unwrap_or_default();
    match host.transactions.open(sealed, session).await {
        Ok(transaction) => Ok(transaction.binding().to_owned()),
        Err(error) => Err(Rejection::from(error).on(Some(Leg::Authorization), &parts)),
    }
}

/// A server that asks its user, and the clock by which it goes.
fn server(policy: Block) -> (Router, FakeClock) {
    let clock = FakeClock::new();
    let network = StaticFetch::new().publish(CLIENT, document(CLIENT));
    let builder = builder(network).clock(clock.clone()).policy(policy);
    let resolver = builder.build().expect("a resolver");
    let transactions = Transactions::new(resolver.clone(), [1; 32]).expect("a key");
    let asking = Router::new()
        .route("/authorize", get(show))
        .route_layer(CimdLayer::new(resolver));
    let server = asking.route("/consent", post(allow));
    (server.with_state(Arc::new(Host { transactions })), clock)
}

fn consent(sealed: &str, session: &str) -> Request {
    let pairs = [("transaction", sealed), ("session", session)];
    post_form("/consent", &form(&pairs))
}

async fn shown(server: &Router) -> String {
    let answer = ask(server, authorize(CLIENT)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

#[track_caller]
fn refused(answer: &Answer, error: &str, rule: &str) {
    assert_eq!(answer.status, 400, "{answer:?}");
    assert_eq!(answer.error(), error, "{answer:?}");
    assert!(
        answer.description().ends_with(&format!("({rule})")),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_user_who_allows_has_a_binding_stored() {
    let (server, _) = server(Block::default());
    let sealed = shown(&server).await;
    let answer = ask(&server, consent(&sealed, SESSION)).await;
    assert!(answer.seen().starts_with("b1."), "{answer:?}");
}

#[tokio::test]
async fn what_does_not_open_is_an_invalid_request() {
    let (server, clock) = server(Block::default());
    let sealed = shown(&server).await;
    let damaged = ask(&server, consent("AAAA", SESSION)).await;
    refused(&damaged, "invalid_request", "transaction.damaged");
    let mallory = ask(&server, consent(&sealed, "mallory")).await;
    refused(&mallory, "invalid_request", "transaction.session");
    clock.advance(Duration::from_secs(600));
    let late = ask(&server, consent(&sealed, SESSION)).await;
    refused(&late, "invalid_request", "transaction.expired");
}

#[tokio::test]
async fn a_person_is_shown_a_page() {
    let (server, _) = server(Block::default());
    let request = with(consent("AAAA", SESSION), "accept", "text/html");
    let answer = ask(&server, request).await;
    assert_eq!(answer.status, 400);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.body.contains("transaction.damaged"), "{answer:?}");
}

/// Refuses every client as soon as somebody flips the switch.
#[derive(Clone, Debug, Default)]
struct Block(Arc<AtomicBool>);

impl Policy for Block {
    fn may_use(&self, _: &CimdClient) -> MayUse {
        match self.0.load(Ordering::Relaxed) {
            true => MayUse::Refused,
            false => MayUse::Allowed,
        }
    }
}

#[tokio::test]
async fn a_client_that_is_blocked_meanwhile_is_refused_as_anywhere() {
    let block = Block::default();
    let (server, _) = server(block.clone());
    let sealed = shown(&server).await;
    block.0.store(true, Ordering::Relaxed);
    let answer = ask(&server, consent(&sealed, SESSION)).await;
    assert_eq!(answer.error(), "invalid_client", "{answer:?}");
    let again = ask(&server, authorize(CLIENT)).await;
    assert_eq!(answer.body, again.body);
}

#[test]
fn every_transaction_that_does_not_open_has_its_answer() {
    use TransactionError::*;
    let changed = || Changed(ChangeKinds::NONE);
    for error in [TooLarge, Damaged, UnknownKey, Expired, Session] {
        answered(error, 400, "invalid_request", Blame::Request);
    }
    for error in [RedirectUri, changed()] {
        answered(error, 400, "invalid_request", Blame::Document);
    }
    for error in [Registered, Quarantined, Client(ResolveError::OwnHost)] {
        answered(error, 400, "invalid_client", Blame::Policy);
    }
    answered(Pending, 503, "temporarily_unavailable", Blame::Policy);
    let busy = Client(ResolveError::Busy);
    answered(busy, 503, "temporarily_unavailable", Blame::Weather);
}

#[track_caller]
fn answered(error: TransactionError, status: u16, code: &str, blame: Blame) {
    let rejection = Rejection::from(error.clone());
    assert_eq!(rejection.status().as_u16(), status, "{error:?}");
    assert_eq!(rejection.error(), code, "{error:?}");
    assert_eq!(rejection.blame(), blame, "{error:?}");
    assert!(rejection.source().is_some(), "{error:?}");
}
