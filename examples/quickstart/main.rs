//! A whole OAuth server with URL client_ids, on loopback: `cargo run --example quickstart`.
//!
//! Starts a publisher (TLS, with the document that Visual Studio Code really publishes) and an axum
//! authorization server with [`CimdLayer`](tower_cimd::CimdLayer) in front of it, then plays the
//! client once: authorize, consent, code, token, refresh.
//!
//! With `--serve` it stays up for a browser, curl or a conformance runner; `--help` lists the flags.

#[path = "../../tests/support/origin.rs"]
mod origin;

mod grants;
mod journey;
mod options;
mod pages;
mod server;

use std::process::ExitCode;

use tokio::net::TcpListener;
use tower_cimd::Resolver;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::options::Options;
use crate::origin::Origin;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("quickstart: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let Some(options) = Options::parse(std::env::args().skip(1))? else {
        println!("{}", options::HELP);
        return Ok(());
    };
    if options.log {
        show_events();
    }
    let publisher = publish(&options).await?;
    let listener = TcpListener::bind(options.listen).await?;
    let issuer = format!("http://{}", listener.local_addr()?);

    // The one thing that a real server does otherwise: it leaves `.fetch(…)` out, and documents come
    // from the internet. Here the publisher is on loopback, so the guard is told about it.
    let resolver = Resolver::builder(issuer.as_str())
        .fetch(publisher.fetcher().build()?)
        .build()?;
    let app = server::router(resolver, options.auto_consent);

    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    if options.serve {
        println!("authorization server  {issuer}");
        println!(
            "try                   {}",
            journey::authorization_url(&issuer)
        );
        server.await??;
        return Ok(());
    }
    journey::play(&issuer, options.auto_consent).await
}

/// Those of the crate at every level: what a request is to blame for is told at debug.
fn show_events() {
    let levels = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("tower_cimd", LevelFilter::DEBUG);
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr))
        .with(levels)
        .init();
}

/// Publishes every document of the command line at its URL, through the test door.
async fn publish(options: &Options) -> Result<Origin, Failure> {
    let origin = Origin::start().await;
    for (url, document) in &options.documents {
        origin.publish(url, document.clone());
    }
    Ok(origin)
}
