//! What a request costs that needs no fetch: `cargo bench --bench hot`.
//!
//! Each line is one call, polled once to its end, with its allocations. `pass_through` is to be held
//! against `pass_through::no_op_layer`, and `warm` against `pass_through::opaque`. What is freed in one
//! call was allocated for the request before it.

#[path = "support/poll.rs"]
mod poll;
#[path = "support/published.rs"]
mod published;

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::hint::black_box;
use std::task::{Context, Poll};

use bytes::Bytes;
use divan::{AllocProfiler, Bencher};
use http::{Method, Request, Response, header};
use http_body_util::Full;
use tower::{Layer, Service};
use tower_cimd::resolve::patterns::AllowedClients;
use tower_cimd::resolve::{FetchContext, Policy, StaticFetch};
use tower_cimd::{CimdLayer, Leg, Resolver};

use crate::poll::at_once;
use crate::published::{CLIENT_ID, document};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let _entered = runtime.enter();
    // Most of these take less than the timer can tell, so a sample is many calls.
    divan::Divan::default()
        .sample_size(256)
        .config_with_args()
        .main();
}

type Body = Full<Bytes>;

/// Requests that are none of the layer's business.
mod pass_through {
    use super::*;

    #[divan::bench]
    fn no_layer(bencher: Bencher<'_, '_>) {
        bench(bencher, Handler, || authorization("client_id=legacy-app"));
    }

    #[divan::bench]
    fn no_op_layer(bencher: Bencher<'_, '_>) {
        bench(bencher, NoOp(Handler), || {
            authorization("client_id=legacy-app")
        });
    }

    #[divan::bench]
    fn no_client_id(bencher: Bencher<'_, '_>) {
        bench(bencher, layered(Leg::Authorization), || {
            authorization("page=2")
        });
    }

    #[divan::bench]
    fn opaque(bencher: Bencher<'_, '_>) {
        bench(bencher, layered(Leg::Authorization), || {
            authorization("client_id=legacy-app")
        });
    }

    #[divan::bench]
    fn opaque_form(bencher: Bencher<'_, '_>) {
        bench(bencher, layered(Leg::Token), || {
            token("client_id=legacy-app")
        });
    }
}

/// Requests whose client is in the cache.
mod warm {
    use super::*;

    #[divan::bench]
    fn authorization_query(bencher: Bencher<'_, '_>) {
        bench(bencher, layered(Leg::Authorization), || {
            authorization(PRESENTED)
        });
    }

    #[divan::bench]
    fn token_form(bencher: Bencher<'_, '_>) {
        bench(bencher, layered(Leg::Token), || token(PRESENTED));
    }

    #[divan::bench]
    fn resolver_alone(bencher: Bencher<'_, '_>) {
        let resolver = warm_resolver();
        let context = FetchContext::detached(Some(Leg::Authorization));
        bencher.bench_local(|| resolver.resolve_now(black_box(CLIENT_ID), &context));
    }
}

/// The operator's rules; a thousand of them should cost little more than ten.
mod rulebook {
    use tower_cimd::ClientId;
    use tower_cimd::resolve::rulebook::{Effect, Rule, Rulebook};

    use super::*;

    #[divan::bench(args = [10, 1_000])]
    fn admits(bencher: Bencher<'_, '_>, rules: usize) {
        let (rulebook, client_id) = (rulebook(rules), ClientId::parse(CLIENT_ID).unwrap());
        bencher.bench_local(|| rulebook.admits(black_box(&client_id)));
    }

    /// All that a request of a client in the cache has it asked.
    #[divan::bench(args = [0, 10, 1_000])]
    fn warm(bencher: Bencher<'_, '_>, rules: usize) {
        let resolver = warm_resolver_by(rulebook(rules));
        let context = FetchContext::detached(Some(Leg::Authorization));
        bencher.bench_local(|| resolver.resolve_now(black_box(CLIENT_ID), &context));
    }

