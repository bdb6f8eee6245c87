//! The three servers that are compared.

use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;
use tower_cimd::resolve::StaticFetch;
use tower_cimd::{CimdLayer, Resolver};

/// The one name of all of them.
pub(crate) const ISSUER: &str = "https://notes.example";

/// What the publishers of the world have been asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct World(pub(crate) StaticFetch);

/// The server that was there before: this program's own source.
pub(crate) async fn before() -> SocketAddr {
    let random = crate::random::Random::repeatable();
    let database = crate::store::open(None).await.unwrap();
    crate::seed::seed(&database, &random).await.unwrap();
    let settings = crate::app::Settings {
        issuer: ISSUER.to_owned(),
        auto_consent: false,
        clock: crate::clock::Clock::standing_at(NOW),
        random,
    };
    let app = crate::app::App::new(settings, &database);
    listen(crate::server::Server::default().router(app)).await
}

/// The server as it is, with the layer on or off.
pub(crate) async fn after(on: Option<&World>) -> SocketAddr {
    let random = retrofit::random::Random::repeatable();
    let database = retrofit::store::open(None).await.unwrap();
    retrofit::seed::seed(&database, &random).await.unwrap();
    let settings = retrofit::app::Settings {
        issuer: ISSUER.to_owned(),
        auto_consent: false,
        clock: retrofit::clock::Clock::standing_at(NOW),
        random,
    };
    let app = retrofit::app::App::new(settings, &database);
    let mut server = retrofit::server::Server::default();
    if let Some(World(network)) = on {
        let resolver = Resolver::builder(ISSUER)
            .registered(app.clients.clone())
            .fetch(network.clone())
            .build()
            .unwrap();
        server = server.with(&CimdLayer::new(resolver));
    }
    listen(server.router(app)).await
}

async fn listen(router: Router) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

const NOW: i64 = 1_800_000_000;
