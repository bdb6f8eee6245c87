//! The README's program: an axum server that already has clients of its own, and now takes URL
//! client_ids as well. `cargo run --example drop_in`, then open one of the printed addresses.

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use tower_cimd::{CimdClient, CimdLayer, OAuthParams, Resolver};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resolver = Resolver::builder("http://127.0.0.1:3000").build()?;
    let app = Router::new()
        .route("/authorize", get(authorize))
        .route("/token", post(token))
        .route_layer(CimdLayer::new(resolver));

    println!("http://127.0.0.1:3000/authorize?client_id=legacy");
    println!("http://127.0.0.1:3000/authorize?client_id={VS_CODE}");
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 3000)).await?;
    Ok(axum::serve(listener, app).await?)
}

/// Registered clients take the way that they always took; a URL client_id arrives validated.
async fn authorize(client: Option<CimdClient>, OAuthParams(request): OAuthParams) -> Response {
    let Some(client) = client else {
        return "your own client table, as before".into_response();
    };
    let presented = request.get("redirect_uri").unwrap_or_default();
    if client.match_redirect_uri(presented).is_none() {
        return (StatusCode::BAD_REQUEST, "not a redirect_uri of the client").into_response();
    }
    format!("ask the user about {}", client.client_id().host()).into_response()
}

async fn token(client: Option<CimdClient>) -> &'static str {
    match client {
        Some(_) => "exchange the code for this client",
        None => "your own client table, as before",
    }
}

const VS_CODE: &str = "https%3A%2F%2Fvscode.dev%2Foauth%2Fclient-metadata.json";
