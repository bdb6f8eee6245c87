//! Requests that wait for their users (T15).

mod changes;
mod any;
mod flips;
mod pushed;
mod text;

use serde_json::{Value, json};
use tower_cimd::Resolver;
use tower_cimd::resolve::{Transaction, TransactionError, Transactions};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::parameters::Parameters;

use crate::publisher::Publisher;
use crate::support::FakeClock;
use crate::world::{CLIENT_ID, Operator, build, builder, client, seconds};

const KEY: [u8; 32] = [1; 32];
const OTHER_KEY: [u8; 32] = [2; 32];
const SESSION: &str = "session of alice";
const CALLBACK: &str = "https://client.example.com/callback";

/// A server, its client, and a clock.
struct World {
    publisher: Publisher,
    operator: Operator,
    clock: FakeClock,
    resolver: Resolver,
}

impl World {
    fn new() -> Self {
        let (publisher, clock) = (Publisher::with(&[]), FakeClock::new());
        let operator = Operator::new();
        let builder = builder(publisher.network.clone(), &clock)
            .auth_methods(AuthMethod::ALL.iter().copied())
            .policy(operator.clone());
        World {
            resolver: build(builder),
            publisher,
            operator,
            clock,
        }
    }

    fn transactions(&self) -> Transactions {
        Transactions::new(self.resolver.clone(), KEY).expect("a key")
    }

    /// The document has these members from now on, and whoever asks sees it.
    fn publishes(&self, members: Value) {
        self.publisher.publishes(with(members).to_string(), &[]);
        self.resolver.forget(CLIENT_ID);
    }

    async fn seal(&self) -> String {
        let client = client(&self.resolver, CLIENT_ID).await;
        let sealed = self.transactions().seal(&client, &request(), SESSION);
        sealed.expect("a transaction")
    }

    async fn open(&self, text: &str) -> Result<Transaction, TransactionError> {
        self.transactions().open(text, SESSION).await
    }
}

/// A document with these members.
fn with(members: Value) -> Value {
    let mut document: Value =
        serde_json::from_str(&crate::support::document(CLIENT_ID)).expect("json");
    for (name, value) in members.as_object().expect("an object") {
        document[name] = value.clone();
    }
    document
}

/// The parameters of an authorization request.
fn request() -> Parameters {
    parameters(&[
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("redirect_uri", CALLBACK),
        ("state", "a&b=c d+é"),
        ("scope", "mcp:read offline_access"),
        (
            "code_challenge",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        ),
        ("code_challenge_method", "S256"),
        ("resource", "https://one.example.com/"),
        ("resource", "https://two.example.com/"),
        ("nonce", "n-0S6_WzA2Mj"),
    ])
}

fn parameters(pairs: &[(&str, &str)]) -> Parameters {
    let mut form = form_urlencoded::Serializer::new(String::new());
    Parameters::parse(form.extend_pairs(pairs).finish().as_bytes())
}

fn pairs(parameters: &Parameters) -> Vec<(&str, &str)> {
    parameters.iter().collect()
}

#[track_caller]
fn refused(outcome: Result<Transaction, TransactionError>, rule: &str) {
    let error = outcome.expect_err(rule);
    assert_eq!(error.rule(), rule, "{error:?}");
}

#[tokio::test]
async fn what_was_sealed_is_opened() {
    let world = World::new();
    let transaction = world.open(&world.seal().await).await.unwrap();
    assert_eq!(transaction.client.client_id().as_str(), CLIENT_ID);
    assert_eq!(pairs(&transaction.parameters), pairs(&request()));
    assert_eq!(transaction.redirect_uri(), Some(CALLBACK));
}

#[tokio::test]
async fn a_request_without_a_redirect_uri_is_sealed_and_opened() {
    let world = World::new();
    let client = client(&world.resolver, CLIENT_ID).await;
    let sealed = world
        .transactions()
        .seal(&client, &parameters(&[("state", "1")]), SESSION);
    let sealed = sealed.unwrap();
    let transaction = world.open(&sealed).await.unwrap();
    assert_eq!(transaction.redirect_uri(), Some(CALLBACK));
    assert_eq!(transaction.parameters.get("redirect_uri"), None);

    // The one that is left now is not the one that the user saw.
    world.publishes(json!({"redirect_uris": ["https://client.example.com/other"]}));
    refused(world.open(&sealed).await, "transaction.redirect_uri");
}

#[tokio::test]
async fn a_request_may_have_no_redirect_uri_at_all() {
    let world = World::new();
    world.publishes(json!({"redirect_uris": [CALLBACK, "https://client.example.com/other"]}));
    let client = client(&world.resolver, CLIENT_ID).await;
    let sealed = world
        .transactions()
        .seal(&client, &parameters(&[("scope", "read")]), SESSION);
    let transaction = world.open(&sealed.unwrap()).await.unwrap();
    assert_eq!(transaction.redirect_uri(), None);
}

/// A consent page has a user, and he has one session.
#[tokio::test]
async fn it_is_nobody_elses() {
    let world = World::new();
    let sealed = world.seal().await;
    for session in [
        "session of mallory",
        "session of alic",
        "Session of alice",
        "",
    ] {
        let outcome = world.transactions().open(&sealed, session).await;
        refused(outcome, "transaction.session");
    }
}

#[tokio::test]
async fn nothing_is_sealed_for_no_session() {
    let world = World::new();
    let client = client(&world.resolver, CLIENT_ID).await;
    let sealed = world.transactions().seal(&client, &request(), "");
    assert_eq!(sealed.unwrap_err().rule(), "transaction.session");
}

#[tokio::test]
async fn it_expires_after_ten_minutes() {
    let world = World::new();
    let sealed = world.seal().await;
    world.clock.advance(seconds(599));
    assert!(world.open(&sealed).await.is_ok());
    world.clock.advance(seconds(1));
    refused(world.open(&sealed).await, "transaction.expired");
}

#[tokio::test]
async fn its_lifetime_is_what_the_host_says() {
    let world = World::new();
    let client = client(&world.resolver, CLIENT_ID).await;
    let short = world.transactions().lifetime(seconds(60));
    let sealed = short.seal(&client, &request(), SESSION).unwrap();
    world.clock.advance(seconds(60));
    // Whoever opens it does not make it live longer.
    refused(world.open(&sealed).await, "transaction.expired");
}

#[tokio::test]
async fn a_redirect_uri_that_is_not_registered_is_not_sealed() {
    let world = World::new();
    let client = client(&world.resolver, CLIENT_ID).await;
    let request = parameters(&[("redirect_uri", "https://evil.example.net/callback")]);
    let sealed = world.transactions().seal(&client, &request, SESSION);
    assert_eq!(sealed.unwrap_err().rule(), "transaction.redirect_uri");
}

#[tokio::test]
async fn what_is_stored_with_the_code_is_bound_to_the_redirect_uri() {
    let world = World::new();
    let transaction = world.open(&world.seal().await).await.unwrap();
    world.publishes(json!({"redirect_uris": ["https://client.example.com/other"]}));
    let now = client(&world.resolver, CLIENT_ID).await;
    let check = now.check_binding(transaction.binding()).unwrap();
    let gone = tower_cimd::rules::change::ChangeKind::RedirectUriInUseRemoved;
    assert!(check.kinds().contains(gone), "{check:?}");
}
