//! A client whose document is another one than when it was allowed (T15).

use std::time::SystemTime;

use serde_json::{Value, json};

use crate::signer::Signer;
use crate::visitor::Answer;
use crate::world::{Known, SITE, VERIFIER, World};

#[tokio::test]
async fn a_client_that_stops_to_authenticate_between_code_and_refresh_is_refused() {
    let world = World::new().await;
    let client = Confidential::new();
    world.publish(SITE, &client.document());
    let code = world.code(SITE).await;
    let form = SITE.exchange(&code, VERIFIER);
    let tokens = client.post(&world, &form).await;
    assert_eq!(tokens.status, 200, "{tokens:?}");

    world.publish(SITE, &SITE.document());
    let refused = world.refresh(SITE, &tokens).await;
    assert_eq!(refused.status, 400, "{refused:?}");
    assert_eq!(refused.member("error").as_deref(), Some("invalid_grant"));

    world.publish(SITE, &client.document());
    let token = tokens.member("refresh_token").unwrap();
    let refreshed = client.post(&world, &SITE.renewal(&token)).await;
    assert_eq!(
        refreshed.status, 200,
        "the refusal burnt nothing: {refreshed:?}"
    );
}

#[tokio::test]
async fn the_same_between_consent_and_code() {
    let world = World::new().await;
    world.publish(SITE, &Confidential::new().document());
    let code = world.code(SITE).await;
    world.publish(SITE, &SITE.document());
    let refused = world.redeem(SITE, &code, VERIFIER).await;
    assert_eq!(
        refused.member("error").as_deref(),
        Some("invalid_grant"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_client_without_the_redirection_uri_that_was_in_use_is_refused() {
    let world = World::new().await;
    let tokens = world.tokens(SITE).await;
    let mut moved = SITE.document();
    moved["redirect_uris"] = json!(["https://site.example.com/new"]);
    world.publish(SITE, &moved);
    let refused = world.refresh(SITE, &tokens).await;
    assert_eq!(
        refused.member("error").as_deref(),
        Some("invalid_grant"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_client_that_looks_different_or_asks_for_more_goes_on_with_what_it_got() {
    let world = World::new().await;
    let mut tokens = world.tokens(SITE).await;
    for (member, value) in [
        ("client_name", json!("Another Name")),
        (
            "redirect_uris",
            json!([SITE.redirect_uri, "https://site.example.com/new"]),
        ),
        ("client_uri", json!("https://site.example.com/about")),
    ] {
        let mut changed = SITE.document();
        changed[member] = value;
        world.publish(SITE, &changed);
        tokens = world.refresh(SITE, &tokens).await;
        assert_eq!(tokens.status, 200, "{member} {tokens:?}");
    }
}

#[tokio::test]
async fn a_document_that_is_gone_takes_its_client_with_it() {
    let world = World::new().await;
    let tokens = world.tokens(SITE).await;
    let gone = tower_cimd::resolve::Fetched {
        status: axum::http::StatusCode::GONE,
        headers: axum::http::HeaderMap::new(),
        body: axum::body::Bytes::new(),
    };
    let _ = world.network.clone().answer(SITE.id, gone);
    world.resolver.forget(SITE.id);
    let refused = world.refresh(SITE, &tokens).await;
    assert_eq!(refused.status / 100, 4, "{refused:?}");
    assert!(refused.member("access_token").is_none());
}

/// The row is deleted and a document is found at the URL that was its name: that is somebody else.
#[tokio::test]
async fn a_stranger_does_not_inherit_the_grants_of_a_registered_client() {
    let world = World::new().await;
    let tokens = world.tokens(WIKI).await;
    assert_eq!(world.network.fetches(), 0);
    world.publish(WIKI, &WIKI.document());
    sqlx::query("DELETE FROM clients WHERE id = ?")
        .bind(WIKI.id)
        .execute(&world.database)
        .await
        .unwrap();
    let refused = world.refresh(WIKI, &tokens).await;
    assert_eq!(
        refused.member("error").as_deref(),
        Some("invalid_grant"),
        "{refused:?}"
    );
    assert_eq!(world.network.fetches(), 1);
}

/// And the other way: a row that is new has not been allowed anything.
#[tokio::test]
async fn a_client_that_is_registered_later_is_answered_from_the_table() {
    let world = World::new().await;
    sqlx::query("INSERT INTO clients VALUES (?, 'Site', NULL, ?, 'notes:read', NULL)")
        .bind(SITE.id)
        .bind(SITE.redirect_uri)
        .execute(&world.database)
        .await
        .unwrap();
    let mut visitor = world.visitor();
    let page = visitor.authorize(&SITE.request()).await.unwrap();
    assert!(page.body.contains("Allow <bdi>Site</bdi>"), "{page:?}");
    assert_eq!(world.network.fetches(), 0);
}

struct Confidential(Signer);

impl Confidential {
    fn new() -> Self {
        Confidential(Signer::new("ES256"))
    }

    fn document(&self) -> Value {
        let mut document = SITE.document();
        document["token_endpoint_auth_method"] = "private_key_jwt".into();
        document["jwks"] = json!({ "keys": [self.0.jwk("a")] });
        document
    }

    /// With a new assertion.
    async fn post(&self, world: &World, form: &[(&str, &str)]) -> Answer {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.unwrap();
        let claims = json!({
            "iss": SITE.id,
            "sub": SITE.id,
            "aud": world.issuer,
            "exp": now.as_secs() + 60,
            "jti": now.as_nanos().to_string(),
        });
        let assertion = self.0.assertion("a", &claims);
        let proof = [("client_assertion", assertion.as_str()), TYPE];
        world.post("/token", &[form, &proof].concat()).await
    }
}

const TYPE: (&str, &str) = (
    "client_assertion_type",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
);

/// Of the table, under a name that happens to be a URL.
const WIKI: Known = Known {
    id: "https://wiki.example.com/",
    redirect_uri: "https://wiki.example.com/callback",
};
