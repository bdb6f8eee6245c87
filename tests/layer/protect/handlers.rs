//! What the handler gets, and what it can never get.

use std::time::SystemTime;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use http::{HeaderMap, Response};
use tower::{Layer, ServiceExt, service_fn};
use tower_cimd::layer::Verdict;
use tower_cimd::layer::protect::{Denial, DenialKind};
use tower_cimd::rules::access_token::{Assurance, TokenClaims};
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::{AccessToken, CimdClient, CimdLayer, IdentifiedClient, OAuthParams};

use super::{ISSUER, RESOURCE, Tokens, World, bearing, call, claims, serving};
use crate::rig::{CLIENT, ask, get, see as see_verdict};

fn with_handler(world: &World, handler: axum::routing::MethodRouter) -> Router {
    Router::new()
        .route("/mcp", handler)
        .route_layer(world.layer.clone())
}

#[tokio::test]
async fn every_claim_is_there() {
    let expiry = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(4_000_000_000);
    let claims = TokenClaims::new(ISSUER)
        .audience([RESOURCE, "https://other.example.com"])
        .scope("b a")
        .client_id("opaque")
        .subject("alice")
        .expires_at(expiry)
        .assurance(Assurance::Authenticated)
        .claim("tenant", 7);
    let world = World::new(Tokens::saying(claims));
    let handler = move |token: AccessToken| async move {
        assert_eq!(token.issuer(), ISSUER);
        let audience: Vec<&str> = token.audience().collect();
        assert_eq!(audience, [RESOURCE, "https://other.example.com"]);
        assert_eq!(token.scope().to_string(), "a b");
        assert_eq!(token.client_id(), Some("opaque"));
        assert_eq!(token.subject(), Some("alice"));
        assert_eq!(token.expires_at(), Some(expiry));
        assert_eq!(token.assurance(), Assurance::Authenticated);
        assert_eq!(token.claim("tenant"), Some(&7.into()));
        assert_eq!(token.claim("other"), None);
        assert!(token.client().is_none());
    };
    let server = with_handler(&world, any(handler));
    assert_eq!(ask(&server, call()).await.status, 200);
}

#[tokio::test]
async fn the_extractor_without_the_layer_is_500() {
    let handler = |_: AccessToken| async {};
    let server = Router::new().route("/mcp", any(handler));
    let response = server.oneshot(call()).await.expect("a response");
    assert_eq!(response.status(), 500);
    let denial = response.extensions().get::<Denial>().expect("a denial");
    assert_eq!(denial.kind(), DenialKind::LayerMissing);
    assert!(denial.to_string().contains("ProtectLayer"));
}

#[tokio::test]
async fn the_extractors_for_clients_work_below_the_layer() {
    let handler = |client: Option<CimdClient>| async move {
        client.map_or("none".to_owned(), |client| client.client_id().to_string())
    };
    let world = World::new(Tokens::saying(claims())).warm().await;
    let server = with_handler(&world, any(handler));
    assert_eq!(ask(&server, call()).await.body, CLIENT);

    let world = World::new(Tokens::saying(claims().client_id("opaque")));
    let server = with_handler(&world, any(handler));
    assert_eq!(ask(&server, call()).await.body, "none");

    // T4: one that is not known never looks like one without a document.
    let world = World::new(Tokens::saying(claims()));
    let server = with_handler(&world, any(handler));
    assert_eq!(ask(&server, call()).await.status, 503);
}

/// T4: the layer has not read them.
#[tokio::test]
async fn there_are_no_parameters_below_the_layer() {
    let world = World::new(Tokens::saying(claims()));
    let server = with_handler(&world, any(|_: OAuthParams| async {}));
    assert_eq!(ask(&server, call()).await.status, 500);
}

/// A token that an outer layer left, whosever it was.
async fn stale_token() -> AccessToken {
    let world = World::new(Tokens::saying(claims().subject("mallory")));
    let (sender, receiver) = std::sync::mpsc::channel();
    let service = world.layer.layer(service_fn(move |request: Request| {
        sender
            .send(request.extensions().get::<AccessToken>().cloned())
            .expect("a receiver");
        std::future::ready(Ok::<_, std::convert::Infallible>(Response::new(
            Body::empty(),
        )))
    }));
    service.oneshot(call()).await.expect("a response");
    receiver.recv().expect("a message").expect("a token")
}

