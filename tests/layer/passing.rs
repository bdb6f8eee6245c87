//! What passes, and how.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::get;
use bytes::Bytes;
use http::Response;
use http_body_util::{BodyExt, Full};
use tower::{Layer, ServiceExt, service_fn};
use tower_cimd::layer::{IdentifiedClient, PendingClient, Verdict};
use tower_cimd::resolve::{FetchContext, Resolution};
use tower_cimd::{CimdClient, ClientId};

use crate::rig::{
    self, CLIENT, STRANGER, ask, authorize, form, layer, network, post_form, resolver, see, server,
    token, with,
};

#[tokio::test]
async fn a_request_without_a_url_client_id_reaches_the_handler_whatever_else_is_wrong_with_it() {
    let network = network();
    let server = server(layer(network.clone()));
    let repeated = form(&[
        ("response_type", "code"),
        ("client_id", "a"),
        ("client_id", "b"),
    ]);
    for request in [
        authorize("registered-client"),
        authorize(""),
        authorize("http://client.example.com/"),
        rig::get("/authorize?response_type=code"),
        rig::get(&format!("/authorize?{repeated}")),
        rig::get("/authorize?response_type=code&&&=&%zz&client_id=%ff"),
        token("registered-client"),
        post_form("/token", "grant_type=refresh_token"),
        post_form("/token", "grant_type=x&client_id=a&client_id=b"),
    ] {
        let told = format!("{request:?}");
        assert_eq!(ask(&server, request).await.seen(), "Registered", "{told}");
    }
    assert_eq!(network.fetches(), 0);
}

#[tokio::test]
async fn a_url_client_id_becomes_a_client_and_is_fetched_once() {
    let network = network();
    let server = server(layer(network.clone()));
    for request in [authorize(CLIENT), token(CLIENT), authorize(CLIENT)] {
        let answer = ask(&server, request).await;
        assert_eq!(answer.seen(), format!("client {CLIENT}"), "{answer:?}");
    }
    assert_eq!(network.fetches(), 1);
}

#[tokio::test]
async fn an_unknown_path_fetches_nothing() {
    let network = network();
    let server = server(layer(network.clone()));
    let answer = ask(
        &server,
        rig::get(&format!("/nowhere?response_type=code&client_id={CLIENT}")),
    );
    assert_eq!(answer.await.status, 404);
    assert_eq!(network.fetches(), 0);
}

/// Somebody outside the layer has put verdicts on the request; none of them reaches the handler.
#[tokio::test]
async fn a_verdict_that_was_there_before_is_removed_on_every_path() {
    let resolver = resolver(network());
    let context = FetchContext::detached(None);
    let Ok(Resolution::Client(client)) = resolver.resolve(CLIENT, &context).await else {
        panic!("a client");
    };
    let server = server(layer(network()));
    for (request, expected) in [
        (rig::get("/authorize"), "Registered"),
        (authorize("opaque"), "Registered"),
        (token("opaque"), "Registered"),
        (token(CLIENT), &*format!("client {CLIENT}")),
        (
            with(token("opaque"), "content-encoding", "gzip"),
            "NotJudged",
        ),
        (
            Request::put("/token")
                .body(Body::empty())
                .expect("a request"),
            "NotJudged",
        ),
    ] {
        let mut request = request;
        let told = format!("{request:?}");
        let extensions = request.extensions_mut();
        extensions.insert::<CimdClient>(client.clone());
        extensions.insert(IdentifiedClient(client.clone()));
        extensions.insert(PendingClient(ClientId::parse(STRANGER).expect("an id")));
        assert_eq!(ask(&server, request).await.seen(), expected, "{told}");
    }
}

#[tokio::test]
async fn the_verdict_of_an_outer_layer_is_replaced_by_that_of_an_inner_one() {
    let outer = layer(network());
    let inner = layer(network()).legs(|_| None);
    let server = Router::new()
        .route("/authorize", get(see))
        .route_layer(inner)
        .layer(outer);
    assert_eq!(ask(&server, authorize(CLIENT)).await.seen(), "NotJudged");
}

#[tokio::test]
async fn the_query_and_the_head_arrive_as_they_were() {
    let handler = service_fn(|request: Request| async move {
        let seen = format!(
            "{} {} {:?}",
            request.method(),
            request.uri(),
            request.headers()
        );
        Ok::<_, Infallible>(Response::new(Body::from(seen)))
    });
    let service = layer(network()).layer(handler);
    for request in [
        authorize(CLIENT),
        authorize("opaque"),
        with(token(CLIENT), "x-odd", "1"),
    ] {
        let expected = format!(
            "{} {} {:?}",
            request.method(),
            request.uri(),
            request.headers()
        );
        let response = service.clone().oneshot(request).await.expect("a response");
        assert_eq!(rig::whole(response).await.body, expected);
    }
}

#[tokio::test]
async fn the_inner_error_is_not_changed() {
    #[derive(Debug, PartialEq)]
    struct Mine(u8);

    let handler = service_fn(|_: http::Request<Full<Bytes>>| async {
        Err::<Response<Full<Bytes>>, _>(Mine(7))
    });
    let service = layer(network()).layer(handler);
    for uri in ["/?client_id=opaque&response_type=code", "/"] {
        let request = http::Request::get(uri)
            .body(Full::default())
            .expect("a request");
        assert_eq!(service.clone().oneshot(request).await.err(), Some(Mine(7)));
    }
}

/// The layer works without axum, on whatever body can be made from bytes.
#[tokio::test]
async fn a_plain_tower_service_reads_the_verdict_from_the_extensions() {
    let handler = service_fn(|request: http::Request<Full<Bytes>>| async move {
        let is_client = matches!(Verdict::of(request.extensions()), Verdict::Client(_));
        let body = request.into_body().collect().await?.to_bytes();
        let seen = [if is_client { b"client " } else { b"none   " }, &*body].concat();
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::from(seen)))
    });
    let (parts, _) = token(CLIENT).into_parts();
    let body = form(&[("grant_type", "refresh_token"), ("client_id", CLIENT)]);
    let request = http::Request::from_parts(parts, Full::from(body.clone()));
    let response = layer(network()).layer(handler).oneshot(request).await;
    let seen = response.expect("a response").into_body().collect().await;
    let seen = seen.expect("a body").to_bytes();
    assert_eq!(seen, format!("client {body}"));
}
