//! Serves by a file of settings, and reads it anew when it gets SIGHUP:
//!
//! ```text
//! cimd config default > settings.toml
//! cargo run --example reload --features config -- settings.toml
//! kill -HUP $(pidof reload)
//! ```
//!
//! A file that is wrong changes nothing, and is told.

use axum::Router;
use axum::routing::get;
use tower_cimd::config::Settings;
use tower_cimd::{CimdClient, CimdLayer, Resolver};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().init();
    let path = std::env::args().nth(1).unwrap_or("settings.toml".into());
    let settings = Settings::from_file_and_env(&path)?;
    let resolver = settings.builder()?.build()?;
    tokio::spawn(reload_on_hangup(path, resolver.clone()));

    let app = Router::new()
        .route("/authorize", get(authorize))
        .route_layer(CimdLayer::new(resolver));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 8080)).await?;
    println!("http://{}/authorize", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}

#[cfg(unix)]
async fn reload_on_hangup(path: String, resolver: Resolver) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut hangup = signal(SignalKind::hangup())?;
    while hangup.recv().await.is_some() {
        // It is told as `cimd.settings_applied` or `cimd.settings_refused`; the old settings stand then.
        let (path, resolver) = (path.clone(), resolver.clone());
        let _ = tokio::task::spawn_blocking(move || Settings::reload(path, &resolver)).await;
    }
    Ok(())
}

/// Elsewhere an endpoint for operators, or a watch on the file, does it.
#[cfg(not(unix))]
async fn reload_on_hangup(_: String, _: Resolver) {}

async fn authorize(client: CimdClient) -> String {
    format!("consent to {:?}?\n", client.client_id().as_str())
}
