//! The resolver without a layer, for servers that are not built on tower: `cargo run --example resolver`.

#[path = "../tests/support/origin.rs"]
mod origin;

use tower_cimd::Resolver;
use tower_cimd::resolve::{FetchContext, Resolution};

use crate::origin::Origin;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let publisher = Origin::start().await;
    publisher.publish(CLIENT_ID, DOCUMENT);
    // On the internet this line has no `.fetch(…)`.
    let resolver = Resolver::builder("https://as.example.com")
        .fetch(publisher.fetcher().build()?)
        .build()?;

    for client_id in [
        CLIENT_ID,
        CLIENT_ID,
        "https://vscode.dev/nothing-here",
        "https://10.0.0.1/c",
    ] {
        match resolver
            .resolve(client_id, &FetchContext::detached(None))
            .await
        {
            Ok(Resolution::Client(client)) => println!(
                "{client_id}\n  {} ({:?}), redirects to {:?}",
                client.client_name().unwrap_or("unnamed"),
                client.source(),
                client.redirect_uris()
            ),
            Ok(other) => println!("{client_id}\n  {other:?}"),
            Err(error) => println!("{client_id}\n  refused by {}: {error}", error.rule()),
        }
    }
    Ok(())
}

const CLIENT_ID: &str = "https://vscode.dev/oauth/client-metadata.json";
const DOCUMENT: &[u8] = include_bytes!("../tests/documents/vscode.dev--client-metadata.json");
