//! An MCP server whose clients are known by a URL, on loopback: `cargo run -p mcp`.
//!
//! Plays two clients against it, each on both mounts: one of a named host, one of another. With `--serve`
//! it stays up for any client or conformance runner; `--help` lists the flags.

mod journey;

use std::process::ExitCode;

use mcp::Failure;
use mcp::options::{HELP, Options};
use mcp::server;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("mcp: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let Some(options) = Options::parse(std::env::args().skip(1))? else {
        println!("{HELP}");
        return Ok(());
    };
    if options.log {
        show_events();
    }
    let running = server::start(&options).await?;
    // For programs: the first line says where, the others which client_ids are known without the internet.
    println!("listening {}", running.issuer());
    for url in options.documents.keys() {
        println!("document {url}");
    }
    if options.serve {
        return running.wait().await;
    }
    journey::play(&running).await
}

/// All events of the crate, and nothing of the others.
fn show_events() {
    let crate_alone = Targets::new().with_target("tower_cimd", LevelFilter::DEBUG);
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(layer.with_filter(crate_alone))
        .init();
}
