//! The fixed world of `tests/vectors/SOURCES.md`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_cimd::resolve::rulebook::{Effect, Mode, Rulebook};
use tower_cimd::resolve::{
    Authenticator, Clock as _, KeyLimits, KeySets, MemoryReplayStore, StaticFetch,
};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::checks::Checks;
use tower_cimd::{CimdLayer, Resolver};

use crate::app::{self, App};
use crate::signer::Signer;
use crate::support::FakeClock;
use crate::wire::{Answer, Sent};

pub(crate) const ISSUER: &str = "https://as.example.com";
pub(crate) const CLIENT: &str = "https://client.example.com/client.json";
pub(crate) const CALLBACK: &str = "https://client.example.com/callback";
pub(crate) const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// RFC 7636, appendix B.
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const GRANTS: [&str; 5] = [
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
];

/// A running server, and the network that it fetches from.
pub(crate) struct World {
    pub(crate) address: SocketAddr,
    pub(crate) app: Arc<App>,
    pub(crate) clock: FakeClock,
    /// From where documents come, and from where key sets do.
    pub(crate) documents: StaticFetch,
    pub(crate) keys: StaticFetch,
    resolver: Resolver,
    server: JoinHandle<()>,
    jtis: AtomicU64,
}

impl World {
    /// With the client of the vectors: public, one redirection URI.
    pub(crate) async fn new() -> Self {
        Self::with(&document(json!({}))).await
    }

    /// With one client, of this document.
    pub(crate) async fn with(document: &Value) -> Self {
        let client_id = document["client_id"].as_str().unwrap();
        let network = StaticFetch::new().publish(client_id, document.to_string());
        Self::over(network, StaticFetch::new(), Checks::default()).await
    }

    /// With one client, and rules that are against everything and only reported.
    pub(crate) async fn reporting(document: &Value) -> Self {
        let client_id = document["client_id"].as_str().unwrap();
        let network = StaticFetch::new().publish(client_id, document.to_string());
        let closed = Rulebook::default()
            .otherwise(Effect::Deny)
            .mode(Mode::Report);
        Self::under(closed, network, StaticFetch::new(), Checks::default()).await
    }

    /// With one client, rules that are against everything and count, a block against everybody, and the
    /// operator's order only to report all that.
    pub(crate) async fn ordered_to_report(document: &Value) -> Self {
        let client_id = document["client_id"].as_str().unwrap();
        let network = StaticFetch::new().publish(client_id, document.to_string());
        let closed = Rulebook::default().otherwise(Effect::Deny);
        let world = Self::under(closed, network, StaticFetch::new(), Checks::default()).await;
        let operator = world.resolver.operator();
        operator.block("*", "", "alice").await.unwrap();
        let mode = Some(Mode::Report);
        operator.set_mode(mode, "", "alice").await.unwrap();
        world
    }

    pub(crate) async fn over(documents: StaticFetch, keys: StaticFetch, checks: Checks) -> Self {
        Self::under(Rulebook::default(), documents, keys, checks).await
    }

    async fn under(
        rules: Rulebook,
        documents: StaticFetch,
        keys: StaticFetch,
        checks: Checks,
    ) -> Self {
        let clock = FakeClock::new();
        let resolver = Resolver::builder(ISSUER)
            .grant_types(GRANTS)
            .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
            .fetch(documents.clone())
            .clock(clock.clone())
            .policy(rules)
            .build()
            .unwrap();
        let app = App::new(resolver.issuer().clone());
        let layer = CimdLayer::new(resolver.clone())
            .checks(checks)
            .authenticator(authenticator(&clock, &keys, &app))
            .hand_on_redirectable_errors()
            .pushed_requests(app.pushed.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = app::router(&app, &layer);
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        World {
            address,
            app,
            clock,
            documents,
            keys,
            resolver,
            server,
            jtis: AtomicU64::new(0),
        }
    }

    pub(crate) async fn send(&self, sent: &Sent) -> Answer {
        sent.to(self.address).await
    }

    /// A code for the client, got as the user's browser gets it.
    pub(crate) async fn code(&self) -> String {
        self.code_for(CLIENT, CALLBACK, CHALLENGE).await
    }

    pub(crate) async fn code_for(
        &self,
        client_id: &str,
        callback: &str,
        challenge: &str,
    ) -> String {
        let asked = Sent::get(
            "/authorize",
            &[
                ("response_type", "code"),
                ("client_id", client_id),
                ("redirect_uri", callback),
                ("code_challenge", challenge),
                ("code_challenge_method", "S256"),
            ],
        );
        let page = self.send(&asked).await;
        let location = self.agree(&page).await;
        location.redirected("code").unwrap()
    }

    /// What comes of the user's word on a consent page.
    pub(crate) async fn agree(&self, page: &Answer) -> Answer {
        let transaction = page.body.strip_prefix("consent ");
        let transaction = transaction.unwrap_or_else(|| panic!("{page:?}"));
        let agreed = Sent::new("POST", "/consent").body(transaction);
        let answer = self.send(&agreed).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        answer
    }

    /// The token request of the client for `code`.
    pub(crate) async fn redeem(&self, code: &str, extra: &[(&str, &str)]) -> Answer {
        self.send(&redemption(code, extra)).await
    }

    /// Claims of a new assertion of the client's.
    pub(crate) fn claims(&self) -> Value {
        let now = self.now();
        let jti = self.jtis.fetch_add(1, Ordering::Relaxed).to_string();
        json!({"iss": CLIENT, "sub": CLIENT, "aud": ISSUER, "exp": now + 60, "jti": jti})
    }

    /// Seconds of the calendar.
    pub(crate) fn now(&self) -> u64 {
        let now = self.clock.wall().duration_since(UNIX_EPOCH);
        now.unwrap().as_secs()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn authenticator(clock: &FakeClock, keys: &StaticFetch, app: &App) -> Authenticator {
    let shared = Arc::new(clock.clone());
    let keys = Arc::new(keys.clone());
    Authenticator::new(
        app.issuer.clone(),
        KeySets::new(keys, shared.clone(), &KeyLimits::default()),
        Arc::new(MemoryReplayStore::new(shared.clone())),
        shared,
    )
}

/// The document of the client, with these members beside or instead of its own.
pub(crate) fn document(members: Value) -> Value {
    let mut document = json!({
        "client_id": CLIENT,
        "client_name": "A client",
        "redirect_uris": [CALLBACK],
        "token_endpoint_auth_method": "none",
        "grant_types": GRANTS,
    });
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    document
}

/// The document of a client that signs, with its key as `ec1`.
pub(crate) fn signing(signer: &Signer) -> Value {
    document(json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": { "keys": [signer.jwk("ec1")] },
    }))
}

pub(crate) fn redemption(code: &str, extra: &[(&str, &str)]) -> Sent {
    let needed = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("client_id", CLIENT),
        ("code_verifier", VERIFIER),
    ];
    Sent::post("/token", &[&needed, extra].concat())
}

pub(crate) fn asserting(assertion: &str) -> [(&str, &str); 2] {
    [
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", assertion),
    ]
}
