//! The layer in a hyper server, without axum, over a real connection.

use std::convert::Infallible;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceBuilder;
use tower_cimd::layer::body::Replayed;
use tower_cimd::layer::{OAuthParams, Verdict};

use crate::rig::{CLIENT, authorization, form, layer, network};

async fn handle(request: Request<Replayed<Incoming>>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let seen = match (Verdict::of(&parts.extensions), OAuthParams::of(&parts)) {
        (Verdict::Client(client), Ok(OAuthParams(params))) => {
            format!("{} {:?}", client.client_id().as_str(), params.get("state"))
        }
        (verdict, _) => format!("{verdict:?}"),
    };
    let body = body.collect().await.expect("a body").to_bytes();
    let seen = format!("{seen} {}", String::from_utf8_lossy(&body));
    Ok(Response::new(Full::from(seen)))
}

/// One exchange with a server on a connection of its own.
async fn exchange(request: Request<Full<Bytes>>) -> (u16, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let service = ServiceBuilder::new()
        .map_request(|request: Request<Incoming>| request.map(Replayed::new))
        .layer(layer(network()))
        .service_fn(handle);
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a connection");
        let serving = hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        serving.await.expect("an exchange");
    });
    let stream = TcpStream::connect(address).await.expect("a connection");
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .expect("a handshake");
    let connection = tokio::spawn(connection);
    let response = sender.send_request(request).await.expect("a response");
    let status = response.status().as_u16();
    let body = response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    drop(sender);
    connection.await.expect("no panic").expect("a clean end");
    server.await.expect("no panic");
    (status, String::from_utf8(body.to_vec()).expect("utf-8"))
}

#[tokio::test]
async fn a_get_and_a_post_reach_a_plain_service() {
    let query = authorization(&[("client_id", CLIENT), ("state", "s")]);
    let uri = format!("/authorize?{query}");
    let request = Request::get(uri).body(Full::default()).expect("a request");
    assert_eq!(
        exchange(request).await,
        (200, format!("{CLIENT} Some(\"s\") "))
    );

    let form = form(&[("grant_type", "refresh_token"), ("client_id", CLIENT)]);
    let request = Request::post("/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::from(form.clone()))
        .expect("a request");
    assert_eq!(
        exchange(request).await,
        (200, format!("{CLIENT} None {form}"))
    );
}

#[tokio::test]
async fn a_form_that_is_declared_too_long_is_refused() {
    let request = Request::post("/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Full::from("grant_type=x&".repeat(6000)))
        .expect("a request");
    let (status, body) = exchange(request).await;
    assert_eq!(status, 413, "{body}");
    assert!(body.contains("form.size"), "{body}");
}
