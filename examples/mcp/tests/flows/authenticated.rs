//! A client that authenticates by `private_key_jwt`.

use std::time::SystemTime;

use http::StatusCode;
use serde_json::{Value, json};

use crate::signer::Signer;
use crate::world::{Answer, Known, NAMED, Pairs, VERIFIER, World, borrowed, changed};

#[tokio::test]
async fn it_goes_all_the_way_with_its_keys_in_the_document_or_beside_it() {
    for beside in [false, true] {
        let client = Confidential::new();
        let documents = client.documents(beside);
        let world = World::with(true, &documents).await;
        let tokens = client.tokens(&world).await;
        let refresh = tokens["refresh_token"].as_str().unwrap();
        let refreshed = client.refresh(&world, refresh).await;
        assert_eq!(refreshed.status, StatusCode::OK, "{refreshed:?}");
        let access = refreshed.json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(
            world.call("/mcp", Some(&access)).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn without_an_assertion_or_with_a_used_one_it_is_refused_and_keeps_its_code() {
    let client = Confidential::new();
    let world = World::with(true, &client.documents(false)).await;
    let code = world.code(CONFIDENTIAL, "/mcp", "mcp:tools").await;
    let bare = world.redeem(CONFIDENTIAL, &code, &[]).await;
    assert_eq!(bare.error(), "invalid_client");

    let assertion = client.assertion(&world);
    let used = [("token", "x"), ("client_assertion", &assertion), TYPE];
    assert_eq!(
        world.post("/introspect", &used).await.status,
        StatusCode::OK
    );
    let replayed = world
        .redeem(
            CONFIDENTIAL,
            &code,
            &[("client_assertion", &assertion), TYPE],
        )
        .await;
    assert_eq!(replayed.error(), "invalid_client");
    let redeemed = client.redeem(&world, &code).await;
    assert_eq!(redeemed.status, StatusCode::OK, "{redeemed:?}");
}

#[tokio::test]
async fn a_document_that_drops_its_authentication_ends_what_was_granted() {
    let client = Confidential::new();
    let world = World::with(true, &client.documents(false)).await;
    let tokens = client.tokens(&world).await;
    let public = json!({
        "client_id": CONFIDENTIAL.client_id,
        "redirect_uris": [CONFIDENTIAL.redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "none",
    });
    world
        .running
        .documents()
        .publish(CONFIDENTIAL.client_id, public.to_string());
    world.running.forget(CONFIDENTIAL.client_id);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let refused = world.refresh(CONFIDENTIAL, refresh, &[]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{refused:?}");
    assert_eq!(refused.error(), "invalid_grant");
}

#[tokio::test]
async fn it_may_ask_about_its_own_tokens() {
    let client = Confidential::new();
    let world = World::with(true, &client.documents(false)).await;
    let tokens = client.tokens(&world).await;
    let own = tokens["access_token"].as_str().unwrap();
    let told = client
        .post(&world, "/introspect", &[("token", own)])
        .await
        .json();
    assert_eq!(told["active"], true);
    assert_eq!(told["client_id"], CONFIDENTIAL.client_id);
    assert_eq!(told["aud"], world.url("/mcp"));
    assert_eq!(told["scope"], "mcp:tools");
    assert_eq!(told["iss"], world.running.issuer());

    let others = world.tokens(NAMED, "/mcp", "mcp:tools").await;
    let others = others["access_token"].as_str().unwrap();
    for token in [others, "x"] {
        let told = client
            .post(&world, "/introspect", &[("token", token)])
            .await;
        assert_eq!(told.json(), json!({"active": false}));
    }
    client.post(&world, "/revoke", &[("token", own)]).await;
    let told = client.post(&world, "/introspect", &[("token", own)]).await;
    assert_eq!(told.json(), json!({"active": false}));
}

#[tokio::test]
async fn a_public_client_may_not_ask_at_all() {
    let world = World::new().await;
    let tokens = world.tokens(NAMED, "/mcp", "mcp:tools").await;
    let form = [
        ("client_id", NAMED.client_id),
        ("token", tokens["access_token"].as_str().unwrap()),
    ];
    let refused = world.post("/introspect", &form).await;
    assert!(refused.status.is_client_error(), "{refused:?}");
    assert!(!refused.body.contains("active"), "{refused:?}");
}

#[tokio::test]
async fn it_pushes_its_request_and_gets_tokens_for_it() {
    let client = Confidential::new();
    let world = World::with(true, &client.documents(false)).await;
    let mut request = CONFIDENTIAL.request();
    request.retain(|(name, _)| *name != "client_id");
    let pushed = client.post(&world, "/par", &request).await;
    assert_eq!(pushed.status, StatusCode::CREATED, "{pushed:?}");
    let request_uri = pushed.json()["request_uri"].as_str().unwrap().to_owned();
    let authorized = world
        .authorize(&[
            ("client_id", CONFIDENTIAL.client_id),
            ("request_uri", &request_uri),
        ])
        .await;
    let redeemed = client.redeem(&world, &authorized.parameter("code")).await;
    assert_eq!(redeemed.status, StatusCode::OK, "{redeemed:?}");
}

struct Confidential {
    key: Signer,
}

impl Confidential {
    fn new() -> Self {
        Confidential {
            key: Signer::new("ES256"),
        }
    }

    /// Its document, and its key set where that stands beside it.
    fn documents(&self, beside: bool) -> Vec<(&'static str, Value)> {
        let keys = json!({ "keys": [self.key.jwk("a")] });
        let mut document = json!({
            "client_id": CONFIDENTIAL.client_id,
            "redirect_uris": [CONFIDENTIAL.redirect_uri],
            "grant_types": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_method": "private_key_jwt",
        });
        if beside {
            document["jwks_uri"] = KEYS.into();
            return vec![(CONFIDENTIAL.client_id, document), (KEYS, keys)];
        }
        document["jwks"] = keys;
        vec![(CONFIDENTIAL.client_id, document)]
    }

    async fn tokens(&self, world: &World) -> Value {
        let code = world.code(CONFIDENTIAL, "/mcp", "mcp:tools").await;
        let redeemed = self.redeem(world, &code).await;
        assert_eq!(redeemed.status, StatusCode::OK, "{redeemed:?}");
        redeemed.json()
    }

    async fn redeem(&self, world: &World, code: &str) -> Answer {
        let form = [
            ("grant_type", "authorization_code"),
            ("redirect_uri", CONFIDENTIAL.redirect_uri),
            ("code_verifier", VERIFIER),
            ("code", code),
        ];
        self.post(world, "/token", &form).await
    }

    async fn refresh(&self, world: &World, token: &str) -> Answer {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.post(world, "/token", &form).await
    }

    /// With a new assertion, and a client_id beside it as oauth4webapi sends.
    async fn post(&self, world: &World, path: &str, form: Pairs<'_>) -> Answer {
        let assertion = self.assertion(world);
        let proof = [
            ("client_id", CONFIDENTIAL.client_id),
            ("client_assertion", assertion.as_str()),
            TYPE,
        ];
        let form = changed(form, &proof);
        world.post(path, &borrowed(&form)).await
    }

    fn assertion(&self, world: &World) -> String {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.unwrap();
        let claims = json!({
            "iss": CONFIDENTIAL.client_id,
            "sub": CONFIDENTIAL.client_id,
            "aud": world.running.issuer(),
            "exp": now.as_secs() + 60,
            "jti": now.as_nanos().to_string(),
        });
        self.key.assertion("a", &claims)
    }
}

const CONFIDENTIAL: Known = Known {
    client_id: "https://confidential.example.com/client.json",
    redirect_uri: "https://confidential.example.com/callback",
};

const KEYS: &str = "https://confidential.example.com/jwks.json";

const TYPE: (&str, &str) = (
    "client_assertion_type",
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
);
