//! A real server, asked without a pause while its settings change hundreds of times.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::Full;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use tower_cimd::config::Settings;
use tower_cimd::resolve::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};
use tower_cimd::{CimdClient, CimdLayer, Resolver};

use crate::support::{document, fetched};

const WARM: &str = "https://warm.example.com/oauth";
const FLIPPING: &str = "https://flipping.example.com/oauth";
const REPLACEMENTS: usize = 400;

/// Publishers that take their time, each asked so often.
#[derive(Clone, Debug, Default)]
struct Slow(Arc<Mutex<HashMap<String, usize>>>);

impl Slow {
    fn asked(&self, is: impl Fn(&str) -> bool) -> Vec<usize> {
        let asked = self.0.lock().unwrap();
        let asked = asked.iter().filter(|(url, _)| is(url));
        asked.map(|(_, count)| *count).collect()
    }
}

impl Fetch for Slow {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        let url = request.url.to_string();
        *self.0.lock().unwrap().entry(url.clone()).or_default() += 1;
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(15)).await;
            let json = [("content-type", "application/json")];
            Ok(fetched(200, &json, document(&url)))
        })
    }
}

/// Two settings that differ in one host, and in a rule by which all documents are judged anew.
fn settings(closed: bool) -> Settings {
    let mut text = String::from("issuer = \"https://as.example.com\"\n[limits]\nhost = 400\n");
    if closed {
        text += "[documents]\nmax_bytes = 6000\n[[policy.rules]]\nname = \"closed\"\n\
                 effect = \"deny\"\nclients = [\"flipping.example.com\"]\n";
    }
    text.parse().unwrap()
}

async fn serve(resolver: Resolver) -> std::net::SocketAddr {
    let app = Router::new()
        .route("/authorize", get(|_: CimdClient| async { "a client" }))
        .route("/token", post(|_: CimdClient| async { "a client" }))
        .layer(CimdLayer::new(resolver));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// One who asks, again and again.
#[derive(Clone)]
struct Visitor {
    client: Client<HttpConnector, Full<Bytes>>,
    address: std::net::SocketAddr,
}

impl Visitor {
    async fn authorize(&self, client_id: &str) -> StatusCode {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", "https://client.example.com/callback")
            .append_pair("response_type", "code")
            .append_pair(
                "code_challenge",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            )
            .append_pair("code_challenge_method", "S256")
            .finish();
        let uri = format!("http://{}/authorize?{query}", self.address);
        self.ask(Request::get(uri).body(Full::default()).unwrap())
            .await
    }

    async fn token(&self, client_id: &str) -> StatusCode {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", client_id)
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", "a code")
            .append_pair(
                "code_verifier",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            )
            .finish();
        let request = Request::post(format!("http://{}/token", self.address))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::from(form))
            .unwrap();
        self.ask(request).await
    }

    async fn ask(&self, request: Request<Full<Bytes>>) -> StatusCode {
        let answer = self.client.request(request).await;
        answer.expect("no request is lost").status()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_is_lost_while_settings_change_hundreds_of_times() {
    let network = Slow::default();
    let (open, closed) = (settings(false), settings(true));
    let builder = open.builder().unwrap().fetch(network.clone());
    let resolver = builder.build().unwrap();
    let address = serve(resolver.clone()).await;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let visitor = Visitor { client, address };
    assert_eq!(visitor.authorize(WARM).await, StatusCode::OK);
    assert_eq!(visitor.authorize(FLIPPING).await, StatusCode::OK);

    let over = Arc::new(AtomicBool::new(false));
    let warm = spawn(&visitor, &over, |visitor, _| async move {
        visitor.authorize(WARM).await
    });
    let tokens = spawn(&visitor, &over, |visitor, _| async move {
        visitor.token(WARM).await
    });
    let flipping = spawn(&visitor, &over, |visitor, _| async move {
        visitor.authorize(FLIPPING).await
    });
    let cold = spawn(&visitor, &over, |visitor, n| async move {
        visitor
            .authorize(&format!("https://cold{n}.example.com/oauth"))
            .await
    });
    let poor = spawn(&visitor, &over, |visitor, n| async move {
        visitor
            .authorize(&format!("https://poor.example.com/{n}"))
            .await
    });
    for n in 0..REPLACEMENTS {
        let settings = if n % 2 == 0 { &closed } else { &open };
        settings.apply(&resolver).unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    over.store(true, Ordering::Relaxed);

    for (visits, what) in [(warm, "warm"), (tokens, "token"), (cold, "cold")] {
        let answers = visits.await.unwrap();
        assert_eq!(
            answers.keys().collect::<Vec<_>>(),
            [&StatusCode::OK],
            "{what}: {answers:?}"
        );
        assert!(answers[&StatusCode::OK] >= 20, "{what}: {answers:?}");
    }
    let answers = flipping.await.unwrap();
    let known = [
        StatusCode::OK,
        StatusCode::BAD_REQUEST,
        StatusCode::FORBIDDEN,
    ];
    assert!(
        answers.keys().all(|status| known.contains(status)),
        "{answers:?}"
    );
    assert_eq!(
        answers.len(),
        2,
        "each of the two settings was asked: {answers:?}"
    );

    // One fetch for each document, however often it was judged anew.
    let asked = network.asked(|_| true);
    assert!(asked.iter().all(|count| *count == 1), "{asked:?}");
    // A quarter of 400 is for strangers, and no new settings give it to them again.
    let poor = poor.await.unwrap();
    let fetched = network.asked(|url| url.starts_with("https://poor.")).len();
    assert!(fetched <= 110, "{fetched} of {poor:?}");
}

/// Visits until it is over, and counts the answers.
fn spawn<V>(
    visitor: &Visitor,
    over: &Arc<AtomicBool>,
    visit: impl Fn(Visitor, usize) -> V + Send + 'static,
) -> tokio::task::JoinHandle<HashMap<StatusCode, usize>>
where
    V: Future<Output = StatusCode> + Send,
{
    let (visitor, over) = (visitor.clone(), Arc::clone(over));
    tokio::spawn(async move {
        let mut answers = HashMap::new();
        for n in 0.. {
            if over.load(Ordering::Relaxed) {
                break;
            }
            *answers.entry(visit(visitor.clone(), n).await).or_default() += 1;
        }
        answers
    })
}
