//! Two authorization servers, one name, one Redis: each assertion once (T20).

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::routing::post;
use axum::{Router, extract::Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tower::ServiceExt;
use tower_cimd::net::RedisReplayStore;
use tower_cimd::resolve::{Authenticator, KeyLimits, KeySets, StaticFetch, SystemClock};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::{CimdLayer, Leg, Resolver};

use crate::server::RedisServer;
use crate::signer::Signer;

const ISSUER: &str = "https://as.example.com";
const CLIENT: &str = "https://client.example.com/client.json";

/// A node of the server: a resolver, a layer and a token endpoint of its own.
fn node(redis: &RedisServer, signer: &Signer) -> Router {
    let document = json!({
        "client_id": CLIENT,
        "redirect_uris": ["https://client.example.com/callback"],
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": { "keys": [signer.jwk("k")] },
    });
    let network = StaticFetch::new().publish(CLIENT, document.to_string());
    let resolver = Resolver::builder(ISSUER)
        .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
        .fetch(network.clone())
        .build()
        .unwrap();
    let clock = Arc::new(SystemClock);
    let authenticator = Authenticator::new(
        resolver.issuer().clone(),
        KeySets::new(Arc::new(network), clock.clone(), &KeyLimits::default()),
        Arc::new(RedisReplayStore::open(&redis.url()).unwrap()),
        clock,
    );
    let authenticator = authenticator.replay_deadline(Duration::from_millis(500));
    let layer = CimdLayer::new(resolver).authenticator(authenticator);
    let token = |authenticated: Authenticated| async move { authenticated.method().as_str() };
    Router::new()
        .route("/token", post(token))
        .route_layer(layer.leg(Leg::Token))
}

fn assertion(signer: &Signer, jti: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let exp = now.as_secs() + 60;
    let claims = json!({"iss": CLIENT, "sub": CLIENT, "aud": ISSUER, "exp": exp, "jti": jti});
    signer.assertion("k", &claims)
}

async fn ask(node: Router, assertion: &str) -> (u16, String) {
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "refresh_token")
        .append_pair("refresh_token", "any")
        .append_pair("client_assertion_type", kind)
        .append_pair("client_assertion", assertion)
        .finish();
    let request = Request::post("/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form))
        .unwrap();
    let response = node.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn of_a_hundred_uses_at_once_over_two_nodes_one_proves() {
    let Some(redis) = RedisServer::start().await else {
        return;
    };
    let signer = Signer::new("ES256");
    let nodes = [node(&redis, &signer), node(&redis, &signer)];
    let assertion = assertion(&signer, "once");
    let mut uses = JoinSet::new();
    for number in 0..100 {
        let (node, assertion) = (nodes[number % 2].clone(), assertion.clone());
        uses.spawn(async move { ask(node, &assertion).await });
    }
    let answers = uses.join_all().await;
    let proven = answers.iter().filter(|(status, _)| *status == 200);
    assert_eq!(proven.count(), 1);
    for (_, body) in answers.iter().filter(|(status, _)| *status != 200) {
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["error"], "invalid_client", "{body}");
        let description = body["error_description"].as_str().unwrap();
        assert!(description.contains("assertion.replayed"), "{body}");
    }
}

/// T7: never from local memory.
#[tokio::test]
async fn a_store_that_is_away_or_hangs_is_503_and_nothing_is_used_up() {
    let Some(mut redis) = RedisServer::start().await else {
        return;
    };
    let signer = Signer::new("ES256");
    let node = node(&redis, &signer);
    let before = assertion(&signer, "before");
    assert_eq!(ask(node.clone(), &before).await.0, 200);

    redis.freeze();
    let (status, body) = ask(node.clone(), &assertion(&signer, "hangs")).await;
    assert_eq!(status, 503, "{body}");
    redis.thaw();

    redis.kill();
    let away = assertion(&signer, "away");
    for _ in 0..2 {
        let (status, body) = ask(node.clone(), &away).await;
        assert_eq!(status, 503, "{body}");
        assert!(body.contains("temporarily_unavailable"), "{body}");
        assert!(!body.contains("127.0.0.1"), "{body}");
    }
    redis.restart().await;
    assert_eq!(ask(node.clone(), &away).await.0, 200);
    assert_eq!(ask(node, &away).await.0, 400);
}
