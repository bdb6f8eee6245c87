//! Whole flows, for a client that is public and for one that signs.

use std::time::Duration;

use serde_json::json;
use tower_cimd::resolve::StaticFetch;
use tower_cimd::rules::checks::Checks;

use crate::signer::Signer;
use crate::wire::{Answer, Sent};
use crate::world::{
    CALLBACK, CHALLENGE, CLIENT, ISSUER, World, asserting, document, redemption, signing,
};

/// A client that signs, or does not.
struct Party {
    world: World,
    signer: Option<Signer>,
}

impl Party {
    async fn public() -> Self {
        Party {
            world: World::new().await,
            signer: None,
        }
    }

    async fn signing() -> Self {
        let signer = Signer::new("ES256");
        Party {
            world: World::with(&signing(&signer)).await,
            signer: Some(signer),
        }
    }

    /// A request in which the client is itself.
    async fn post(&self, path: &str, parameters: &[(&str, &str)]) -> Answer {
        let named = [&[("client_id", CLIENT)], parameters].concat();
        let Some(signer) = &self.signer else {
            return self.world.send(&Sent::post(path, &named)).await;
        };
        let assertion = signer.assertion("ec1", &self.world.claims());
        let signed = [&named[..], &asserting(&assertion)].concat();
        self.world.send(&Sent::post(path, &signed)).await
    }

    async fn tokens(&self) -> (String, String) {
        let code = self.world.code().await;
        let (_, form) = redeeming(&code);
        let form: Vec<_> = form.iter().map(|(n, v)| (*n, &**v)).collect();
        let tokens = self.post("/token", &form).await.json();
        let token = |name: &str| tokens[name].as_str().unwrap().to_owned();
        (token("access_token"), token("refresh_token"))
    }

    async fn is_active(&self, token: &str) -> bool {
        let answer = self.post("/introspect", &[("token", token)]).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["active"] == true
    }
}

/// What a code is redeemed with, beside who redeems it.
fn redeeming(code: &str) -> (&'static str, [(&'static str, String); 4]) {
    let form = [
        ("grant_type", "authorization_code".to_owned()),
        ("code", code.to_owned()),
        ("redirect_uri", CALLBACK.to_owned()),
        ("code_verifier", crate::world::VERIFIER.to_owned()),
    ];
    ("/token", form)
}

#[tokio::test]
async fn a_pushed_request_is_granted_refreshed_looked_up_and_revoked() {
    for party in [Party::public().await, Party::signing().await] {
        let pushed = [
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("state", "s+t"),
        ];
        let answer = party.post("/par", &pushed).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        let request_uri = answer.json()["request_uri"].as_str().unwrap().to_owned();
        let asked = [("client_id", CLIENT), ("request_uri", &request_uri)];
        let page = party.world.send(&Sent::get("/authorize", &asked)).await;
        let location = party.world.agree(&page).await;
        assert_eq!(location.redirected("iss").as_deref(), Some(ISSUER));
        assert_eq!(location.redirected("state").as_deref(), Some("s+t"));

        let code = location.redirected("code").unwrap();
        let (path, redeemed) = redeeming(&code);
        let redeemed: Vec<_> = redeemed.iter().map(|(n, v)| (*n, &**v)).collect();
        let tokens = party.post(path, &redeemed).await.json();
        let refresh = tokens["refresh_token"].as_str().unwrap();
        let refreshed = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let tokens = party.post("/token", &refreshed).await.json();
        let token = tokens["access_token"].as_str().unwrap();
        assert!(party.is_active(token).await);
        let revoked = party.post("/revoke", &[("token", token)]).await;
        assert_eq!(revoked.status, 200);
        assert!(!party.is_active(token).await);
        assert_eq!(party.world.documents.fetches(), 1);
    }
}

#[tokio::test]
async fn a_device_is_granted() {
    for party in [Party::public().await, Party::signing().await] {
        let asked = party.post("/device_authorization", &[]).await.json();
        let code = asked["device_code"].as_str().unwrap();
        let grant = "urn:ietf:params:oauth:grant-type:device_code";
        let form = [("grant_type", grant), ("device_code", code)];
        let answer = party.post("/token", &form).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

/// RFC 6749 §4.4.
#[tokio::test]
async fn client_credentials_are_for_clients_that_authenticate() {
    let form = [("grant_type", "client_credentials")];
    let answer = Party::signing().await.post("/token", &form).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer = Party::public().await.post("/token", &form).await;
    assert_eq!(answer.error().as_deref(), Some("unauthorized_client"));
}

/// T15: a document that changes from `private_key_jwt` to `none` between code and refresh.
#[tokio::test]
async fn a_grant_to_a_client_that_signed_is_nobodys_who_does_not() {
    let party = Party::signing().await;
    let (_, refresh) = party.tokens().await;
    let weakened = document(json!({}));
    let documents = party.world.documents.clone();
    let _ = documents.publish(CLIENT, weakened.to_string());
    party.world.clock.advance(Duration::from_secs(600));
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &refresh),
        ("client_id", CLIENT),
    ];
    let answer = party.world.send(&Sent::post("/token", &form)).await;
    assert_eq!(answer.error().as_deref(), Some("invalid_grant"));
}

