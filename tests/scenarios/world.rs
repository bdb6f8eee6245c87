//! A publisher, a resolver over the real fetcher, and what came of a resolution.

use std::time::Duration;

use tower_cimd::net::{HttpsFetch, HttpsFetchBuilder};
use tower_cimd::resolve::{FetchContext, Resolution, ResolveError};
use tower_cimd::rules::freshness::{FreshnessRules, StaleRules};
use tower_cimd::{CimdClient, Resolver, ResolverBuilder};

use crate::origin::{Answer, Flaw, Handshake, Names, Origin, Step};
use crate::support::{FakeClock, document};

/// Where most rows publish.
pub(crate) const HOST: &str = "client.example.com";
pub(crate) const URL: &str = "https://client.example.com/client.json";

/// The document of `client_id`, as most publishers answer with it.
pub(crate) fn published(client_id: &str) -> Answer {
    Answer::ok(document(client_id)).header("content-type", "application/json")
}

/// The same on one connection that a row goes on with.
pub(crate) fn written(client_id: &str) -> Step {
    let body = document(client_id);
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ";
    Step::write(format!("{head}{}\r\n\r\n{body}", body.len()))
}

/// The origin's fetcher. It waits for longer than any row takes, however busy the machine is; rows about
/// deadlines set one of their own.
pub(crate) fn patient(origin: &Origin) -> HttpsFetchBuilder {
    origin
        .fetcher()
        .danger_map(HOST, origin.addr())
        .timeout(FAR)
        .connect_timeout(FAR)
}

/// A fetcher that finds the origin by name and port, as it would find a publisher on the internet. Loopback
/// stands for the public addresses: no test dials a real one.
pub(crate) fn by_name(origin: &Origin, names: &Names) -> HttpsFetchBuilder {
    HttpsFetch::builder()
        .danger_extra_root(origin.ca_pem().as_bytes())
        .danger_loopback()
        .lookup(names.clone())
        .timeout(FAR)
        .connect_timeout(FAR)
}

/// A URL on `host` that leads to the origin by name and port.
pub(crate) fn url_of(origin: &Origin, host: &str) -> String {
    format!("https://{host}:{}/client.json", origin.addr().port())
}

/// A resolver on `fetch`, whose rules take the publisher's word for how long a document is fresh, and use
/// nothing that is stale.
pub(crate) fn builder(fetch: HttpsFetchBuilder) -> ResolverBuilder {
    Resolver::builder("https://as.example.com")
        .fetch(fetch.build().unwrap())
        .freshness(FreshnessRules {
            min: Duration::ZERO,
            ..FreshnessRules::default()
        })
        .stale(StaleRules {
            while_revalidating: Duration::ZERO,
            on_error: Duration::ZERO,
            on_error_at_token: Duration::ZERO,
        })
}

pub(crate) fn resolver(fetch: HttpsFetchBuilder) -> Resolver {
    builder(fetch).build().unwrap()
}

/// A resolver whose time stands still.
pub(crate) fn timeless(fetch: HttpsFetchBuilder) -> (Resolver, FakeClock) {
    let clock = FakeClock::new();
    (builder(fetch).clock(clock.clone()).build().unwrap(), clock)
}

pub(crate) async fn resolve(
    resolver: &Resolver,
    client_id: &str,
) -> Result<CimdClient, ResolveError> {
    let context = FetchContext::detached(None);
    match resolver.resolve(client_id, &context).await? {
        Resolution::Client(client) => Ok(client),
        other => panic!("{client_id}: {other:?}"),
    }
}

/// In the words of the rows: `ok`, `invalid` for a document that is refused, else `fetch-error`.
pub(crate) fn end<T>(outcome: &Result<T, ResolveError>) -> &'static str {
    match outcome {
        Ok(_) => "ok",
        Err(ResolveError::Document(_)) => "invalid",
        Err(ResolveError::Weather(_) | ResolveError::Publication(_) | ResolveError::Body(_)) => {
            "fetch-error"
        }
        Err(other) => panic!("never came to a fetch: {other:?}"),
    }
}

/// What came of one resolution of [`URL`]: its end in the rows' words, and the cause where it failed.
pub(crate) async fn meet(
    origin: &Origin,
    fetch: HttpsFetchBuilder,
) -> (&'static str, &'static str) {
    let outcome = resolve(&resolver(fetch), URL).await;
    // Whatever the server is about to do, nothing of the fetch is left.
    within(origin.idle(), "a connection outlives its fetch").await;
    (
        end(&outcome),
        outcome.map_or_else(|error| error.cause(), |_| "none"),
    )
}

/// A publisher that answers [`URL`] with `answer`, and how it ends. `cause` is `none` for an end that is
/// `ok`.
pub(crate) async fn answered(answer: impl Into<Vec<Step>>, cause: &'static str) -> &'static str {
    let origin = Origin::start().await;
    origin.answer(URL, answer);
    let (end, found) = meet(&origin, until(cause, &origin)).await;
    assert_eq!(found, cause);
    assert_eq!((origin.requests(URL), origin.connections()), (1, 1));
    assert!(origin.bytes_sent() < SOCKETS, "{}", origin.bytes_sent());
    end
}

/// The deadline is short where a row waits for it.
fn until(cause: &str, origin: &Origin) -> HttpsFetchBuilder {
    match cause {
        "fetch.timed_out" => patient(origin).timeout(SHORT),
        _ => patient(origin),
    }
}

/// A publisher whose certificate is unusual.
pub(crate) async fn certified(flaw: Flaw, cause: &'static str) -> &'static str {
    let origin = Origin::start().await;
    origin.flaw(HOST, flaw);
    origin.answer(URL, published(URL));
    let (end, found) = meet(&origin, patient(&origin)).await;
    assert_eq!(found, cause, "{flaw:?}");
    // There is no second try with less.
    assert_eq!(origin.connections(), 1);
    assert_eq!(origin.requests(URL), usize::from(cause == "none"));
    end
}

/// A publisher that greets in another way.
pub(crate) async fn greeted(handshake: Handshake, causes: &[&str]) -> &'static str {
    let origin = Origin::start().await;
    origin.handshake(HOST, handshake);
    origin.answer(URL, published(URL));
    let (end, found) = meet(&origin, patient(&origin)).await;
    assert!(causes.contains(&found), "{handshake:?}: {found}");
    end
}

/// A publisher that speaks no TLS, but plays `steps`.
pub(crate) async fn raw(steps: Vec<Step>, cause: &'static str) -> &'static str {
    let origin = Origin::raw(steps).await;
    let (end, found) = meet(&origin, patient(&origin)).await;
    assert_eq!(found, cause);
    assert!(origin.bytes_sent() < SOCKETS, "{}", origin.bytes_sent());
    end
}

/// Fails where `future` does not end; no row depends on how soon it does.
pub(crate) async fn within<T>(future: impl Future<Output = T>, otherwise: &str) -> T {
    let waited = tokio::time::timeout(FAR, future).await;
    waited.unwrap_or_else(|_| panic!("{otherwise}"))
}

/// A deadline that is waited for.
pub(crate) const SHORT: Duration = Duration::from_secs(2);
const FAR: Duration = Duration::from_secs(30);
/// What sockets of loopback may have taken from an endless answer before its reader left, generously.
const SOCKETS: usize = 32 * 1024 * 1024;
