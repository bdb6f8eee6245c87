//! One reading of the request (T4): whatever its shape, the handler acts on the client that the layer
//! judged, or does not run.

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::routing::any;
use http::Method;
use http_body_util::BodyExt;
use proptest::prelude::*;
use tower_cimd::{CimdClient, CimdLayer, Leg, OAuthParams};

use crate::rig::{
    CLIENT, STRANGER, ask, authorization, authorize, form, get, layer, network, token, with,
};

/// What a careless reader may take for the client_id of this request: every `client_id` in its
/// query and in its body, whatever the method and the media type say.
struct Careless(Vec<String>);

impl<S: Send + Sync> FromRequest<S> for Careless {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let (parts, body) = request.into_parts();
        let body = body
            .collect()
            .await
            .map(|body| body.to_bytes())
            .unwrap_or_default();
        let leg = match parts.method {
            Method::POST => &*body,
            _ => parts.uri.query().unwrap_or_default().as_bytes(),
        };
        // A parameter without a value is one that was left out (RFC 6749 §3.1).
        let ids = form_urlencoded::parse(leg)
            .filter(|(name, value)| name == "client_id" && !value.is_empty());
        Ok(Careless(ids.map(|(_, id)| id.into_owned()).collect()))
    }
}

/// A handler that acts on the layer's client, and otherwise on what it reads itself.
async fn act(client: Option<CimdClient>, params: OAuthParams, careless: Careless) -> String {
    let OAuthParams(params) = params;
    match client {
        Some(client) => {
            let id = client.client_id().as_str();
            for read in careless
                .0
                .iter()
                .map(String::as_str)
                .chain(params.get("client_id"))
            {
                assert_eq!(read, id, "the handler reads another client");
            }
            format!("acts on {id}")
        }
        None => {
            for read in careless
                .0
                .iter()
                .map(String::as_str)
                .chain(params.get("client_id"))
            {
                let is_url = read.to_ascii_lowercase().starts_with("https://");
                assert!(!is_url, "the handler takes {read} for a registered client");
            }
            "acts on nobody of ours".to_owned()
        }
    }
}

fn server(layer: CimdLayer) -> Router {
    Router::new()
        .route("/authorize", any(act))
        .route("/authorize/", any(act))
        .route("/token", any(act))
        .route_layer(layer)
}

async fn check(request: Request, expected: &str) {
    let told = format!("{request:?}");
    let answer = ask(&server(layer(network())), request).await;
    let seen = match answer.status.as_u16() {
        200 => answer.body,
        400 => answer.description(),
        other => other.to_string(),
    };
    assert!(seen.contains(expected), "{told}: {seen}");
}