    fn rulebook(rules: usize) -> Rulebook {
        let hosts = (0..rules).map(|n| match n % 3 {
            0 => format!("host{n}.example.net"),
            1 => format!("*.host{n}.example.net"),
            _ => format!("client.example.com/p{n}"),
        });
        let rules = hosts.map(|host| Rule::new(&*host, Effect::Quarantine, [&host]).unwrap());
        Rulebook::new(rules).unwrap()
    }
}

/// The rules alone.
mod rules {
    use std::time::{Duration, SystemTime};

    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use http::{HeaderMap, HeaderValue, StatusCode};
    use tower_cimd::rules::client::{Client, Provenance};
    use tower_cimd::rules::client_id::ClientId;
    use tower_cimd::rules::freshness::{Freshness, FreshnessRules};
    use tower_cimd::rules::locate::{Presented, Reading, locate};
    use tower_cimd::rules::publication::Publication;
    use tower_cimd::rules::redirect_uri::{RedirectUri, RedirectUriRules};

    use super::*;

    #[divan::bench]
    fn client_id_parse() {
        let _ = black_box(ClientId::parse(black_box(CLIENT_ID)));
    }

    #[divan::bench]
    fn client_derive_605_bytes(bencher: Bencher<'_, '_>) {
        let resolver = warm_resolver();
        let client_id = ClientId::parse(CLIENT_ID).unwrap();
        let body = Bytes::from(document());
        let publication = Publication::receive(StatusCode::OK, &json_headers(), body).unwrap();
        let now = SystemTime::now();
        let provenance = Provenance {
            fetched_at: now,
            fresh_until: now,
        };
        bencher.bench_local(|| {
            Client::derive(
                &client_id,
                black_box(&publication),
                &resolver.rules(),
                provenance,
            )
        });
    }

    #[divan::bench]
    fn locate_in_query(bencher: Bencher<'_, '_>) {
        let (query, headers) = (query(PRESENTED), HeaderMap::new());
        let reading = Reading {
            query: Some(&query),
            form: None,
            headers: &headers,
        };
        bencher.bench_local(|| locate(Leg::Authorization, black_box(&reading)));
    }

    #[divan::bench]
    fn locate_in_form(bencher: Bencher<'_, '_>) {
        find(bencher, &form(PRESENTED), &HeaderMap::new());
    }

    #[divan::bench]
    fn locate_in_basic(bencher: Bencher<'_, '_>) {
        let credentials =
            STANDARD.encode(format!("{}:", PRESENTED.trim_start_matches("client_id=")));
        let basic = HeaderValue::try_from(format!("Basic {credentials}")).unwrap();
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, basic)]);
        find(bencher, &form("scope=openid"), &headers);
    }

    #[divan::bench]
    fn locate_in_assertion(bencher: Bencher<'_, '_>) {
        let claims = format!(r#"{{"iss":"{CLIENT_ID}","sub":"{CLIENT_ID}","jti":"1"}}"#);
        let form = form(&format!(
            "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
             &client_assertion=eyJhbGciOiJFUzI1NiJ9.{}.{}",
            URL_SAFE_NO_PAD.encode(claims),
            URL_SAFE_NO_PAD.encode([7; 64]),
        ));
        find(bencher, &form, &HeaderMap::new());
    }

    fn find(bencher: Bencher<'_, '_>, form: &str, headers: &HeaderMap) {
        let reading = Reading {
            query: None,
            form: Some(form.as_bytes()),
            headers,
        };
        let located = locate(Leg::Token, &reading);
        assert!(matches!(located, Ok(Presented::Url(_))), "{located:?}");
        bencher.bench_local(|| locate(Leg::Token, black_box(&reading)));
    }

    #[divan::bench]
    fn redirect_uri_match_on_another_loopback_port(bencher: Bencher<'_, '_>) {
        let registered = "http://127.0.0.1/callback";
        let registered = RedirectUri::parse(registered, &RedirectUriRules::default()).unwrap();
        bencher.bench_local(|| registered.matches(black_box("http://127.0.0.1:53682/callback")));
    }

    #[divan::bench]
    fn freshness_of_a_cached_answer(bencher: Bencher<'_, '_>) {
        let mut headers = json_headers();
        let directives = HeaderValue::from_static("public, max-age=3600, must-revalidate");
        headers.insert(header::CACHE_CONTROL, directives);
        headers.insert(header::AGE, HeaderValue::from_static("120"));
        let rules = FreshnessRules {
            default: Duration::from_secs(300),
            min: Duration::from_secs(60),
            max: Duration::from_secs(86_400),
        };
        let now = SystemTime::now();
        bencher.bench_local(|| Freshness::read(black_box(&headers), now, Duration::ZERO, &rules));
    }

    fn json_headers() -> HeaderMap {
        let json = HeaderValue::from_static("application/json");
        HeaderMap::from_iter([(header::CONTENT_TYPE, json)])
    }
}

