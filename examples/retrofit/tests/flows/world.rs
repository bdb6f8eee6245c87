//! A server, its network and its database, and clients to send to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use retrofit::app::{App, Settings};
use retrofit::clock::Clock;
use retrofit::server::Server;
use retrofit::{seed, store};
use serde_json::{Value, json};
use sqlx::SqlitePool;
use tokio::net::TcpListener;
use tower_cimd::resolve::policy::use_if;
use tower_cimd::resolve::{
    Authenticator, Fetch, KeyLimits, KeySets, MemoryReplayStore, StaticFetch,
};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::{CimdLayer, Resolver};

use crate::visitor::{Answer, Pairs, Visitor};

pub(crate) struct World {
    pub(crate) issuer: String,
    pub(crate) network: StaticFetch,
    pub(crate) resolver: Resolver,
    pub(crate) database: SqlitePool,
    pub(crate) clock: Clock,
    /// Whether the operator lets clients be used.
    pub(crate) blocked: Arc<AtomicBool>,
}

/// A client that is known by the URL of its document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) id: &'static str,
    pub(crate) redirect_uri: &'static str,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::over(None).await
    }

    /// Over the database in this file.
    pub(crate) async fn over(path: Option<&str>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let database = store::open(path).await.unwrap();
        let settings = Settings {
            issuer: issuer.clone(),
            clock: Clock::standing_at(1_800_000_000),
            ..Settings::default()
        };
        let clock = settings.clock.clone();
        seed::seed(&database, &settings.random).await.unwrap();
        let app = App::new(settings, &database);
        let network = StaticFetch::new();
        let blocked = Arc::new(AtomicBool::new(false));
        let is_blocked = Arc::clone(&blocked);
        let resolver = Resolver::builder(issuer.as_str())
            .registered(app.clients.clone())
            .fetch(network.clone())
            .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
            .policy(use_if(move |_| !is_blocked.load(Ordering::Relaxed)))
            .build()
            .unwrap();
        let cimd = CimdLayer::new(resolver.clone()).authenticator(authenticator(&resolver));
        let router = Server::default().with(&cimd).router(app);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let world = World {
            issuer,
            network,
            resolver,
            database,
            clock,
            blocked,
        };
        world.publish(DESK, &DESK.document());
        world.publish(SITE, &SITE.document());
        world
    }

    /// Publishes a client's document, to be fetched when it is needed next.
    pub(crate) fn publish(&self, client: Known, document: &Value) {
        let _ = self
            .network
            .clone()
            .publish(client.id, document.to_string());
        self.resolver.forget(client.id);
    }

    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::new(&self.issuer).unwrap()
    }

    /// The redirect of a person who allows what a client asks for.
    pub(crate) async fn allow(&self, client: Known) -> Answer {
        let mut visitor = self.visitor();
        let page = visitor.authorize(&client.request()).await.unwrap();
        visitor.answer(&page, "allow").await.unwrap()
    }

    pub(crate) async fn code(&self, client: Known) -> String {
        let redirect = self.allow(client).await;
        redirect.parameter("code").expect("a code")
    }

    pub(crate) async fn tokens(&self, client: Known) -> Answer {
        let code = self.code(client).await;
        let tokens = self.redeem(client, &code, VERIFIER).await;
        assert_eq!(tokens.status, 200, "{tokens:?}");
        tokens
    }

    pub(crate) async fn redeem(&self, client: Known, code: &str, verifier: &str) -> Answer {
        let form = client.exchange(code, verifier);
        self.post("/token", &form).await
    }

    pub(crate) async fn refresh(&self, client: Known, tokens: &Answer) -> Answer {
        let token = tokens.member("refresh_token").unwrap();
        let form = client.renewal(&token);
        self.post("/token", &form).await
    }

    pub(crate) async fn revoke(&self, client: Known, token: &str) -> Answer {
        let form = [("client_id", client.id), ("token", token)];
        self.post("/revoke", &form).await
    }

    pub(crate) async fn post(&self, path: &str, form: Pairs<'_>) -> Answer {
        self.visitor().call(path, form, None).await.unwrap()
    }

    /// What the partner is told of a token.
    pub(crate) async fn told(&self, token: &str) -> Value {
        let partner = Some(("partner", seed::SECRET));
        let visitor = self.visitor();
        let form = [("token", token)];
        let told = visitor.call("/introspect", &form, partner);
        serde_json::from_str(&told.await.unwrap().body).unwrap()
    }
}

fn authenticator(resolver: &Resolver) -> Authenticator {
    let clock = Arc::clone(resolver.clock());
    let nowhere: Arc<dyn Fetch> = Arc::new(StaticFetch::new());
    Authenticator::new(
        resolver.issuer().clone(),
        KeySets::new(nowhere, Arc::clone(&clock), &KeyLimits::default()),
        Arc::new(MemoryReplayStore::new(Arc::clone(&clock))),
        clock,
    )
}

impl Known {
    pub(crate) fn document(self) -> Value {
        json!({
            "client_id": self.id,
            "client_name": "A Client",
            "redirect_uris": [self.registered()],
            "grant_types": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_method": "none",
        })
    }

    /// On loopback without the port, which is another every time (RFC 8252 §7.3).
    fn registered(self) -> String {
        self.redirect_uri.replace(":49152", "")
    }

    pub(crate) fn request(self) -> [(&'static str, &'static str); 6] {
        [
            ("response_type", "code"),
            ("client_id", self.id),
            ("redirect_uri", self.redirect_uri),
            ("state", "s & t"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]
    }

    pub(crate) fn exchange<'r>(self, code: &'r str, verifier: &'r str) -> [(&'r str, &'r str); 5] {
        [
            ("grant_type", "authorization_code"),
            ("client_id", self.id),
            ("redirect_uri", self.redirect_uri),
            ("code_verifier", verifier),
            ("code", code),
        ]
    }

    pub(crate) fn renewal(self, token: &str) -> [(&str, &str); 3] {
        [
            ("grant_type", "refresh_token"),
            ("client_id", self.id),
            ("refresh_token", token),
        ]
    }
}

/// The same request with another value, or without where that is empty.
pub(crate) fn with<'p>(pairs: Pairs<'p>, name: &'p str, value: &'p str) -> Vec<(&'p str, &'p str)> {
    let mut others: Vec<_> = pairs
        .iter()
        .copied()
        .filter(|(key, _)| *key != name)
        .collect();
    if !value.is_empty() {
        others.push((name, value));
    }
    others
}

/// A program on its user's own machine.
pub(crate) const DESK: Known = Known {
    id: "https://desk.example.com/client.json",
    redirect_uri: "http://127.0.0.1:49152/callback",
};

/// A website.
pub(crate) const SITE: Known = Known {
    id: "https://site.example.com/oauth",
    redirect_uri: "https://site.example.com/callback",
};

/// Of RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
