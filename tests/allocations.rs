//! What the layer allocates for a request: nothing, unless a URL-form client_id stands in it.
#![expect(
    unsafe_code,
    reason = "an allocator that counts is one that implements GlobalAlloc"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use tower::{Layer, Service};
use tower_cimd::layer::Verdict;
use tower_cimd::resolve::{FetchContext, StaticFetch};
use tower_cimd::{Cimd, CimdLayer, Leg, Resolver};

const CLIENT: &str = "https://client.example.com/oauth";

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    // The count is gone while the thread ends; nobody asks for it then.
    let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
}

// SAFETY: every call is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(memory, layout, size) }
    }
}

/// What stands below the layer: it allocates nothing, and knows whether there was a client.
#[derive(Clone)]
struct Handler;

impl Service<Request<Full<Bytes>>> for Handler {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        let client = matches!(Verdict::of(request.extensions()), Verdict::Client(_));
        let status = if client { 201 } else { 200 };
        let mut response = Response::new(Full::default());
        *response.status_mut() = status.try_into().unwrap_or_default();
        ready(Ok(response))
    }
}

/// A warm resolver: the client is in the cache.
fn resolver() -> Resolver {
    let document = serde_json::json!({
        "client_id": CLIENT,
        "redirect_uris": ["https://client.example.com/callback"],
    });
    let resolver = Resolver::builder("https://as.example.com")
        .fetch(StaticFetch::new().publish(CLIENT, document.to_string()))
        .build()
        .expect("a resolver");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let context = FetchContext::detached(Some(Leg::Authorization));
        resolver.resolve(CLIENT, &context).await.expect("a client");
    });
    resolver
}

fn server() -> Cimd<Handler> {
    CimdLayer::new(resolver()).layer(Handler)
}

/// A GET as it comes out of an axum router: with extensions, and with room for one more.
fn get(uri: &str) -> Request<Full<Bytes>> {
    let mut request = Request::get(uri)
        .header("accept", "text/html")
        .header("user-agent", "a browser")
        .body(Full::default())
        .expect("a request");
    request
        .extensions_mut()
        .insert(String::from("the original uri"));
    request
        .extensions_mut()
        .insert(String::from("the matched path").into_boxed_str());
    request
}

/// How often one request makes the thread allocate, and the status of its answer.
fn allocations(server: &mut Cimd<Handler>, request: Request<Full<Bytes>>) -> (usize, u16) {
    let cx = &mut Context::from_waker(Waker::noop());
    assert!(server.poll_ready(cx).is_ready());
    let before = ALLOCATIONS.get();
    let answer = pin!(server.call(request)).poll(cx);
    let allocations = ALLOCATIONS.get() - before;
    let Poll::Ready(Ok(response)) = answer else {
        panic!("answered at once");
    };
    (allocations, response.status().as_u16())
}

#[test]
fn a_get_without_a_url_client_id_allocates_nothing() {
    let server = &mut server();
    for uri in [
        "/authorize",
        "/authorize?response_type=code&scope=openid+mcp%3Aread",
        "/authorize?response_type=code&client_id=0123456789abcdef&state=a%2Fb",
        "/authorize?response_type=code&client_id=an+escaped%20id%21&client_id=another",
    ] {
        assert_eq!(allocations(server, get(uri)), (0, 200), "{uri}");
    }
}

/// Its event, and with the feature `metrics` its count, included: nobody listens.
#[test]
fn a_hit_of_the_resolver_allocates_nothing() {
    check_hit(&resolver());
}

#[test]
fn nor_does_it_while_other_clients_are_blocked() {
    let resolver = resolver();
    let operator = resolver.operator();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(async {
        for pattern in ["*.bad.example.com", "https://client.example.com/other"] {
            operator
                .block(pattern, "", "alice")
                .await
                .expect("an order");
        }
    });
    check_hit(&resolver);
}

fn check_hit(resolver: &Resolver) {
    let context = FetchContext::detached(Some(Leg::Authorization));
    let hit = || resolver.resolve_now(CLIENT, &context).expect("at hand");
    hit().expect("a client");
    let before = ALLOCATIONS.get();
    let resolution = hit();
    assert_eq!(ALLOCATIONS.get() - before, 0);
    resolution.expect("a client");
}

#[test]
fn a_warm_hit_allocates_for_its_client_id_its_parameters_and_its_place_in_the_extensions() {
    let server = &mut server();
    let raw = format!(
        "/authorize?response_type=code&state=af0ifjsldkj&scope=mcp:read+offline_access\
         &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256\
         &resource=https://mcp.example.com/mcp&resource=https://mcp.example.com/other\
         &redirect_uri=https://client.example.com/callback&client_id={CLIENT}"
    );
    let encoded = raw.replace("https://", "https%3A%2F%2F");
    allocations(server, get(&raw));
    let (raw, status) = allocations(server, get(&raw));
    assert_eq!(status, 201);
    let (encoded, status) = allocations(server, get(&encoded));
    assert_eq!(status, 201);
    println!("a warm hit: {raw} allocations, {encoded} with an escaped client_id");
    assert!(raw <= 3, "{raw}");
    assert!(encoded <= 4, "{encoded}");
}

/// The table of extensions grows by itself when it is full; nothing but that is on top.
#[test]
fn the_mark_of_a_pass_costs_only_the_growth_of_the_extensions() {
    let server = &mut server();
    for uri in ["/authorize", "/authorize?client_id=opaque"] {
        let mut full = get(uri);
        full.extensions_mut().insert(0_u8);
        let mut empty = get(uri);
        *empty.extensions_mut() = http::Extensions::new();
        let [full, empty] = [full, empty].map(|request| allocations(server, request).0);
        println!("{uri}: {full} where the extensions are full, {empty} where there are none");
        assert!(full <= 1, "one larger table: {full}");
        assert!(empty <= 2, "a table, and the box of it: {empty}");
    }
}

/// The whole of axum around it, with the address of the peer, as a server hands requests on.
#[cfg(feature = "axum")]
#[test]
fn in_a_router_a_pass_costs_what_it_costs_without_the_layer() {
    use axum::Router;
    use axum::routing::get;
    use tower::layer::layer_fn;

    let app = || Router::new().route("/authorize", get(|| async { "the handler" }));
    // With its state, as a server has it: until then axum makes its routes anew for each request.
    let mut without = app()
        .route_layer(layer_fn(|service| service))
        .with_state(());
    let mut with = app().route_layer(server_layer()).with_state(());
    for uri in ["/authorize", "/authorize?client_id=opaque"] {
        let [without, with] = [&mut without, &mut with].map(|app| in_router(app, uri));
        assert_eq!(with, without, "{uri}");
    }
}

#[cfg(feature = "axum")]
fn in_router(app: &mut axum::Router, uri: &str) -> usize {
    let peer = std::net::SocketAddr::from(([192, 0, 2, 1], 50_000));
    let mut request = Request::get(uri)
        .body(axum::body::Body::empty())
        .expect("a request");
    request
        .extensions_mut()
        .insert(axum::extract::ConnectInfo(peer));
    let cx = &mut Context::from_waker(Waker::noop());
    let before = ALLOCATIONS.get();
    let answer = pin!(app.call(request)).poll(cx);
    let allocations = ALLOCATIONS.get() - before;
    assert!(answer.is_ready());
    allocations
}

#[cfg(feature = "axum")]
fn server_layer() -> CimdLayer {
    let resolver = Resolver::builder("https://as.example.com").fetch(StaticFetch::new());
    CimdLayer::new(resolver.build().expect("a resolver")).leg(Leg::Authorization)
}