/// Benches `service` on fresh requests; what it answers is dropped outside the measured time.
fn bench<S>(bencher: Bencher<'_, '_>, mut service: S, request: impl Fn() -> Request<Body>)
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    bencher
        .with_inputs(request)
        .bench_local_values(|request| at_once(service.call(request)));
}

/// The innermost service.
#[derive(Clone, Debug)]
struct Handler;

impl Service<Request<Body>> for Handler {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        black_box(&request);
        ready(Ok(Response::new(Body::default())))
    }
}

/// What a server leaves in the extensions of every request, as axum does with the route's path: with
/// none in them, the first insertion allocates their table.
#[derive(Clone, Copy, Debug)]
struct Routed;

/// A middleware that does nothing, with a named future: what any layer costs.
#[derive(Clone, Debug)]
struct NoOp<S>(S);

impl<S: Service<Request<Body>> + Clone> Service<Request<Body>> for NoOp<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let left = self.0.clone();
        std::mem::replace(&mut self.0, left).call(request)
    }
}

fn layered(leg: Leg) -> impl Service<Request<Body>, Response = Response<Body>, Error = Infallible> {
    CimdLayer::new(warm_resolver()).leg(leg).layer(Handler)
}

/// A resolver that has resolved `CLIENT_ID`.
fn warm_resolver() -> Resolver {
    warm_resolver_by(AllowedClients::any())
}

fn warm_resolver_by(policy: impl Policy) -> Resolver {
    let publisher = StaticFetch::new().publish(CLIENT_ID, document());
    let resolver = Resolver::builder("https://as.example.com")
        .fetch(publisher)
        .policy(policy)
        .build()
        .unwrap();
    let context = FetchContext::detached(Some(Leg::Authorization));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    std::thread::scope(|scope| {
        let resolved = scope.spawn(|| runtime.block_on(resolver.resolve(CLIENT_ID, &context)));
        resolved.join().unwrap().unwrap();
    });
    resolver
}

fn authorization(identification: &str) -> Request<Body> {
    let uri = format!("/authorize?{}", query(identification));
    let request = Request::get(uri).extension(Routed);
    request.body(Body::default()).unwrap()
}

fn token(identification: &str) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri("/token")
        .extension(Routed)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form(identification)))
        .unwrap()
}

fn query(identification: &str) -> String {
    format!(
        "response_type=code&state=af0ifjsldkj&code_challenge_method=S256\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\
         &redirect_uri=https%3A%2F%2Fclient.example.com%2Fcallback&{identification}"
    )
}

fn form(identification: &str) -> String {
    format!(
        "grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA\
         &code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\
         &redirect_uri=https%3A%2F%2Fclient.example.com%2Fcallback&{identification}"
    )
}

const PRESENTED: &str = "client_id=https%3A%2F%2Fclient.example.com%2Foauth%2Fclient.json";