fn post(media_type: &str, body: &str) -> Request {
    Request::post("/token")
        .header("content-type", media_type)
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

#[tokio::test]
async fn each_shape_is_read_as_it_is_meant_or_not_at_all() {
    let acts = format!("acts on {CLIENT}");
    let body = form(&[("grant_type", "refresh_token"), ("client_id", CLIENT)]);
    let json = format!(r#"{{"grant_type":"refresh_token","client_id":"{CLIENT}"}}"#);
    const UNREAD: &str = "request.not_judged";

    check(authorize(CLIENT), &acts).await;
    check(token(CLIENT), &acts).await;
    check(
        post("Application/X-WWW-Form-URLEncoded; charset=utf-8", &body),
        &acts,
    )
    .await;
    check(
        post(
            "application/x-www-form-urlencoded; charset=iso-8859-1",
            &body,
        ),
        UNREAD,
    )
    .await;
    check(post("application/x-www-form-urlencodedx", &body), UNREAD).await;
    check(post("text/plain", &body), UNREAD).await;
    check(post("", &body), UNREAD).await;
    check(post("application/json", &json), UNREAD).await;
    check(post("multipart/form-data; boundary=x", &body), UNREAD).await;
    check(
        with(token(CLIENT), "content-type", "application/json"),
        UNREAD,
    )
    .await;
    for coding in ["gzip", "identity", "br"] {
        check(with(token(CLIENT), "content-encoding", coding), UNREAD).await;
    }
    for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
        let mut request = token(CLIENT);
        *request.method_mut() = method;
        check(request, UNREAD).await;
    }
    // A header that a careless server takes for the method changes nothing here.
    check(with(token(CLIENT), "x-http-method-override", "GET"), &acts).await;
    check(
        with(authorize(CLIENT), "x-http-method-override", "POST"),
        &acts,
    )
    .await;
}

#[tokio::test]
async fn each_spelling_is_read_as_it_decodes() {
    let acts = format!("acts on {CLIENT}");
    let code = |rest: &str| get(&format!("/authorize?{}&{rest}", authorization(&[])));
    check(code(&format!("client%5Fid={CLIENT}")), &acts).await;
    check(code(&format!("%63lient_id={CLIENT}")), &acts).await;
    check(
        code(&format!("client_id={CLIENT}&client%5Fid=opaque")),
        "repeated",
    )
    .await;
    check(code(&format!("client_id={CLIENT}&client_id=")), "").await;
    check(code(&format!("CLIENT_ID={CLIENT}")), "acts on nobody").await;
    check(code(&format!("client_id%20={CLIENT}")), "acts on nobody").await;
    check(code(&format!("client_id=%ff{CLIENT}")), "acts on nobody").await;
    check(code(&format!("client_id={CLIENT}%ff")), "request.encoding").await;
    check(code(&format!("client_id=%20{CLIENT}")), "").await;
    check(
        get(&format!(
            "/authorize/?{}&client_id={CLIENT}",
            authorization(&[])
        )),
        &acts,
    )
    .await;
    check(
        get(&format!(
            "/%61uthorize?response_type=code&client_id={CLIENT}"
        )),
        "404",
    )
    .await;
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_handler_acts_on_the_layers_client_or_does_not_run(
        request in requests(),
        leg in prop::option::of(prop::sample::select(Leg::ALL.to_vec())),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let layer = match leg {
            Some(leg) => layer(network()).leg(leg),
            None => layer(network()),
        };
        // The assertions stand in the handler: a panic there ends the test.
        let answer = runtime.expect("a runtime").block_on(ask(&server(layer), request.build()));
        prop_assert!(matches!(answer.status.as_u16(), 200 | 400 | 401 | 404 | 503), "{answer:?}");
    }
}

#[derive(Clone, Debug)]
struct Shape {
    method: &'static str,
    query: String,
    media_type: Option<&'static str>,
    coding: Option<&'static str>,
    body: String,
}

impl Shape {
    fn build(self) -> Request {
        let mut request = Request::builder()
            .method(self.method)
            .uri(format!("/token?{}", self.query));
        if let Some(media_type) = self.media_type {
            request = request.header("content-type", media_type);
        }
        if let Some(coding) = self.coding {
            request = request.header("content-encoding", coding);
        }
        request.body(Body::from(self.body)).expect("a request")
    }
}

fn requests() -> impl Strategy<Value = Shape> {
    let method = prop::sample::select(vec!["GET", "HEAD", "POST", "POST", "POST", "PUT"]);
    let media_type = prop::sample::select(vec![
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded;charset=UTF-8",
        "application/x-www-form-urlencoded;charset=utf-16",
        "application/x-www-form-urlencodedx",
        "application/json",
        "multipart/form-data;boundary=b",
    ]);
    let coding = prop::option::weighted(0.1, prop::sample::select(vec!["gzip", "identity"]));
    (
        method,
        parameters(),
        prop::option::weighted(0.9, media_type),
        coding,
        parameters(),
    )
        .prop_map(|(method, query, media_type, coding, body)| Shape {
            method,
            query,
            media_type,
            coding,
            body,
        })
}

fn parameters() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "client_id",
        "client_id",
        "client%5Fid",
        "client_id+",
        "Client_id",
        "response_type",
        "grant_type",
        "client_secret",
    ]);
    let value = prop::sample::select(vec![
        CLIENT,
        CLIENT,
        STRANGER,
        "https%3A%2F%2Fclient.example.com%2Foauth",
        "HTTPS://client.example.com/oauth",
        "https:/client.example.com/oauth",
        "opaque",
        "",
        "%ff",
        "code",
    ]);
    let pair = (name, value).prop_map(|(name, value)| format!("{name}={value}"));
    prop::collection::vec(pair, 0..5).prop_map(|pairs| pairs.join("&"))
}
