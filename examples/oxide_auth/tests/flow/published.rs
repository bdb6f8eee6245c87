//! A client with a metadata document.

use crate::rig::{Answer, CALLBACK, PUBLISHED, Rig, document};

/// Authorizes and agrees.
async fn code(rig: &Rig, redirect_uri: &str, scope: &str) -> String {
    let page = rig.authorize(PUBLISHED, redirect_uri, scope).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let sent = rig.agree(&page).await;
    assert_eq!(sent.status, 302, "{}", sent.body);
    assert!(sent.location.starts_with(redirect_uri), "{}", sent.location);
    assert_eq!(sent.parameter("state").as_deref(), Some("a state"));
    sent.parameter("code").unwrap()
}

async fn tokens(rig: &Rig, scope: &str) -> serde_json::Value {
    let code = code(rig, CALLBACK, scope).await;
    let answer = rig.redeem(PUBLISHED, CALLBACK, &code).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

#[tokio::test]
async fn it_gets_tokens_and_new_ones_for_them() {
    let rig = Rig::new();
    let tokens = tokens(&rig, "read").await;
    assert_eq!(tokens["scope"], "read");
    let refresh = |client_id: &'static str| {
        let token = tokens["refresh_token"].as_str().unwrap().to_owned();
        let rig = &rig;
        async move {
            let pairs = [
                ("grant_type", "refresh_token"),
                ("client_id", client_id),
                ("refresh_token", &token),
            ];
            rig.token(&pairs, None).await
        }
    };
    let other = refresh("https://other.example.com/oauth").await;
    assert_ne!(other.status, 200);
    let refreshed: Answer = refresh(PUBLISHED).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.body);
    assert_ne!(refreshed.json()["access_token"], tokens["access_token"]);
}

#[tokio::test]
async fn the_page_shows_its_host_and_fetches_its_document_once() {
    let rig = Rig::new();
    let page = rig.authorize(PUBLISHED, CALLBACK, "read").await;
    assert!(page.body.contains("example.com"), "{}", page.body);
    rig.agree(&page).await;
    assert_eq!(rig.network.fetches(), 1);
}

#[tokio::test]
async fn any_port_of_a_loopback_address_is_its_own() {
    let rig = Rig::new();
    let redirect_uri = "http://127.0.0.1:49152/callback";
    let code = code(&rig, redirect_uri, "read").await;
    let answer = rig.redeem(PUBLISHED, redirect_uri, &code).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

#[tokio::test]
async fn without_a_scope_it_gets_what_is_offered_and_in_its_document() {
    assert_eq!(tokens(&Rig::new(), "").await["scope"], "read");
}

/// The layer refuses it, before any registrar is asked.
#[tokio::test]
async fn a_scope_beyond_its_document_is_refused() {
    let answer = Rig::new()
        .authorize(PUBLISHED, CALLBACK, "read write")
        .await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert!(
        answer.body.contains("scope.beyond_document"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_redirect_uri_that_is_removed_while_the_user_reads_gets_no_code() {
    let rig = Rig::new();
    let page = rig.authorize(PUBLISHED, CALLBACK, "read").await;
    let mut changed = document();
    changed["redirect_uris"] = serde_json::json!(["https://client.example.com/new"]);
    let network = rig.network.clone();
    // As if the copy had expired while the page was open.
    let _ = network.publish(PUBLISHED, changed.to_string());
    rig.resolver.forget(PUBLISHED);
    let sent = rig.agree(&page).await;
    assert_eq!((sent.status.as_u16(), &*sent.location), (400, ""));
}
