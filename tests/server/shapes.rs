//! The shapes of SDKs that cannot be run here, by hand (clients.md §0, §2, §5).

use crate::wire::{Answer, Sent, form};
use crate::world::{CALLBACK, CLIENT, VERIFIER, World};

/// A token request with the client_id nowhere but in the `Authorization` field.
fn by_header(code: &str, id: &str, secret: &str) -> Sent {
    Sent::post(
        "/token",
        &[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ],
    )
    .basic(id, secret)
}

fn form_encoded(id: &str) -> String {
    form(&[("", id)]).trim_start_matches('=').to_owned()
}

/// As C#'s `Uri.EscapeDataString`: `%20` and never `+`; unreserved characters as they are.
fn data_escaped(id: &str) -> String {
    form_encoded(id).replace('+', "%20").replace('*', "%2A")
}

#[track_caller]
fn granted(answer: &Answer) {
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.json()["access_token"].is_string(), "{answer:?}");
}

#[track_caller]
fn refused(answer: &Answer, status: u16, rule: &str) {
    let error = answer.error();
    assert_eq!(
        (answer.status, error.as_deref()),
        (status, Some("invalid_client")),
        "{answer:?}"
    );
    assert_eq!(answer.rule(), rule, "{answer:?}");
    assert_eq!(answer.header("www-authenticate").is_some(), status == 401);
}

/// golang.org/x/oauth2 with `AuthStyle` unset: Basic first, with the id `url.QueryEscape`d, an empty
/// secret, and no client_id in the body. That is granted.
#[tokio::test]
async fn the_go_sdks_first_attempt_is_granted() {
    let world = World::new().await;
    let code = world.code().await;
    granted(
        &world
            .send(&by_header(&code, &form_encoded(CLIENT), ""))
            .await,
    );
    // Its next client is told by the style that worked; the code is gone.
    let again = world.redeem(&code, &[]).await;
    assert_eq!(again.error().as_deref(), Some("invalid_grant"));
}

/// Where the first attempt fails, it sends the same code in the body: it must still be good.
#[tokio::test]
async fn the_go_sdks_second_attempt_finds_its_code_good() {
    let world = World::new().await;
    let code = world.code().await;
    let first = by_header(&code, &form_encoded(CLIENT), "stale");
    refused(
        &world.send(&first).await,
        401,
        "client.credential_unexpected",
    );
    granted(&world.redeem(&code, &[]).await);
}

/// The C# SDK, where `client_secret_basic` is listed first.
#[tokio::test]
async fn the_c_sharp_sdks_basic_with_an_empty_secret_is_granted() {
    let world = World::new().await;
    let code = world.code().await;
    granted(
        &world
            .send(&by_header(&code, &data_escaped(CLIENT), ""))
            .await,
    );
}

/// The same SDK by default: `client_secret_post` without a secret.
#[tokio::test]
async fn the_c_sharp_sdks_empty_secret_in_the_body_is_granted() {
    let world = World::new().await;
    let code = world.code().await;
    granted(&world.redeem(&code, &[("client_secret", "")]).await);
}

/// authlib without a secret prints Python's `None`, with the id as it is.
#[tokio::test]
async fn authlibs_none_is_a_secret_and_burns_nothing() {
    let world = World::new().await;
    let code = world.code().await;
    for id in [CLIENT.to_owned(), form_encoded(CLIENT)] {
        for secret in ["None", "null", "undefined"] {
            let answer = world.send(&by_header(&code, &id, secret)).await;
            refused(&answer, 401, "client.credential_unexpected");
        }
    }
    granted(&world.redeem(&code, &[]).await);
}

/// oauthlib and the TypeScript SDK do not encode the id, which has a colon in it.
#[tokio::test]
async fn an_id_that_is_not_encoded_is_read_to_its_last_colon() {
    let world = World::new().await;
    let code = world.code().await;
    granted(&world.send(&by_header(&code, CLIENT, "")).await);
}

/// oauth4webapi encodes `.` and `-` as well.
#[tokio::test]
async fn an_id_of_which_more_is_encoded_than_needed_is_the_same() {
    let world = World::new().await;
    let code = world.code().await;
    let id = form_encoded(CLIENT).replace('.', "%2E").replace('-', "%2D");
    granted(&world.send(&by_header(&code, &id, "")).await);
}

/// Decoded once: an id may itself contain what looks encoded.
#[tokio::test]
async fn an_id_is_decoded_once() {
    let world = World::new().await;
    let code = world.code().await;
    let twice = form_encoded(&form_encoded(CLIENT));
    let answer = world.send(&by_header(&code, &twice, "")).await;
    assert_eq!(answer.status, 401, "{answer:?}");
    granted(&world.redeem(&code, &[]).await);
}

#[tokio::test]
async fn the_header_and_the_body_may_name_the_same_client_and_no_other() {
    let world = World::new().await;
    let code = world.code().await;
    let both = |id: &str| crate::world::redemption(&code, &[]).basic(&form_encoded(id), "");
    let other = world.send(&both("https://evil.example.net/c")).await;
    assert_eq!(other.error().as_deref(), Some("invalid_request"));
    granted(&world.send(&both(CLIENT)).await);
}

/// After the code it is refreshed the same ways.
#[tokio::test]
async fn every_shape_refreshes() {
    let world = World::new().await;
    let code = world.code().await;
    let mut tokens = world.redeem(&code, &[]).await.json();
    for shape in 0..3 {
        let token = tokens["refresh_token"].as_str().unwrap().to_owned();
        let parameters = [("grant_type", "refresh_token"), ("refresh_token", &token)];
        let sent = match shape {
            0 => Sent::post("/token", &parameters).basic(&form_encoded(CLIENT), ""),
            1 => Sent::post("/token", &parameters).basic(CLIENT, ""),
            _ => {
                let in_body = [("client_id", CLIENT), ("client_secret", "")];
                Sent::post("/token", &[&parameters[..], &in_body].concat())
            }
        };
        let answer = world.send(&sent).await;
        granted(&answer);
        tokens = answer.json();
    }
}