/// Nobody can check it, and the token is not the caller's to revoke.
#[tokio::test]
async fn a_token_of_a_client_that_signs_is_not_revoked_while_its_document_is_not_known() {
    let party = Party::signing().await;
    let (token, _) = party.tokens().await;
    // Past every use of an old copy.
    party.world.clock.advance(Duration::from_secs(25 * 60 * 60));
    let unproven = [("client_id", CLIENT), ("token", &token)];
    let answer = party.world.send(&Sent::post("/revoke", &unproven)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer = party.post("/revoke", &[("token", &token)]).await;
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.header("retry-after").is_some());
    assert!(party.world.app.access_tokens.get(&token).is_some());
    assert_eq!(party.world.documents.fetches(), 1);
    // Known again, it revokes.
    party.world.code().await;
    assert_eq!(
        party.post("/revoke", &[("token", &token)]).await.status,
        200
    );
    assert!(party.world.app.access_tokens.get(&token).is_none());
}

#[tokio::test]
async fn a_public_clients_token_is_revoked_without_a_fetch() {
    let world = World::new().await;
    let code = world.code().await;
    let tokens = world.redeem(&code, &[]).await.json();
    let token = tokens["access_token"].as_str().unwrap();
    world.clock.advance(Duration::from_secs(25 * 60 * 60));
    let form = [("client_id", CLIENT), ("token", token)];
    let answer = world.send(&Sent::post("/revoke", &form)).await;
    assert_eq!(answer.status, 200);
    assert!(world.app.access_tokens.get(token).is_none());
    assert_eq!(world.documents.fetches(), 1);
}

/// A code is its client's alone, and its redirection URI's, and its verifier's; nothing else burns it.
#[tokio::test]
async fn a_code_is_burnt_by_its_own_client_alone() {
    let other = "https://other.example.com/client.json";
    let mut of_other = document(json!({}));
    of_other["client_id"] = other.into();
    let documents = StaticFetch::new()
        .publish(CLIENT, document(json!({})).to_string())
        .publish(other, of_other.to_string());
    let world = World::over(documents, StaticFetch::new(), Checks::default()).await;
    let code = world.code().await;
    let (_, good) = redeeming(&code);
    let with = |name: &str, value: &str| {
        let mut form: Vec<(&str, &str)> = good.iter().map(|(n, v)| (*n, &**v)).collect();
        form.retain(|(known, _)| *known != name);
        [&form[..], &[("client_id", CLIENT)]]
            .concat()
            .into_iter()
            .filter(|(known, _)| *known != name)
            .chain([(name, value)])
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<Vec<_>>()
    };
    for (name, value, error) in [
        ("client_id", other, "invalid_grant"),
        (
            "client_id",
            "https://client.example.com:443/client.json",
            "invalid_client",
        ),
        ("client_id", "opaque", "invalid_client"),
        (
            "redirect_uri",
            "https://client.example.com/",
            "invalid_grant",
        ),
        ("code_verifier", CHALLENGE, "invalid_grant"),
        ("code_verifier", "short", "invalid_grant"),
        ("client_secret", "s", "invalid_client"),
        ("grant_type", "password", "unauthorized_client"),
    ] {
        let form = with(name, value);
        let form: Vec<_> = form.iter().map(|(n, v)| (&**n, &**v)).collect();
        let answer = world.send(&Sent::post("/token", &form)).await;
        let told = answer.error().unwrap_or_default();
        assert!(answer.status >= 400, "{name}={value}: {answer:?}");
        let known = [error, "invalid_request", "unsupported_grant_type"];
        assert!(known.contains(&&*told), "{name}={value}: {answer:?}");
    }
    let answer = world.send(&redemption(&code, &[])).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let again = world.send(&redemption(&code, &[])).await;
    assert_eq!(again.error().as_deref(), Some("invalid_grant"));
}
