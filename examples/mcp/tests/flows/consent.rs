//! The consent page, and what comes of it.

use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, COOKIE, SET_COOKIE};
use serde_json::{Value, json};

use crate::world::{Answer, Known, NAMED, World, answer, borrowed, changed, encode};

#[tokio::test]
async fn the_host_stands_before_the_name_and_the_name_is_text() {
    let document = stranger("<script>alert(1)</script>");
    let world = World::with(false, &[(STRANGER.client_id, document)]).await;
    let page = world.authorize(&STRANGER.request()).await;
    let host = page.body.find("stranger.<b>example.com</b>").unwrap();
    let name = page.body.find("&lt;script&gt;alert(1)").unwrap();
    assert!(host < name, "{}", page.body);
    assert!(!page.body.contains("<script"), "{}", page.body);
}

#[tokio::test]
async fn the_page_loads_nothing_and_stands_in_no_frame() {
    let world = World::with(false, &[]).await;
    let page = world.authorize(&NAMED.request()).await;
    let policy = page.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn the_page_says_what_is_asked_for() {
    let world = World::with(false, &[]).await;
    let resource = world.url("/mcp/admin");
    let changes = [("resource", resource.as_str()), ("scope", "mcp:admin")];
    let request = changed(&NAMED.request(), &changes);
    let page = world.authorize(&borrowed(&request)).await.body;
    for part in ["/mcp/admin", "mcp:admin", "127.0.0.1", "your own device"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[tokio::test]
async fn the_form_of_another_browser_is_refused_and_does_not_burn_the_page() {
    let world = World::with(false, &[]).await;
    let page = world.authorize(&NAMED.request()).await;
    let transaction = transaction(&page);
    let another = format!("browser={}", "x".repeat(43));
    for cookie in ["", "browser=", "browser=x", "other=1", &another] {
        let refused = consent(&world, &transaction, cookie).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{cookie}");
        assert_eq!(refused.location, None, "{cookie}");
    }
    let cookie = format!("other=1; {}", cookie(&page));
    let allowed = consent(&world, &transaction, &cookie).await;
    assert_eq!(allowed.parameter("code").len(), 43);
}

#[tokio::test]
async fn a_client_that_changes_while_its_page_is_shown_is_shown_again_or_refused() {
    let world = World::with(false, &[(STRANGER.client_id, stranger("A name"))]).await;
    let page = world.authorize(&STRANGER.request()).await;
    let (transaction, cookie) = (transaction(&page), cookie(&page));
    republish(&world, stranger("Another name"));
    let again = consent(&world, &transaction, &cookie).await;
    assert_eq!(again.location, None, "{again:?}");
    assert!(again.body.contains("Another name"), "{again:?}");
    let allowed = consent(&world, &self::transaction(&again), &cookie).await;
    assert_eq!(allowed.parameter("code").len(), 43);

    let mut elsewhere = stranger("Another name");
    elsewhere["redirect_uris"] = json!(["https://stranger.example.com/elsewhere"]);
    republish(&world, elsewhere);
    let refused = consent(&world, &self::transaction(&again), &cookie).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{refused:?}");
    assert_eq!(refused.location, None, "{refused:?}");
}

fn republish(world: &World, document: Value) {
    let documents = world.running.documents();
    documents.publish(STRANGER.client_id, document.to_string());
    world.running.forget(STRANGER.client_id);
}

fn stranger(name: &str) -> Value {
    json!({
        "client_id": STRANGER.client_id,
        "client_name": name,
        "redirect_uris": [STRANGER.redirect_uri],
        "token_endpoint_auth_method": "none",
    })
}

#[tokio::test]
async fn two_pages_of_one_browser_do_not_disturb_each_other() {
    let world = World::with(false, &[]).await;
    let first = world.authorize(&NAMED.request()).await;
    let cookie = cookie(&first);
    let path = format!("/authorize?{}", encode(&NAMED.request()));
    let second = world.http.get(world.url(&path)).header(COOKIE, &cookie);
    let second = answer(second).await;
    assert_eq!(self::cookie(&second), cookie);
    for page in [second, first] {
        let allowed = consent(&world, &transaction(&page), &cookie).await;
        assert_eq!(allowed.parameter("code").len(), 43);
    }
}

async fn consent(world: &World, transaction: &str, cookie: &str) -> Answer {
    let form = [("transaction", transaction), ("answer", "allow")];
    answer(world.form("/consent", &form).header(COOKIE, cookie)).await
}

fn cookie(page: &Answer) -> String {
    let set = page.headers[SET_COOKIE].to_str().unwrap();
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Strict"),
        "{set}"
    );
    set.split(';').next().unwrap().to_owned()
}

fn transaction(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("name=transaction value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

const STRANGER: Known = Known {
    client_id: "https://stranger.example.com/client.json",
    redirect_uri: "https://stranger.example.com/callback",
};
