//! A homegrown server that accepts URL client_ids, on loopback: `cargo run -p retrofit`.
//!
//! Plays two clients against it: one of the server's own table, and one that it has never heard of. With
//! `--serve` it stays up for a browser, curl or a conformance runner; `--help` lists the flags.

mod documents;
mod journey;
mod options;
mod visitor;

use std::process::ExitCode;

use retrofit::app::{App, Settings};
use retrofit::server::Server;
use retrofit::store::Failure;
use retrofit::{seed, store};
use tokio::net::TcpListener;
use tower_cimd::{CimdLayer, Resolver}; // CIMD

use crate::documents::Documents;
use crate::options::Options;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("retrofit: {failure}");
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
        tracing_subscriber::fmt()
            .with_writer(std::io::stderr)
            .init();
    }
    let listener = TcpListener::bind(options.listen).await?;
    let issuer = format!("http://{}", listener.local_addr()?);
    let router = server(&options, &issuer).await?;
    let task = tokio::spawn(async move { axum::serve(listener, router).await });
    // For programs: the first line says where.
    println!("listening {issuer}");
    if options.serve {
        println!("try       {}", journey::authorization_url(&issuer));
        println!("as        {} with {:?}", seed::USER, seed::PASSWORD);
        return Ok(task.await??);
    }
    journey::play(&issuer, &options).await
}

async fn server(options: &Options, issuer: &str) -> Result<axum::Router, Failure> {
    let settings = Settings {
        issuer: issuer.to_owned(),
        auto_consent: options.auto_consent,
        ..Settings::default()
    };
    let database = store::open(options.database.as_deref()).await?;
    seed::seed(&database, &settings.random).await?;
    let app = App::new(settings, &database);
    let mut server = Server::default();
    if options.cimd {
        let documents = Documents::new(options.documents.clone())?;
        // CIMD {
        let resolver = Resolver::builder(issuer).registered(app.clients.clone());
        // A real server leaves `.fetch(…)` out.
        server = server.with(&CimdLayer::new(resolver.fetch(documents).build()?));
        // }
    }
    Ok(server.router(app))
}
