//! A handler that reads the raw request never sees a redirection URI that nobody checked (T1).

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::routing;
use http::request::Parts;
use http_body_util::BodyExt;
use proptest::prelude::*;
use tower_cimd::layer::stored::{Answer as Found, PushedRequests, RequestObjects, StoredRequest};
use tower_cimd::rules::parameters::Parameters;
use tower_cimd::{CimdClient, CimdLayer, Leg};

use super::{CALLBACK, EVIL};
use crate::rig::{AUTHORIZATION, CLIENT, form, layer, network};

/// Every redirection URI that a careless reader may find in the request.
struct Raw(Vec<String>);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        let query = parts.uri.query().unwrap_or_default().as_bytes();
        let pairs = form_urlencoded::parse(query).chain(form_urlencoded::parse(&body));
        let uris = pairs.filter(|(name, value)| name == "redirect_uri" && !value.is_empty());
        Ok(Raw(uris.map(|(_, uri)| uri.into_owned()).collect()))
    }
}

async fn act(_: CimdClient, Raw(uris): Raw) {
    for uri in uris {
        assert_eq!(uri, CALLBACK, "nobody has checked it");
    }
}

#[derive(Debug)]
struct Store;

impl Store {
    fn found() -> Option<StoredRequest> {
        let parameters = Parameters::parse(form(&AUTHORIZATION).as_bytes());
        Some(StoredRequest::new(CLIENT, parameters))
    }
}

impl PushedRequests for Store {
    fn pushed<'a>(&'a self, _: &'a str, _: &'a Parts) -> Found<'a> {
        Box::pin(std::future::ready(Ok(Store::found())))
    }
}

impl RequestObjects for Store {
    fn verified<'a>(&'a self, _: &'a str, _: &'a CimdClient, _: &'a Parts) -> Found<'a> {
        Box::pin(std::future::ready(Ok(Store::found())))
    }
}

fn layers() -> impl Strategy<Value = CimdLayer> {
    (any::<[bool; 3]>(), any::<bool>()).prop_map(|([pushed, objects, told], hands_on)| {
        let mut cimd = layer(network());
        if pushed {
            cimd = cimd.pushed_requests(Store);
        }
        if objects {
            cimd = cimd.request_objects(Store);
        }
        if told {
            cimd = cimd.leg(Leg::Authorization);
        }
        match hands_on {
            true => cimd.hand_on_redirectable_errors(),
            false => cimd,
        }
    })
}

/// A pair as a stranger may write it.
fn pair() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "request_uri",
        "request%5furi",
        "request",
        "%72equest",
        "redirect_uri",
        "redirect%5Furi",
        "redirect_uri",
        "client_id",
        "client%5fid",
        "response_type",
        "state",
        "scope",
    ]);
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let value = prop::sample::select(vec![
        EVIL.to_owned(),
        encode(EVIL),
        encode(CALLBACK),
        CALLBACK.to_owned(),
        encode(CLIENT),
        "code".to_owned(),
        "urn:x".to_owned(),
        String::new(),
    ]);
    (name, value).prop_map(|(name, value)| format!("{name}={value}"))
}

/// A whole request that is cut somewhere, with more pairs in its query and in its form.
fn requests() -> impl Strategy<Value = (bool, String, String)> {
    let pairs = || prop::collection::vec(pair(), 0..4);
    (
        any::<bool>(),
        any::<[bool; 4]>(),
        any::<bool>(),
        pairs(),
        pairs(),
    )
        .prop_map(|(post, kept, in_query, mut query, mut body)| {
            let whole = AUTHORIZATION.iter().zip(kept).filter(|(_, kept)| *kept);
            let whole = whole.map(|((name, value), _)| form(&[(name, value)]));
            let place = if in_query || !post {
                &mut query
            } else {
                &mut body
            };
            place.push(form(&[("client_id", CLIENT)]));
            place.extend(whole);
            (post, query.join("&"), body.join("&"))
        })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2048,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_handler_that_reads_the_raw_request_never_sees_evils_uri(
        layer in layers(),
        (post, query, body) in requests(),
    ) {
        let server = Router::new().route("/authorize", routing::any(act)).route_layer(layer);
        let request = Request::builder()
            .method(if post { "POST" } else { "GET" })
            .uri(format!("/authorize?{query}"))
            .header("content-type", "application/x-www-form-urlencoded");
        let body = if post { body } else { String::new() };
        let request = request.body(Body::from(body)).expect("a request");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        // The assertion stands in the handler: a panic there ends the test.
        let answer = runtime.expect("a runtime").block_on(crate::rig::ask(&server, request));
        prop_assert!(matches!(answer.status.as_u16(), 200 | 400), "{answer:?}");
    }
}

/// The property would be empty if nothing reached the handler.
#[tokio::test]
async fn a_whole_request_reaches_the_handler_and_so_does_one_that_was_pushed() {
    let server = Router::new()
        .route("/authorize", routing::any(act))
        .route_layer(layer(network()).pushed_requests(Store));
    let pushed = form(&[("client_id", CLIENT), ("request_uri", "urn:x")]);
    let whole = crate::rig::authorization(&[("client_id", CLIENT)]);
    for query in [pushed, whole] {
        let answer =
            crate::rig::ask(&server, crate::rig::get(&format!("/authorize?{query}"))).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}
