//! A server with clients, and its page.

use std::future::{Ready, ready};

use axum::Router;
use axum::body::Body;
use axum::response::{Html, Response};
use axum::routing::get;
use http::Request;
use http::request::Parts;
use serde_json::json;
use tower::ServiceExt;
use tower_cimd::admin::{Admin, Identity};
use tower_cimd::resolve::{FetchError, StaticFetch};
use tower_cimd::{CimdClient, CimdLayer, Resolver};

/// A server with clients, and its page.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) url: String,
    pub(crate) network: StaticFetch,
    app: Router,
}

pub(crate) const DESK: &str = "https://desk.example.com/oauth";
pub(crate) const CHAT: &str = "https://chat.example.org/client.json";
pub(crate) const HOSTILE: &str = "https://hostile.example.net/client.json";
pub(crate) const AWAY: &str = "https://away.example.net/client.json";

impl World {
    pub(crate) async fn new() -> Self {
        let network = StaticFetch::new()
            .publish(DESK, document(DESK, "Desk"))
            .publish(CHAT, document(CHAT, "Chat"))
            .publish(HOSTILE, hostile())
            .fail(AWAY, || FetchError::Connect);
        let resolver = Resolver::builder("https://as.example.com")
            .fetch(network.clone())
            .build();
        let app = app(&resolver.unwrap());
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let url = format!("http://{}/cimd", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, app.clone()).into_future());
        let world = World { url, network, app };
        for client_id in [DESK, CHAT, HOSTILE, AWAY, "https://127.0.0.1/<script>"] {
            world.sign_in(client_id).await;
        }
        world
    }

    /// The page at `path`, below where it is mounted.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.url)
    }

    /// The page of a client.
    pub(crate) fn client(&self, client_id: &str) -> String {
        self.at(&format!("client?client_id={}", encoded(client_id)))
    }

    /// The form that has a client explained.
    pub(crate) fn explain(&self, client_id: &str) -> String {
        self.at(&format!("explain?client_id={}", encoded(client_id)))
    }

    /// A page of the same server that runs a script, if scripts run.
    pub(crate) fn script(&self) -> String {
        self.url.replace("/cimd", "/script")
    }

    /// Some of everything that can be ordered, and a document that changed.
    pub(crate) async fn order(&self) {
        let newer = document(DESK, "Desk for everybody");
        let _network = self.network.clone().publish(DESK, newer);
        let why = "its keys were leaked, says <b>their</b> security team";
        for (path, members) in [
            ("refresh", json!({ "client_id": DESK })),
            (
                "block",
                json!({ "pattern": "*.bad.example.com", "why": why }),
            ),
            (
                "block",
                json!({ "pattern": "chat.example.org", "why": "a try" }),
            ),
            (
                "pin",
                json!({ "client_id": DESK, "use": "last_resort", "days": 30, "why": "audited" }),
            ),
            (
                "mode",
                json!({ "mode": "enforce", "why": "the policy is in report mode" }),
            ),
        ] {
            let request = Request::post(format!("/cimd/api/{path}"))
                .header("content-type", "application/json")
                .header("cimd-admin", "1")
                .body(Body::from(members.to_string()));
            let answer = self.app.clone().oneshot(request.unwrap()).await.unwrap();
            assert_eq!(answer.status(), 200, "{path}");
        }
        self.sign_in(CHAT).await;
    }

    /// A user comes along with the client: what the server answers.
    pub(crate) async fn sign_in(&self, client_id: &str) -> u16 {
        let host = client_id.split('/').nth(2).unwrap();
        let query = format!(
            "client_id={}&redirect_uri={}&response_type=code&code_challenge_method=S256\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            encoded(client_id),
            encoded(&format!("https://{host}/cb")),
        );
        let request = Request::get(format!("/authorize?{query}")).body(Body::empty());
        let answer = self.app.clone().oneshot(request.unwrap()).await.unwrap();
        answer.status().as_u16()
    }
}

fn app(resolver: &Resolver) -> Router {
    let admin = Admin::new(resolver.operator()).guard(guard).build();
    Router::new()
        .route("/authorize", get(async |_: CimdClient| "signed in"))
        .route_layer(CimdLayer::new(resolver.clone()))
        .route(
            "/script",
            get(async || Html("<title>off</title><script>document.title='on'</script>")),
        )
        .nest("/cimd", admin.unwrap())
}

fn guard(_: &Parts) -> Ready<Result<Identity, Response>> {
    ready(Ok(Identity::operator("alice")))
}

pub(crate) fn document(client_id: &str, name: &str) -> String {
    let host = client_id.split('/').nth(2).unwrap();
    json!({
        "client_id": client_id,
        "client_name": name,
        "redirect_uris": [format!("https://{host}/cb")],
    })
    .to_string()
}

fn hostile() -> String {
    let script = "<script>window.pwned=1;alert(1)</script>";
    let attribute = "\"'><img src=x onerror=\"window.pwned=1;alert(1)\">";
    json!({
        "client_id": HOSTILE,
        "client_name": format!("{script}{attribute}\u{202e}gnp.exe"),
        "client_name#he": format!("\u{2066}{attribute}\u{2069}"),
        "redirect_uris": ["https://hostile.example.net/cb"],
        "logo_uri": "javascript:window.pwned=1;alert(1)",
        "contacts": [script, attribute],
        "software_id": attribute,
        "software_version": format!("</pre></main></html>{script}"),
        "</pre><script>window.pwned=1</script>": attribute,
        "x_long": "5 KB of everything \u{202e}\u{200b} ".repeat(100),
    })
    .to_string()
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
