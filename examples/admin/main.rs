//! The operator's page, with a few clients behind it: `cargo run --example admin --features admin`, then open
//! the URL that it prints. The network is in memory; nothing leaves this machine.
//!
//! `--listen 127.0.0.1:3000` for a port of your own. The guard lets anybody in who comes over loopback, so that
//! another address is refused.

mod network;

use std::error::Error;
use std::future::{Ready, ready};
use std::net::SocketAddr;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::HOST;
use http::request::Parts;
use tower_cimd::admin::{Admin, Identity};
use tower_cimd::resolve::rulebook::{Effect, Rule, Rulebook};
use tower_cimd::{CimdClient, CimdLayer, Resolver};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = listen_address()?;
    let resolver = Resolver::builder("https://as.example.com")
        .fetch(network::network())
        .policy(rulebook()?)
        .build()?;
    let app = app(&resolver)?;
    network::play(&app).await;

    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("http://{}/cimd", listener.local_addr()?);
    Ok(axum::serve(listener, app).await?)
}

fn app(resolver: &Resolver) -> Result<Router, Box<dyn Error>> {
    let admin = Admin::new(resolver.operator()).guard(guard).build()?;
    let server = Router::new()
        .route("/authorize", get(authorize))
        .route_layer(CimdLayer::new(resolver.clone()));
    Ok(server.nest("/cimd", admin))
}

/// For a demonstration alone: whoever is at this machine is the operator. `Host` is looked at, because a name
/// that a stranger owns may resolve to loopback. In earnest, ask your own session or proxy here.
fn guard(parts: &Parts) -> Ready<Result<Identity, Response>> {
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let address = host.and_then(|host| host.parse::<SocketAddr>().ok());
    ready(
        match address.is_some_and(|address| address.ip().is_loopback()) {
            true => Ok(Identity::operator("you")),
            false => Err(StatusCode::FORBIDDEN.into_response()),
        },
    )
}

fn rulebook() -> Result<Rulebook, Box<dyn Error>> {
    Ok(Rulebook::new([
        Rule::new("leaked keys", Effect::Deny, ["leaky.example.net"])?,
        Rule::new("new here", Effect::Quarantine, ["*.example.dev"])?,
    ])?)
}

async fn authorize(client: CimdClient) -> String {
    format!("ask the user about {}", client.client_id().host())
}

fn listen_address() -> Result<SocketAddr, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let address: SocketAddr = match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => SocketAddr::from(([127, 0, 0, 1], 0)),
        (Some("--listen"), Some(address)) => address.parse()?,
        _ => return Err("usage: admin [--listen ADDRESS]".into()),
    };
    match address.ip().is_loopback() {
        true => Ok(address),
        false => Err("this guard lets anybody in: only loopback will do".into()),
    }
}
