//! Who is refused, and that nobody is sent anywhere for it.

use crate::rig::{CALLBACK, OUR_CALLBACK, PUBLISHED, REGISTERED, Rig, VERIFIER};

async fn check_refused(client_id: &str, redirect_uri: &str) {
    let answer = Rig::new().authorize(client_id, redirect_uri, "read").await;
    assert!(
        answer.status.is_client_error(),
        "{client_id} {redirect_uri}"
    );
    assert_eq!(answer.location, "", "{client_id} {redirect_uri}");
}

#[tokio::test]
async fn a_redirect_uri_that_is_not_registered_is_refused() {
    for redirect_uri in [
        "https://evil.example.net/callback",
        "https://client.example.com/callback/",
        "https://client.example.com/callback?a",
        "http://localhost/callback",
        "http://127.0.0.1:1/other",
        OUR_CALLBACK,
    ] {
        check_refused(PUBLISHED, redirect_uri).await;
    }
    check_refused(REGISTERED, CALLBACK).await;
}

#[tokio::test]
async fn an_unknown_client_is_refused() {
    check_refused("nobody", OUR_CALLBACK).await;
    check_refused("https://unpublished.example.com/", CALLBACK).await;
}

#[tokio::test]
async fn a_code_is_for_its_client_and_its_verifier_alone() {
    let rig = Rig::new();
    let page = rig.authorize(PUBLISHED, CALLBACK, "read").await;
    let code = rig.agree(&page).await.parameter("code").unwrap();
    let other = "https://other.example.com/oauth";
    let published = crate::rig::document().to_string().replace(PUBLISHED, other);
    let _ = rig.network.clone().publish(other, published);
    assert_ne!(rig.redeem(other, CALLBACK, &code).await.status, 200);
    let guessed = [
        ("grant_type", "authorization_code"),
        ("client_id", PUBLISHED),
        ("redirect_uri", CALLBACK),
        ("code_verifier", &VERIFIER.replace('d', "e")),
        ("code", &code),
    ];
    assert_ne!(rig.token(&guessed, None).await.status, 200);
}

#[tokio::test]
async fn a_public_client_with_a_secret_is_refused() {
    let rig = Rig::new();
    let page = rig.authorize(PUBLISHED, CALLBACK, "read").await;
    let code = rig.agree(&page).await.parameter("code").unwrap();
    let pairs = [
        ("grant_type", "authorization_code"),
        ("client_id", PUBLISHED),
        ("client_secret", "s"),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("code", &code),
    ];
    assert_ne!(rig.token(&pairs, None).await.status, 200);
    // The code is not burnt by it.
    assert_eq!(rig.redeem(PUBLISHED, CALLBACK, &code).await.status, 200);
}

#[tokio::test]
async fn a_transaction_is_good_for_one_use() {
    let rig = Rig::new();
    let page = rig.authorize(PUBLISHED, CALLBACK, "read").await;
    assert_eq!(rig.agree(&page).await.status, 302);
    assert_eq!(rig.agree(&page).await.status, 400);
}
