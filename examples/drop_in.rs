//! The README's program: an axum server that already has clients of its own, and now takes URL
//! client_ids as well. `cargo run --example drop_in`, then open one of the printed addresses.

use axum::Router;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tower_cimd::{CimdClient, CimdLayer, OAuthParams, Resolver};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let resolver = Resolver::builder("http://127.0.0.1:3000").build()?;
    let app = Router::new()
        .route("/authorize", get(authorize))
        .route("/token", post(token))
        .route_layer(CimdLayer::new(resolver));

    println!("http://127.0.0.1:3000/authorize?client_id=legacy");
    println!(
        "http://127.0.0.1:3000/authorize?client_id=https%3A%2F%2Fvscode.dev%2Foauth%2Fclient-metadata.json"
    );
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 3000)).await?;
    Ok(axum::serve(listener, app).await?)
}

/// Registered clients take the way that they always took; a URL client_id arrives validated.
async fn authorize(client: Option<CimdClient>, OAuthParams(request): OAuthParams) -> Response {
    let Some(client) = client else {
        return Html("your own client table, as before").into_response();
    };
    match request
        .get("redirect_uri")
        .and_then(|uri| client.match_redirect_uri(uri))
    {
        Some(_) => {
            Html(format!("ask the user about {}", client.client_id().host())).into_response()
        }
        None => (
            http::StatusCode::BAD_REQUEST,
            "redirect_uri is not the client's",
        )
            .into_response(),
    }
}

async fn token(client: Option<CimdClient>) -> &'static str {
    match client {
        Some(_) => "exchange the code for this client",
        None => "your own client table, as before",
    }
}
