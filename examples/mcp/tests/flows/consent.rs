//! The consent page, and what comes of it.

use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, COOKIE, SET_COOKIE};
use serde_json::json;

use crate::world::{Answer, Known, NAMED, World, answer, borrowed, changed};

#[tokio::test]
async fn the_host_stands_before_the_name_and_the_name_is_text() {
    let document = json!({
        "client_id": STRANGER.client_id,
        "client_name": "<script>alert(1)</script>",
        "redirect_uris": [STRANGER.redirect_uri],
        "token_endpoint_auth_method": "none",
    });
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
    for cookie in ["", "consent=", "consent=x", "other=1"] {
        let refused = consent(&world, &transaction, cookie).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{cookie}");
        assert_eq!(refused.location, None, "{cookie}");
    }
    let cookie = format!("other=1; {}", cookie(&page));
    let allowed = consent(&world, &transaction, &cookie).await;
    assert_eq!(allowed.parameter("code").len(), 43);
    let again = consent(&world, &transaction, &cookie).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
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
