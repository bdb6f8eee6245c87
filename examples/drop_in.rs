//! The README's program: an axum server that already has clients of its own, and now takes URL
//! client_ids as well. `cargo run --example drop_in`, then open one of the printed addresses.

use axum::Router;
use axum::routing::{get, post};
use tower_cimd::{CimdClient, CimdLayer, Resolver};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resolver = Resolver::builder("http://127.0.0.1:3000").build()?;
    let app = Router::new()
        .route("/authorize", get(authorize))
        .route("/token", post(token))
        .route_layer(CimdLayer::new(resolver));

    println!("http://127.0.0.1:3000/authorize?client_id=legacy");
    println!("http://127.0.0.1:3000/authorize?client_id={VS_CODE}&{REQUEST}");
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 3000)).await?;
    Ok(axum::serve(listener, app).await?)
}

/// Registered clients take the way that they always took. A URL client_id arrives validated, with a
/// request that is in order: redirect_uri, response_type, PKCE, scope and resource are checked.
async fn authorize(client: Option<CimdClient>) -> String {
    match client {
        Some(client) => format!("ask the user about {}", client.client_id().host()),
        None => "your own client table, as before".to_owned(),
    }
}

async fn token(client: Option<CimdClient>) -> &'static str {
    match client {
        Some(_) => "exchange the code for this client",
        None => "your own client table, as before",
    }
}

const VS_CODE: &str = "https%3A%2F%2Fvscode.dev%2Foauth%2Fclient-metadata.json";
const REQUEST: &str = "response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A33418%2F\
    &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
