//! A document that changes while a flow is under way, at each of its steps.

use serde_json::{Value, json};
use tower_cimd::CimdClient;
use tower_cimd::resolve::TransactionError;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::{ChangePolicy, Consequence};

use super::{CALLBACK, SESSION, World, request};
use crate::world::{CLIENT_ID, client};

/// The steps of a flow at which a document may have changed.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum Step {
    Pushed,
    Asked,
    Answered,
    Redeemed,
    Refreshed,
}

const STEPS: [Step; 5] = [
    Step::Pushed,
    Step::Asked,
    Step::Answered,
    Step::Redeemed,
    Step::Refreshed,
];

/// How far a flow comes whose client changes before a step, and why it ends there.
async fn flow(before: Value, flip: Step, after: Value) -> Result<(), (Step, &'static str)> {
    let world = World::new();
    world.publishes(before);
    let at = async |step: Step| {
        if step == flip {
            world.publishes(after.clone());
        }
        client(&world.resolver, CLIENT_ID).await
    };
    let pushed = bind(&at(Step::Pushed).await);

    let now = at(Step::Asked).await;
    let transactions = world.transactions();
    let sealed = transactions.seal_pushed(&now, &request(), SESSION, &pushed);
    let sealed = sealed.map_err(|error| (Step::Asked, error.rule()))?;

    at(Step::Answered).await;
    let opened = world.open(&sealed).await;
    let opened = opened.map_err(|error: TransactionError| (Step::Answered, error.rule()))?;
    let code = opened.binding();

    let now = at(Step::Redeemed).await;
    hold(&now, code).map_err(|why| (Step::Redeemed, why))?;
    let token = now.rebind(code, &InUse::default()).expect("a binding");

    let now = at(Step::Refreshed).await;
    hold(&now, &token).map_err(|why| (Step::Refreshed, why))
}

fn bind(client: &CimdClient) -> String {
    client.binding_with(&InUse::default().redirect_uri(CALLBACK))
}

fn hold(client: &CimdClient, stored: &str) -> Result<(), &'static str> {
    let check = client.check_binding(stored).expect("a binding");
    match ChangePolicy::default().judge(check) {
        Consequence::Ignore => Ok(()),
        other => Err(other.as_str()),
    }
}

/// Wherever it happens, the next step sees it.
async fn seen(before: Value, after: Value, stored: &str, sealed: &str) {
    for flip in STEPS {
        let ended = flow(before.clone(), flip, after.clone()).await;
        let expected = match flip {
            // From then on it is the only version that anybody knows.
            Step::Pushed => Ok(()),
            // The user has seen nothing yet that he would have to see again.
            Step::Asked if sealed == "transaction.ask_again" => Ok(()),
            Step::Asked | Step::Answered => Err((flip, sealed)),
            Step::Redeemed | Step::Refreshed => Err((flip, stored)),
        };
        assert_eq!(ended, expected, "{flip:?}: {after}");
    }
}

fn confidential(keys: &[&str]) -> Value {
    let key = |x: &&str| json!({"kty": "OKP", "crv": "Ed25519", "x": x});
    let keys: Vec<Value> = keys.iter().map(key).collect();
    json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": keys}})
}

#[tokio::test]
async fn authentication_given_up_is_seen_at_the_next_step() {
    seen(
        confidential(&[KEY_1]),
        json!({}),
        "refuse",
        "transaction.changed",
    )
    .await;
}

#[tokio::test]
async fn another_name_is_seen_at_the_next_step() {
    seen(
        json!({}),
        json!({"client_name": "Another"}),
        "ask_again",
        "transaction.ask_again",
    )
    .await;
}

#[tokio::test]
async fn a_wider_scope_is_seen_at_the_next_step() {
    seen(
        json!({"scope": "read"}),
        json!({"scope": "read write"}),
        "ask_again",
        "transaction.ask_again",
    )
    .await;
}

#[tokio::test]
async fn an_origin_more_is_seen_at_the_next_step() {
    seen(
        json!({}),
        json!({"redirect_uris": [CALLBACK, "https://elsewhere.example.com/callback"]}),
        "ask_again",
        "transaction.ask_again",
    )
    .await;
}

#[tokio::test]
async fn the_redirect_uri_in_use_removed_is_seen_at_the_next_step() {
    let after = json!({"redirect_uris": ["https://client.example.com/other"]});
    let mut ends = Vec::new();
    for flip in STEPS {
        ends.push(flow(json!({}), flip, after.clone()).await);
    }
    assert_eq!(
        ends,
        [
            // What was pushed is not registered, so that it is not sealed.
            Err((Step::Asked, "transaction.changed")),
            Err((Step::Asked, "transaction.changed")),
            Err((Step::Answered, "transaction.redirect_uri")),
            Err((Step::Redeemed, "refuse")),
            Err((Step::Refreshed, "refuse")),
        ]
    );
}

#[tokio::test]
async fn an_overlapping_rotation_of_keys_stops_nobody() {
    for flip in STEPS {
        let (before, after) = (confidential(&[KEY_1]), confidential(&[KEY_1, KEY_2]));
        assert_eq!(flow(before, flip, after).await, Ok(()), "{flip:?}");
    }
}

const KEY_1: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const KEY_2: &str = "d75VEqxPLWrpUPFO7Nf3TeSCYDrDmT9sTkf-9n8TtSw";
