//! What strangers make of an authorization server.

use std::net::Ipv6Addr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::any;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;
use tower_cimd::resolve::{
    BoxFuture, Fetch, FetchContext, FetchError, FetchRequest, Fetched, Limits, StaticFetch,
};
use tower_cimd::{CimdLayer, Leg, Resolver};

use crate::origin::{Origin, Step};
use crate::row::{Row, check, row};
use crate::support::{FakeClock, document, fetched};
use crate::world::{SHORT, URL, builder, end, patient, published, resolve, resolver};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_servers_ends_as_it_must() {
    check("as", rows()).await;
}

fn rows() -> Vec<Row> {
    vec![
        row("as-panic-free", a_fetcher_that_panics()),
        row("as-before-login", an_anonymous_crowd()),
        row(
            "as-token-endpoint-fetch",
            strangers_at(Leg::Token, 1, "bounded fetch"),
        ),
        row(
            "as-introspect-fetch",
            strangers_at(Leg::Introspection, 0, "no fetch"),
        ),
        row("as-self-metadata", a_client_on_our_own_host()),
        row("as-user-content-host", two_clients_of_one_host()),
        row("as-consent-homograph", a_host_in_another_script()),
        row("as-budget-v6-prefix", ten_thousand_addresses_of_one_64()),
    ]
}

/// What a stranger is told of a client_id.
#[derive(Debug, PartialEq)]
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// The answer to an authorization request of `client_id`.
pub(crate) async fn told(resolver: Resolver, client_id: &str) -> Told {
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
    let request = Request::get(format!(
        "/?response_type=code&code_challenge={challenge}&client_id={client_id}"
    ));
    ask(
        &server(resolver, Leg::Authorization),
        request.body(Body::empty()).unwrap(),
    )
    .await
}

fn server(resolver: Resolver, leg: Leg) -> Router {
    let handler = any(|| async { "the handler" });
    Router::new().route("/", handler.layer(CimdLayer::new(resolver).leg(leg)))
}

async fn ask(server: &Router, request: Request<Body>) -> Told {
    let (parts, body) = server.clone().oneshot(request).await.unwrap().into_parts();
    Told {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().into(),
    }
}

/// Panics once, then publishes.
#[derive(Debug, Default)]
struct Panics(AtomicBool);

impl Fetch for Panics {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        Box::pin(async move {
            assert!(
                self.0.swap(true, Ordering::SeqCst),
                "this fetcher panics once"
            );
            let headers = [("content-type", "application/json")];
            Ok(fetched(200, &headers, document(&request.url)))
        })
    }
}

async fn a_fetcher_that_panics() -> &'static str {
    let resolver = Resolver::builder("https://as.example.com").fetch(Panics::default());
    let resolver = resolver.build().unwrap();
    assert_eq!(
        resolve(&resolver, URL).await.unwrap_err().cause(),
        "crashed"
    );
    resolve(&resolver, URL).await.unwrap();
    "no panic"
}

/// Whoever passes by, a fetch is for one client_id, and one host has an eighth of the slots.
async fn an_anonymous_crowd() -> &'static str {
    let origin = Origin::start().await;
    let urls: Vec<_> = (0..100)
        .map(|n| format!("https://client.example.com/{n}"))
        .collect();
    for url in &urls {
        origin.answer(url, vec![Step::Hang]);
    }
    let resolver = builder(patient(&origin).timeout(SHORT))
        .in_flight(64)
        .build()
        .unwrap();
    let crowd = urls
        .into_iter()
        .map(|url| tokio::spawn(told(resolver.clone(), leak(url))));
    for told in crowd.collect::<Vec<_>>() {
        assert_eq!(told.await.unwrap().status, 503);
    }
    assert!(origin.connections() <= 8, "{}", origin.connections());
    "bounded fetch"
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// A hundred requests of one unknown client on `leg` make so many fetches.
async fn strangers_at(leg: Leg, fetches: usize, so: &'static str) -> &'static str {
    let origin = Origin::start().await;
    origin.answer(URL, published(URL).delay(Duration::from_millis(100)));
    let server = server(resolver(patient(&origin)), leg);
    let form = "application/x-www-form-urlencoded";
    let strangers = (0..100).map(|_| {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let body = format!(
            "grant_type=authorization_code&code=x&code_verifier={verifier}&token=x&client_id={URL}"
        );
        let request = Request::post("/")
            .header("content-type", form)
            .body(body.into());
        let server = server.clone();
        tokio::spawn(async move { ask(&server, request.unwrap()).await })
    });
    for told in strangers.collect::<Vec<_>>() {
        assert_eq!(told.await.unwrap().status, 200);
    }
    assert_eq!(
        (origin.requests(URL), origin.connections()),
        (fetches, fetches)
    );
    so
}

async fn a_client_on_our_own_host() -> &'static str {
    let origin = Origin::start().await;
    let own = "https://as.example.com/.well-known/oauth-authorization-server";
    origin.answer(own, published(own));
    let refusal = resolve(&resolver(patient(&origin)), own).await;
    assert_eq!(refusal.unwrap_err().cause(), "client_id.own_host");
    assert_eq!(origin.connections(), 0);
    "refused before a fetch"
}

