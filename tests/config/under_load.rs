//! A real server, asked without a pause while its settings change hundreds of times.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::routing::{get, post};
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::Full;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use tokio::task::JoinHandle;
use tower_cimd::config::Settings;
use tower_cimd::resolve::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};
use tower_cimd::{CimdClient, CimdLayer, Resolver};

use crate::support::{document, fetched};

const WARM: &str = "https://warm.example.com/oauth";
const FLIPPING: &str = "https://flipping.example.com/oauth";
const REPLACEMENTS: usize = 400;
/// What the rule against the flipping client answers.
const REFUSED: u16 = 400;

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

    let (visits, began) = (Visits::begin(&visitor), Instant::now());
    for n in 0..REPLACEMENTS {
        let settings = if n % 2 == 0 { &closed } else { &open };
        settings.apply(&resolver).unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    visits.end().await;

    // One fetch for each document, however often it was judged anew.
    let asked = network.asked(|_| true);
    assert!(asked.iter().all(|count| *count == 1), "{asked:?}");
    // A quarter of 400 a minute is for strangers, and no new settings give it to them again.
    let earned = 2 * began.elapsed().as_secs() as usize;
    let poor = network.asked(|url| url.starts_with("https://poor.")).len();
    assert!(poor <= 105 + earned, "{poor}");
}

type Answers = JoinHandle<HashMap<StatusCode, usize>>;

/// Those who ask, each in a loop.
struct Visits {
    over: Arc<AtomicBool>,
    /// Whom both settings admit.
    welcome: [(&'static str, Answers); 3],
    /// Whom one of them refuses.
    flipping: Answers,
    /// More unknown clients of one host than it has fetches.
    poor: Answers,
}

impl Visits {
    fn begin(visitor: &Visitor) -> Self {
        let over = Arc::default();
        let warm = |visitor: Visitor, _| async move { visitor.authorize(WARM).await };
        let token = |visitor: Visitor, _| async move { visitor.token(WARM).await };
        let flip = |visitor: Visitor, _| async move { visitor.authorize(FLIPPING).await };
        let cold = |visitor: Visitor, n| async move {
            visitor
                .authorize(&format!("https://cold{n}.com/oauth"))
                .await
        };
        let poor = |visitor: Visitor, n| async move {
            visitor
                .authorize(&format!("https://poor.example.com/{n}"))
                .await
        };
        Visits {
            welcome: [
                ("warm", spawn(visitor, &over, warm)),
                ("token", spawn(visitor, &over, token)),
                ("cold", spawn(visitor, &over, cold)),
            ],
            flipping: spawn(visitor, &over, flip),
            poor: spawn(visitor, &over, poor),
            over,
        }
    }

    /// Every answer is what one of the two settings says.
    async fn end(self) {
        self.over.store(true, Ordering::Relaxed);
        for (what, answers) in self.welcome {
            let answers = answers.await.unwrap();
            let only: Vec<_> = answers.keys().collect();
            assert_eq!(only, [&StatusCode::OK], "{what}: {answers:?}");
            assert!(answers[&StatusCode::OK] >= 20, "{what}: {answers:?}");
        }
        let answers = self.flipping.await.unwrap();
        let mut statuses: Vec<_> = answers.keys().map(StatusCode::as_u16).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, REFUSED], "{answers:?}");
        let answers = self.poor.await.unwrap();
        assert!(
            answers.contains_key(&StatusCode::SERVICE_UNAVAILABLE),
            "{answers:?}"
        );
    }
}

/// Visits until it is over, and counts the answers.
fn spawn<V>(
    visitor: &Visitor,
    over: &Arc<AtomicBool>,
    visit: impl Fn(Visitor, usize) -> V + Send + 'static,
) -> Answers
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