/// T4.
#[tokio::test]
async fn what_stood_in_the_extensions_before_is_removed() {
    let world = World::new(Tokens::saying(claims().client_id("opaque")))
        .warm()
        .await;
    let client_id = tower_cimd::ClientId::parse(CLIENT).expect("a client_id");
    let client = world.resolver.client_cached(&client_id).expect("a client");
    let mut request = call();
    let extensions = request.extensions_mut();
    extensions.insert(client.clone());
    extensions.insert(IdentifiedClient(client));
    extensions.insert(stale_token().await);
    let handler = |request: Request| async move {
        let extensions = request.extensions();
        assert!(extensions.get::<CimdClient>().is_none());
        assert!(extensions.get::<IdentifiedClient>().is_none());
        assert!(extensions.get::<Authenticated>().is_none());
        let token = extensions.get::<AccessToken>().expect("a token");
        assert_eq!(token.subject(), Some("alice"));
        assert!(matches!(Verdict::of(extensions), Verdict::Registered));
    };
    let server = with_handler(&world, any(handler));
    assert_eq!(ask(&server, request).await.status, 200);
}

/// T4.
#[tokio::test]
async fn the_layer_for_oauth_routes_removes_a_token() {
    for path in ["/authorize", "/elsewhere"] {
        let world = World::new(Tokens::saying(claims()));
        let mut request = get(path);
        request.extensions_mut().insert(stale_token().await);
        let server = Router::new()
            .route(path, any(super::see))
            .route_layer(CimdLayer::new(world.resolver.clone()));
        assert_eq!(ask(&server, request).await.body, "no token");
    }
}

#[tokio::test]
async fn of_two_layers_the_inner_ones_word_counts() {
    let world = World::new(Tokens::saying(claims()));
    let server = Router::new()
        .route("/mcp", any(see_verdict))
        .route_layer(CimdLayer::new(world.resolver.clone()))
        .route_layer(world.layer.clone());
    assert_eq!(ask(&server, call()).await.seen(), "NotJudged");
}

#[tokio::test]
async fn the_body_and_the_headers_arrive_with_the_token_out_of_sight() {
    let world = World::new(Tokens::saying(claims()));
    let handler = |headers: HeaderMap, body: String| async move {
        assert_eq!(headers["authorization"], "Bearer good");
        assert!(!format!("{headers:?}").contains("good"), "{headers:?}");
        body
    };
    let server = with_handler(&world, any(handler));
    assert_eq!(ask(&server, call()).await.body, "{}");
}

#[test]
fn no_debug_text_holds_a_token() {
    #[derive(Debug)]
    struct Shows;

    impl tower_cimd::TokenVerifier for Shows {
        fn verify<'a>(
            &'a self,
            token: &'a tower_cimd::layer::protect::PresentedToken,
            _: &'a http::request::Parts,
        ) -> tower_cimd::resolve::BoxFuture<
            'a,
            Result<TokenClaims, tower_cimd::layer::protect::TokenError>,
        > {
            assert_eq!(token.as_str(), "secret-token");
            let shown = format!("{token:?}");
            assert!(
                shown.contains("Bearer") && !shown.contains("secret"),
                "{shown}"
            );
            Box::pin(std::future::ready(Ok(claims())))
        }
    }

    let layer = tower_cimd::ProtectLayer::new(&super::metadata(), Shows);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let request = bearing(&["Bearer secret-token"]);
        assert_eq!(ask(&serving(layer), request).await.status, 200);
    });
}

#[tokio::test]
async fn the_inner_services_error_passes_through() {
    let world = World::new(Tokens::saying(claims()));
    let service = world.layer.layer(service_fn(|_: Request| {
        std::future::ready(Err::<Response<Body>, _>("inner"))
    }));
    assert_eq!(service.oneshot(call()).await.err(), Some("inner"));
}

#[tokio::test]
async fn a_refusal_leaves_its_reason_in_the_response() {
    let world = World::new(Tokens::saying(claims()));
    let response = world
        .server()
        .oneshot(bearing(&[]))
        .await
        .expect("a response");
    let denial = response.extensions().get::<Denial>().expect("a denial");
    assert_eq!(denial.kind(), DenialKind::Missing);
    assert_eq!((denial.status().as_u16(), denial.error()), (401, None));
}