/// They are one customer's, and have one customer's budget.
async fn ten_thousand_addresses_of_one_64() -> &'static str {
    let network = StaticFetch::new();
    let issuer = Resolver::builder("https://as.example.com");
    let limits = Limits::default().requester(20);
    let builder = issuer.fetch(network.clone()).clock(FakeClock::new());
    let resolver = builder.limits(limits).build().unwrap();
    let mut spent = 0;
    for number in 0..10_000_u32 {
        let peer = Ipv6Addr::from(0x2001_0db8_0000_0001 << 64 | u128::from(number) << 20);
        let context = FetchContext::detached(Some(Leg::Authorization)).peer(peer.into());
        let client_id = format!("https://host-{number}.example.com/client.json");
        let refusal = resolver.resolve(&client_id, &context).await.unwrap_err();
        spent += usize::from(refusal.cause() == "budget.spent");
    }
    assert!(network.fetches() <= 20, "{}", network.fetches());
    assert_eq!(spent, 10_000 - network.fetches());
    "refused after the budget"
}

/// Identity is host and path: one user's document says nothing for another's.
async fn two_clients_of_one_host() -> &'static str {
    let origin = Origin::start().await;
    let (mine, others) = (
        "https://raw.example.net/me/x.json",
        "https://raw.example.net/you/x.json",
    );
    origin.answer(mine, published(mine));
    origin.answer(others, published(mine));
    let resolver = resolver(patient(&origin));
    let outcome = resolve(&resolver, mine).await;
    let client = outcome.as_ref().unwrap().client_id();
    assert_eq!(
        (client.host(), client.path()),
        ("raw.example.net", "/me/x.json")
    );
    let refusal = resolve(&resolver, others).await;
    assert_eq!(refusal.unwrap_err().cause(), "document.client_id");
    end(&outcome)
}

async fn a_host_in_another_script() -> &'static str {
    let origin = Origin::start().await;
    let homograph = "https://xn--pple-43d.com/client.json";
    origin.answer(homograph, published(homograph));
    let client = resolve(&resolver(patient(&origin)), homograph)
        .await
        .unwrap();
    assert_eq!(client.client_id().host(), "xn--pple-43d.com");
    let unicode = resolve(&resolver(patient(&origin)), "https://аpple.com/client.json").await;
    assert_eq!(unicode.unwrap_err().cause(), "client_id.non_ascii");
    "A-label shown (or marked)"
}

/// Registered clients and others' cached ones are served while every slot is held by silence.
#[tokio::test]
async fn a_warm_client_is_served_while_strangers_are_silent() {
    let origin = Origin::start().await;
    origin.answer(URL, published(URL));
    let hang: Vec<_> = (0..64)
        .map(|n| format!("https://h{n}.example.net/x"))
        .collect();
    for url in &hang {
        origin.answer(url, vec![Step::Hang]);
    }
    let resolver = builder(patient(&origin)).in_flight(64).build().unwrap();
    resolve(&resolver, URL).await.unwrap();
    for url in hang {
        let resolver = resolver.clone();
        tokio::spawn(async move { resolve(&resolver, &url).await.is_ok() });
    }
    tokio::task::yield_now().await;
    for _ in 0..100 {
        resolve(&resolver, URL).await.unwrap();
    }
    assert_eq!(origin.requests(URL), 1);
}
