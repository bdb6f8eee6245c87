//! Documents that change between an authorization and its token request.

use serde_json::{Value, json};
use tower_cimd::CimdClient;
use tower_cimd::resolve::ResolveError;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::{ChangePolicy, Consequence};

use crate::origin::{Answer, Origin};
use crate::world::{URL, builder, patient, resolve};

/// The row `seq-flip-during-flow`.
pub(crate) async fn a_redirection_uri_that_goes() -> &'static str {
    let end = flip(&confidential(), &with(json!({ "redirect_uris": [OTHER] }))).await;
    assert_eq!(end.unwrap(), Consequence::Refuse);
    "invalid_grant"
}

#[tokio::test]
async fn a_flip_means_what_the_change_table_says() {
    let added = json!({ "redirect_uris": [CALLBACK, OTHER] });
    let elsewhere = json!({ "redirect_uris": [CALLBACK, "https://elsewhere.example/cb"] });
    let public = json!({ "token_endpoint_auth_method": "none", "jwks": null });
    let rotated = json!({ "jwks": { "keys": [key("1"), key("2")] } });
    let replaced = json!({ "jwks": { "keys": [key("2")] } });
    for (change, consequence) in [
        (json!({}), Consequence::Ignore),
        (added, Consequence::Ignore),
        (elsewhere, Consequence::AskAgain),
        (json!({ "client_name": "Another" }), Consequence::AskAgain),
        (public, Consequence::Refuse),
        (rotated, Consequence::Ignore),
        (replaced, Consequence::Refuse),
    ] {
        let end = flip(&confidential(), &with(change.clone())).await;
        assert_eq!(end.unwrap(), consequence, "{change}");
    }
}

#[tokio::test]
async fn a_document_whose_keys_are_removed_is_no_document() {
    let bare = with(json!({ "jwks": null }));
    let end = flip(&confidential(), &bare).await;
    assert_eq!(end.unwrap_err().cause(), "document.keys.none");
}

#[tokio::test]
async fn a_document_that_is_gone_is_a_revocation() {
    for status in [404, 410] {
        let (origin, resolver, _) = authorized(&confidential()).await;
        origin.answer(URL, Answer::status(status));
        let refusal = resolve(&resolver, URL).await.unwrap_err();
        assert_eq!(refusal.cause(), "document.status.gone");
    }
}

/// What becomes of a grant whose client's document was `before` at the authorization, and is `after` at
/// the token request.
async fn flip(before: &Value, after: &Value) -> Result<Consequence, ResolveError> {
    let (origin, resolver, client) = authorized(before).await;
    let keys = client.jwks().unwrap();
    let key = keys.keys()[0].public_key().thumbprint();
    let in_use = InUse::default()
        .redirect_uri(CALLBACK)
        .auth_method(AuthMethod::PrivateKeyJwt)
        .key(&key);
    let binding = client.binding_with(&in_use);
    origin.answer(URL, answer(after));
    let client = resolve(&resolver, URL).await?;
    assert_eq!(origin.requests(URL), 2);
    let check = client.check_binding(&binding).unwrap();
    Ok(ChangePolicy::default().judge(check))
}

async fn authorized(document: &Value) -> (Origin, tower_cimd::Resolver, CimdClient) {
    let origin = Origin::start().await;
    origin.answer(URL, answer(document));
    let methods = [AuthMethod::None, AuthMethod::PrivateKeyJwt];
    let resolver = builder(patient(&origin))
        .auth_methods(methods)
        .build()
        .unwrap();
    let client = resolve(&resolver, URL).await.unwrap();
    (origin, resolver, client)
}

/// Asked for again at each use, so that a flip is seen at the next.
fn answer(document: &Value) -> Answer {
    let answer = Answer::ok(document.to_string()).header("content-type", "application/json");
    answer.header("cache-control", "no-cache")
}

fn confidential() -> Value {
    with(json!({}))
}

/// The client's document with other members; `null` takes one away.
fn with(change: Value) -> Value {
    let mut document = json!({
        "client_id": URL,
        "client_name": "A client",
        "redirect_uris": [CALLBACK],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": { "keys": [key("1")] },
    });
    for (name, value) in change.as_object().unwrap() {
        match value {
            Value::Null => drop(document.as_object_mut().unwrap().remove(name)),
            value => document[name] = value.clone(),
        }
    }
    document
}

/// RFC 7517 appendix A.1 and RFC 7515 appendix A.3.1.
fn key(kid: &str) -> Value {
    let (x, y) = match kid {
        "1" => (
            "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        ),
        _ => (
            "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        ),
    };
    json!({ "kty": "EC", "crv": "P-256", "kid": kid, "x": x, "y": y })
}

const CALLBACK: &str = "https://client.example.com/callback";
const OTHER: &str = "https://client.example.com/other";
