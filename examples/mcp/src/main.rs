//! An MCP server whose clients are known by a URL, on loopback: `cargo run -p mcp`.
//!
//! Plays two clients against it, each on both mounts: one of a named host, one of another. With `--serve`
//! it stays up for any client or conformance runner; `--help` lists the flags.

mod journey;

use std::process::ExitCode;

use mcp::Failure;
use mcp::options::{HELP, Options};
use mcp::server;

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
        tracing_subscriber::fmt()
            .with_writer(std::io::stderr)
            .init();
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
