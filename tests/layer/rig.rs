//! A server with the layer on it, and the requests that it gets.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use http::{HeaderMap, Response, StatusCode};
use http_body_util::BodyExt;
use tower::ServiceExt;
use tower_cimd::layer::Verdict;
use tower_cimd::resolve::{Fetch, StaticFetch};
use tower_cimd::{CimdLayer, Resolver, ResolverBuilder};

use crate::support::{DEVICE_GRANT, FakeClock, document};

/// A client whose document is published in [`network`].
pub(crate) const CLIENT: &str = "https://client.example.com/oauth";
/// Nothing is published here.
pub(crate) const STRANGER: &str = "https://stranger.example.com/oauth";

/// A network on which [`CLIENT`] has its document.
pub(crate) fn network() -> StaticFetch {
    StaticFetch::new().publish(CLIENT, document(CLIENT))
}

/// What an authorization request needs beside the client_id.
pub(crate) const AUTHORIZATION: [(&str, &str); 4] = [
    ("response_type", "code"),
    ("redirect_uri", "https://client.example.com/callback"),
    (
        "code_challenge",
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    ),
    ("code_challenge_method", "S256"),
];

/// What a token request needs beside the client_id.
pub(crate) const REDEMPTION: [(&str, &str); 3] = [
    ("grant_type", "authorization_code"),
    ("code", "SplxlOBeZQQYbYS6WxSbIA"),
    (
        "code_verifier",
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    ),
];

/// A server that also does the device grant.
pub(crate) fn builder(network: impl Fetch) -> ResolverBuilder {
    Resolver::builder("https://as.example.com")
        .grant_types(["authorization_code", "refresh_token", DEVICE_GRANT])
        .fetch(network)
        .clock(FakeClock::new())
}

pub(crate) fn resolver(network: impl Fetch) -> Resolver {
    builder(network).build().expect("a resolver")
}

pub(crate) fn layer(network: impl Fetch) -> CimdLayer {
    CimdLayer::new(resolver(network))
}

/// A server whose handler answers with what it sees of the layer.
pub(crate) fn server(layer: CimdLayer) -> Router {
    Router::new()
        .route("/authorize", any(see))
        .route("/token", any(see))
        .route_layer(layer)
}

/// The verdict on one line, and the body on the next.
pub(crate) async fn see(request: Request) -> String {
    let (parts, body) = request.into_parts();
    let seen = match Verdict::of(&parts.extensions) {
        Verdict::Client(client) => format!("client {}", client.client_id().as_str()),
        Verdict::Identified(client) => format!("identified {}", client.0.client_id().as_str()),
        Verdict::Pending(client) => format!("pending {}", client.0.as_str()),
        other => format!("{other:?}"),
    };
    let body = body.collect().await.expect("a body").to_bytes();
    format!("{seen}\n{}", String::from_utf8_lossy(&body))
}

/// `name=value` pairs as a query or form.
pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// The parameters of a whole authorization request, these besides.
pub(crate) fn authorization(besides: &[(&str, &str)]) -> String {
    form(&[&AUTHORIZATION, besides].concat())
}

/// The parameters of a whole token request, these besides.
pub(crate) fn redemption(besides: &[(&str, &str)]) -> String {
    form(&[&REDEMPTION, besides].concat())
}

/// The parameters that any leg may need, for tests that send the same to each.
pub(crate) fn for_any_leg(besides: &[(&str, &str)]) -> String {
    let token = [("token", "t")];
    form(&[&AUTHORIZATION[..], &REDEMPTION, &token, besides].concat())
}

/// An authorization request by GET.
pub(crate) fn authorize(client_id: &str) -> Request {
    get(&format!(
        "/authorize?{}",
        authorization(&[("client_id", client_id)])
    ))
}

pub(crate) fn get(uri: &str) -> Request {
    Request::get(uri).body(Body::empty()).expect("a request")
}

/// A token request.
pub(crate) fn token(client_id: &str) -> Request {
    post_form("/token", &redemption(&[("client_id", client_id)]))
}

pub(crate) fn post_form(uri: &str, form: &str) -> Request {
    Request::post(uri)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-length", form.len())
        .body(Body::from(form.to_owned()))
        .expect("a request")
}

/// The request with one more header field.
pub(crate) fn with(mut request: Request, name: &'static str, value: &str) -> Request {
    let value = value.parse().expect("a header value");
    request.headers_mut().append(name, value);
    request
}

/// A whole answer.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str());
        value.map_or("", |value| value.expect("visible ascii"))
    }

    /// What the handler saw, if it ran.
    pub(crate) fn seen(&self) -> &str {
        match self.status {
            StatusCode::OK => self.body.lines().next().unwrap_or_default(),
            _ => "",
        }
    }

    /// The OAuth error code of a JSON answer.
    pub(crate) fn error(&self) -> String {
        let body: serde_json::Value = serde_json::from_str(&self.body).expect("json");
        body["error"].as_str().expect("an error").to_owned()
    }

    /// The description of a JSON answer.
    pub(crate) fn description(&self) -> String {
        let body: serde_json::Value = serde_json::from_str(&self.body).expect("json");
        let description = body["error_description"].as_str();
        description.expect("a description").to_owned()
    }
}

pub(crate) async fn ask(server: &Router, request: Request) -> Answer {
    whole(server.clone().oneshot(request).await.expect("a response")).await
}

pub(crate) async fn whole(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).expect("utf-8"),
    }
}
