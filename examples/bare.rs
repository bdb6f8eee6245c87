//! The layer on hyper alone, without axum: `cargo run --example bare`.

use std::convert::Infallible;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, service_fn};
use tower_cimd::layer::Verdict;
use tower_cimd::layer::body::Replayed;
use tower_cimd::{CimdLayer, Leg, Resolver};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let resolver = Resolver::builder("http://127.0.0.1:3000").build()?;
    let service = ServiceBuilder::new()
        // hyper's body cannot be made from bytes again; `Replayed` can hold either.
        .map_request(|request: Request<Incoming>| request.map(Replayed::new))
        .layer(CimdLayer::new(resolver).leg(Leg::Authorization))
        .service(service_fn(authorize));

    println!("http://127.0.0.1:3000/authorize?client_id=legacy");
    let listener = TcpListener::bind(("127.0.0.1", 3000)).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(service.clone());
        tokio::spawn(async move {
            auto::Builder::new(TokioExecutor::new())
                .serve_connection(TokioIo::new(stream), service)
                .await
        });
    }
}

async fn authorize(
    request: Request<Replayed<Incoming>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let text = match Verdict::of(request.extensions()) {
        // The layer has checked redirect_uri, response_type, PKCE and scope.
        Verdict::Client(client) => format!("ask the user about {}", client.client_id().host()),
        Verdict::Registered => "your own client table, as before".to_owned(),
        other => format!("refuse: {other:?}"),
    };
    Ok(Response::new(Full::from(text)))
}
