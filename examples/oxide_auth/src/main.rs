//! oxide-auth with URL client_ids, on loopback: `cargo run -p oxide_auth`.
//!
//! Starts a publisher (TLS, with the document that Visual Studio Code really publishes) and the
//! server, then plays the client of the quickstart: authorize, consent, code, token, refresh.

#[path = "../../quickstart/journey.rs"]
mod journey;
#[path = "../../../tests/support/origin.rs"]
mod origin;

mod options;

use std::process::ExitCode;

use oxide_auth::primitives::registrar::ClientMap;
use tokio::net::TcpListener;
use tower_cimd::Resolver;

use crate::origin::Origin;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("oxide_auth: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let publisher = Origin::start().await;
    publisher.publish(options::VSCODE, options::VSCODE_DOCUMENT.to_vec());
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let issuer = format!("http://{}", listener.local_addr()?);

    // A real server leaves `.fetch(…)` out, and documents come from the internet. Here the publisher
    // is on loopback, so the guard is told about it.
    let resolver = Resolver::builder(issuer.as_str())
        .fetch(publisher.fetcher().build()?)
        .build()?;
    let app = server::router(resolver, ClientMap::new(), "read write".parse()?);
    tokio::spawn(async move { axum::serve(listener, app).await });
    journey::play(&issuer, false).await
}
