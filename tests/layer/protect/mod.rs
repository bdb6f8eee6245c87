//! Routes that demand an access token.

mod assurance;
mod blocked;
mod challenges;
mod clients;
mod cors;
mod documents;
mod handlers;
mod injection;
#[cfg(feature = "private-key-jwt")]
mod jwt;
mod metadata;
mod outages;
mod presented;
mod proofs;
mod readiness;
mod rest;
mod rules;
mod scopes;
mod stacks;
mod told;
mod tokens;

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use http::request::Parts;
use tower_cimd::layer::Verdict;
use tower_cimd::layer::protect::{PresentedToken, TokenError};
use tower_cimd::resolve::{
    BoxFuture, Clock as _, Fetch, Known, Origin, RegisteredClients, StaticFetch,
};
use tower_cimd::rules::access_token::TokenClaims;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::protected_resource::ProtectedResourceMetadata;
use tower_cimd::{AccessToken, ProtectLayer, Resolver, ResolverBuilder, TokenVerifier};

use crate::rig::{Answer, CLIENT, ask};
use crate::support::FakeClock;

const ISSUER: &str = "https://as.example.com";
const RESOURCE: &str = "https://mcp.example.com/mcp";
const METADATA_URL: &str = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";

fn metadata() -> ProtectedResourceMetadata {
    ProtectedResourceMetadata::new(RESOURCE.parse().expect("a resource"), issuer(ISSUER))
}

fn issuer(text: &str) -> Issuer {
    Issuer::parse(text).expect("an issuer")
}

/// What a token of [`CLIENT`] for this resource says.
fn claims() -> TokenClaims {
    TokenClaims::new(ISSUER)
        .audience([RESOURCE])
        .client_id(CLIENT)
        .subject("alice")
        .scope("mcp:tools")
}

/// A verifier that knows the token `good`, and counts how often it is asked.
#[derive(Clone)]
struct Tokens {
    verdict: Result<TokenClaims, TokenError>,
    asked: Arc<AtomicUsize>,
    dpop: &'static [&'static str],
    hangs: bool,
}

impl Tokens {
    fn saying(claims: TokenClaims) -> Self {
        Self::answering(Ok(claims))
    }

    fn answering(verdict: Result<TokenClaims, TokenError>) -> Self {
        Tokens {
            verdict,
            asked: Arc::default(),
            dpop: &[],
            hangs: false,
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}

impl TokenVerifier for Tokens {
    fn verify<'a>(
        &'a self,
        token: &'a PresentedToken,
        _: &'a Parts,
    ) -> BoxFuture<'a, Result<TokenClaims, TokenError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            if self.hangs {
                std::future::pending::<()>().await;
            }
            match token.as_str() {
                "good" => self.verdict.clone(),
                _ => Err(TokenError::invalid()),
            }
        })
    }

    fn dpop_algorithms(&self) -> &[&'static str] {
        self.dpop
    }
}

/// The host's own table, and how often it is asked.
#[derive(Clone, Debug, Default)]
struct Table {
    row: Option<&'static str>,
    fails: bool,
    lookups: Arc<AtomicUsize>,
}

impl Table {
    fn lookups(&self) -> usize {
        self.lookups.load(Ordering::SeqCst)
    }
}

impl RegisteredClients for Table {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>> {
        self.lookups.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            if self.fails {
                return Err("the table is away".into());
            }
            let row = self.row.filter(|row| *row == client_id);
            Ok(row.map(|row| Known {
                client_id: row.to_owned(),
                origin: Origin::Registered,
            }))
        })
    }
}

/// A layer over a network on which [`CLIENT`] has its document, and what can be counted.
struct World {
    clock: FakeClock,
    network: StaticFetch,
    table: Table,
    resolver: Resolver,
    layer: ProtectLayer,
}

impl World {
    fn new(tokens: Tokens) -> Self {
        Self::with(tokens, |builder| builder)
    }

    fn with(tokens: Tokens, change: impl FnOnce(ResolverBuilder) -> ResolverBuilder) -> Self {
        let (network, table) = (crate::rig::network(), Table::default());
        let clock = FakeClock::new();
        let builder = builder(network.clone(), &clock).registered(table.clone());
        let resolver = change(builder).build().expect("a resolver");
        World {
            layer: ProtectLayer::new(&metadata(), tokens).resolver(resolver.clone()),
            clock,
            network,
            table,
            resolver,
        }
    }

    fn change(mut self, change: impl FnOnce(ProtectLayer) -> ProtectLayer) -> Self {
        self.layer = change(self.layer);
        self
    }

    /// Has the document of [`CLIENT`] in the cache.
    async fn warm(self) -> Self {
        let context = tower_cimd::resolve::FetchContext::detached(None);
        let resolved = self.resolver.resolve(CLIENT, &context).await;
        resolved.expect("a client");
        self
    }

    fn server(&self) -> Router {
        serving(self.layer.clone())
    }

    async fn call(&self) -> Answer {
        ask(&self.server(), call()).await
    }

    /// The moment so many seconds from now.
    fn after(&self, seconds: u64) -> std::time::SystemTime {
        self.clock.wall() + Duration::from_secs(seconds)
    }
}

fn builder(network: impl Fetch, clock: &FakeClock) -> ResolverBuilder {
    Resolver::builder(ISSUER)
        .fetch(network)
        .clock(clock.clone())
}

fn serving(layer: ProtectLayer) -> Router {
    Router::new().route("/mcp", any(see)).route_layer(layer)
}

/// A call with the token `good`.
fn call() -> Request {
    bearing(&["Bearer good"])
}

/// A call with these `Authorization` headers.
fn bearing(fields: &[&str]) -> Request {
    let request = fields.iter().fold(Request::post("/mcp"), |request, field| {
        request.header("authorization", *field)
    });
    request.body(Body::from("{}")).expect("a request")
}

/// What the handler sees of the token, on the first line.
async fn see(request: Request) -> String {
    let extensions = request.extensions();
    let Some(token) = extensions.get::<AccessToken>() else {
        return "no token".to_owned();
    };
    let client = match Verdict::of(extensions) {
        Verdict::Client(client) => {
            let same = token.client().map(|client| client.client_id());
            assert_eq!(same, Some(client.client_id()));
            "known"
        }
        Verdict::Pending(_) => "pending",
        Verdict::Registered => "undocumented",
        other => panic!("{other:?}"),
    };
    format!(
        "{} {} {client}",
        token.client_id().unwrap_or("-"),
        token.subject().unwrap_or("-")
    )
}

/// That the call is refused in this way, with a body that says so and is not kept by anybody.
#[track_caller]
fn refused(answer: &Answer, status: u16, error: Option<&str>, rule: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    let body: serde_json::Value = serde_json::from_str(&answer.body).expect("json");
    assert_eq!(body.get("error").and_then(|error| error.as_str()), error);
    assert!(
        answer.description().ends_with(&format!("({rule})")),
        "{answer:?}"
    );
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
}

/// That it is refused without a word on how to get another token.
#[track_caller]
fn turned_away(answer: &Answer, status: u16, error: &str, rule: &str) {
    refused(answer, status, Some(error), rule);
    assert_eq!(answer.header("www-authenticate"), "", "{answer:?}");
}
