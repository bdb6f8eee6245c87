//! What a person is shown, and what counts as an answer.

use serde_json::json;

use crate::world::{DESK, Known, SITE, World, with};

#[tokio::test]
async fn the_host_comes_first_and_what_the_client_says_later() {
    let world = World::new().await;
    let mut visitor = world.visitor();
    let page = visitor.authorize(&SITE.request()).await.unwrap().body;
    let at = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("{text} in {page}"))
    };
    assert!(at("Allow <bdi>site.example.com</bdi>") < at("It calls itself"));
    assert!(at("A Client") < at(SITE.id));
    at("You are signed in as <b>ada</b>.");
    at("The answer goes to <b><bdi>site.example.com</bdi></b>.");
    at("<li>Read your notes</li>");
    assert!(!page.contains("your own device"), "{page}");
}

#[tokio::test]
async fn a_program_on_this_machine_is_warned_of() {
    let world = World::new().await;
    let mut visitor = world.visitor();
    let page = visitor.authorize(&DESK.request()).await.unwrap().body;
    assert!(
        page.contains("The answer goes to <b><bdi>127.0.0.1:49152</bdi></b>."),
        "{page}"
    );
    assert!(page.contains("Any program on your device can claim to be this app."));
}

#[tokio::test]
async fn a_registered_client_is_shown_as_before_with_what_its_operator_has_to_say() {
    let world = World::new().await;
    let mut visitor = world.visitor();
    let partner = Known {
        id: "partner",
        redirect_uri: "https://calendar.example/callback",
    };
    let page = visitor.authorize(&partner.request()).await.unwrap().body;
    assert!(page.contains("Allow <bdi>Partner Calendar</bdi>"), "{page}");
    assert!(page.contains("It is run by Partner Inc., not by us."));
    assert!(!page.contains("It calls itself"));
}

#[tokio::test]
async fn a_name_is_text_and_nothing_else() {
    let world = World::new().await;
    for name in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "&lt;b&gt;",
    ] {
        let mut document = SITE.document();
        document["client_name"] = name.into();
        world.publish(SITE, &document);
        let page = world.visitor().authorize(&SITE.request()).await.unwrap();
        assert!(page.body.contains("It calls itself"), "{page:?}");
        assert!(!page.body.contains(name), "{page:?}");
    }
}

#[tokio::test]
async fn a_redirection_uri_that_the_document_does_not_list_gets_nothing() {
    let world = World::new().await;
    for client in [DESK, SITE] {
        for wrong in [
            "https://evil.example/callback",
            "https://site.example.com/callback/",
            "https://site.example.com/callback?x=1",
            "http://127.0.0.1:49152/other",
            "http://127.0.0.2:49152/callback",
            "",
        ] {
            let request = client.request();
            let wrong = with(&request, "redirect_uri", wrong);
            let mut visitor = world.visitor();
            let refused = visitor.authorize(&wrong).await.unwrap();
            assert_eq!(refused.status, 400, "{wrong:?} {refused:?}");
            assert_eq!(refused.location, None);
        }
    }
}

#[tokio::test]
async fn nobody_else_can_answer_for_a_person_and_nobody_twice() {
    let world = World::new().await;
    let mut victim = world.visitor();
    let page = victim.authorize(&SITE.request()).await.unwrap();
    let mut attacker = world.visitor();
    let own = attacker.authorize(&SITE.request()).await.unwrap();

    // The attacker's own form in the victim's browser, and the victim's in the attacker's.
    assert_eq!(victim.answer(&own, "allow").await.unwrap().status, 400);
    assert_eq!(attacker.answer(&page, "allow").await.unwrap().status, 400);
    assert_eq!(
        world.visitor().answer(&page, "allow").await.unwrap().status,
        400
    );

    let allowed = victim.answer(&page, "allow").await.unwrap();
    assert!(allowed.parameter("code").is_some(), "{allowed:?}");
    assert_eq!(victim.answer(&page, "allow").await.unwrap().status, 400);
}

#[tokio::test]
async fn who_denies_sends_the_client_away() {
    let world = World::new().await;
    let mut visitor = world.visitor();
    let page = visitor.authorize(&SITE.request()).await.unwrap();
    let denied = visitor.answer(&page, "deny").await.unwrap();
    assert_eq!(denied.parameter("error").as_deref(), Some("access_denied"));
    assert_eq!(denied.parameter("iss").as_ref(), Some(&world.issuer));
    assert_eq!(denied.parameter("code"), None);
}

#[tokio::test]
async fn an_error_is_redirected_only_for_somebody_who_is_signed_in() {
    let world = World::new().await;
    let request = SITE.request();
    let wrong = with(&request, "resource", "https://other.example/");
    let path = format!("/authorize?{}", crate::visitor::encode(&wrong));
    let mut visitor = world.visitor();
    let stranger = visitor.open(&path).await.unwrap();
    let to = stranger.location.unwrap_or_default();
    assert!(!to.starts_with(SITE.redirect_uri), "{to}");
    let known = visitor.authorize(&wrong).await.unwrap();
    assert_eq!(
        known.parameter("error").as_deref(),
        Some("invalid_target"),
        "{known:?}"
    );
}

#[tokio::test]
async fn a_document_that_is_none_is_shown_to_nobody() {
    let world = World::new().await;
    for document in [json!([]), json!({}), json!({"client_id": DESK.id})] {
        world.publish(SITE, &document);
        let refused = world.visitor().authorize(&SITE.request()).await.unwrap();
        assert_eq!(refused.status / 100, 4, "{refused:?}");
        assert_eq!(refused.location, None);
    }
}
