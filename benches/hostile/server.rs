//! The authorization server.

use std::net::SocketAddr;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tower_cimd::net::HttpsFetch;
use tower_cimd::{CimdClient, CimdLayer, Leg, Resolver};

use crate::process;
use crate::publisher::{HOSTILE, SIEGES, hostile};

pub(crate) async fn run() {
    let told = process::told();
    let resolver = resolver(told[0].parse().unwrap(), &told[1].replace('|', "\n"));
    let layer = CimdLayer::new(resolver).leg(Leg::Authorization);
    let app = Router::new().route("/authorize", get(authorize).layer(layer));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}\n", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}

fn resolver(publisher: SocketAddr, root: &str) -> Resolver {
    let hosts = (0..SIEGES * HOSTILE)
        .map(hostile)
        .map(|url| url.split('/').nth(2).unwrap().to_owned());
    let fetch = hosts
        .chain(["client.example.com".to_owned()])
        .fold(HttpsFetch::builder(), |builder, host| {
            builder.danger_map(host, publisher)
        })
        .danger_extra_root(root.as_bytes());
    Resolver::builder("https://as.example.com")
        .fetch(fetch.build().unwrap())
        .build()
        .unwrap()
}

async fn authorize(client: CimdClient) -> String {
    client.client_id().to_string()
}
