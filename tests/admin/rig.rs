//! A resolver, its page, and whoever comes to it.

use std::future::{Ready, ready};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use form_urlencoded::Serializer;
use http::header::{CONTENT_TYPE, HOST, ORIGIN};
use http::request::{Builder, Parts};
use http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;
use tower_cimd::admin::{Admin, Identity};
use tower_cimd::resolve::{FetchContext, ResolverBuilder, StaticFetch};
use tower_cimd::{CimdClient, CimdLayer, Resolver};

use crate::html::tags;
use crate::support::FakeClock;

pub(crate) const DESK: &str = "https://desk.example.com/oauth";

/// A server with its page, and operators named in a header field.
pub(crate) struct Rig {
    pub(crate) network: StaticFetch,
    pub(crate) resolver: Resolver,
    pub(crate) clock: FakeClock,
    pub(crate) app: Router,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Rig {
    pub(crate) fn new() -> Self {
        Rig::built(|builder| builder)
    }

    pub(crate) fn built(change: impl FnOnce(ResolverBuilder) -> ResolverBuilder) -> Self {
        let (network, clock) = (StaticFetch::new(), FakeClock::new());
        let builder = Resolver::builder("https://as.example.com")
            .fetch(network.clone())
            .clock(clock.clone());
        let resolver = change(builder).build().unwrap();
        let admin = Admin::new(resolver.operator())
            .guard(guard)
            .key([7; 32])
            .build();
        let server = Router::new()
            .route("/authorize", get(async |_: CimdClient| "signed in"))
            .route_layer(CimdLayer::new(resolver.clone()));
        Rig {
            app: server.nest("/cimd", admin.unwrap()),
            network,
            resolver,
            clock,
        }
    }

    /// A rig that holds the document of one client.
    pub(crate) async fn with_desk() -> Self {
        let rig = Rig::new();
        rig.hold(DESK, json!({ "client_name": "Desk" })).await;
        rig
    }

    /// Publishes a document with these members, and has it fetched.
    pub(crate) async fn hold(&self, client_id: &str, members: Value) {
        self.publish(client_id, members);
        let context = FetchContext::detached(None);
        // Whether it is valid is the test's affair.
        let _outcome = self.resolver.resolve(client_id, &context).await;
    }

    pub(crate) fn publish(&self, client_id: &str, members: Value) {
        let mut document =
            json!({ "client_id": client_id, "redirect_uris": [callback(client_id)] });
        for (name, value) in members.as_object().unwrap() {
            document[name] = value.clone();
        }
        let _network = self
            .network
            .clone()
            .publish(client_id, document.to_string());
    }

    /// A user comes along with the client.
    pub(crate) async fn sign_in(&self, client_id: &str) -> StatusCode {
        let query = encoded(&[
            ("client_id", client_id),
            ("redirect_uri", &callback(client_id)),
            ("response_type", "code"),
            (
                "code_challenge",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            ),
            ("code_challenge_method", "S256"),
        ]);
        let request = Request::get(format!("/authorize?{query}")).body(Body::empty());
        self.send(request.unwrap()).await.status
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// A page, as an operator who may do everything gets it.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(at(path)).header("operator", "alice");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    /// A form of the page, filled in and sent by a browser.
    pub(crate) async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token("alice").await;
        let fields: Vec<_> = fields.iter().copied().chain([("token", &*token)]).collect();
        let request = form(path)
            .header("operator", "alice")
            .body(encoded(&fields).into());
        self.send(request.unwrap()).await
    }

    /// What a program posts.
    pub(crate) async fn post(&self, path: &str, json: Value) -> Answer {
        let request = program(path)
            .header("operator", "alice")
            .body(json.to_string().into());
        self.send(request.unwrap()).await
    }

    /// The token in the forms of somebody's page.
    pub(crate) async fn token(&self, operator: &str) -> String {
        let request = Request::get(at("/explain")).header("operator", operator);
        let page = self.send(request.body(Body::empty()).unwrap()).await;
        let tags = tags(&page.body);
        let field = tags.iter().find(|tag| tag.get("name") == Some("token"));
        field.unwrap().get("value").unwrap().to_owned()
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The code of an error in JSON.
    pub(crate) fn error(&self) -> String {
        self.value()["error"].as_str().unwrap().to_owned()
    }
}

/// A form, as a browser sends it from a page of this server.
pub(crate) fn form(path: &str) -> Builder {
    Request::post(at(path))
        .header(HOST, "as.example.com")
        .header(ORIGIN, "https://as.example.com")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
}

/// JSON, as a program sends it.
pub(crate) fn program(path: &str) -> Builder {
    Request::post(at(path))
        .header(HOST, "as.example.com")
        .header("cimd-admin", "1")
        .header(CONTENT_TYPE, "application/json")
}

pub(crate) fn at(path: &str) -> String {
    match path {
        "/" => "/cimd".to_owned(),
        path => format!("/cimd{path}"),
    }
}

pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The page of one client.
pub(crate) fn client(client_id: &str) -> String {
    format!("/client?{}", encoded(&[("client_id", client_id)]))
}

fn callback(client_id: &str) -> String {
    let host = client_id.split('/').nth(2).unwrap_or_default();
    format!("https://{host}/cb")
}

/// Who is there stands in the header, since a test has no sessions.
pub(crate) fn guard(parts: &Parts) -> Ready<Result<Identity, Response>> {
    let named = |name: &str| {
        let value = parts.headers.get(name)?;
        Some(value.to_str().unwrap().to_owned())
    };
    ready(match (named("operator"), named("viewer")) {
        (Some(name), _) => Ok(Identity::operator(name)),
        (None, Some(name)) => Ok(Identity::viewer(name)),
        (None, None) => Err((StatusCode::UNAUTHORIZED, "sign in first").into_response()),
    })
}
