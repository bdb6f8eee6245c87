//! The page for a person at the authorization endpoint.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::rig::{Answer, ask, authorize, layer, network, server, token, with};

const BAD: &str = "https://localhost/<script>alert(1)</script>";
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

async fn page() -> Answer {
    ask(
        &server(layer(network())),
        with(authorize(BAD), "accept", BROWSER),
    )
    .await
}

#[tokio::test]
async fn who_asks_for_html_gets_a_page_and_who_does_not_gets_json() {
    for (accept, expected) in [
        (BROWSER, "text/html; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        (
            "TEXT/HTML; charset=utf-8 ; q=0.5",
            "text/html; charset=utf-8",
        ),
        (
            "application/json;q=0.5, text/html;q=0.9",
            "text/html; charset=utf-8",
        ),
        ("application/json, text/html;q=0.9", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("text/html;q=0", "application/json"),
        ("text/html;q=high", "application/json"),
        ("text/html;q=NaN", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
    ] {
        let request = with(authorize(BAD), "accept", accept);
        let answer = ask(&server(layer(network())), request).await;
        assert_eq!(answer.header("content-type"), expected, "{accept}");
        assert_eq!(answer.header("vary"), "accept", "{accept}");
        assert_eq!(answer.status, 400, "{accept}");
    }
}

#[tokio::test]
async fn a_program_at_the_token_endpoint_gets_json_whatever_it_accepts() {
    let request = with(token(BAD), "accept", "text/html");
    let answer = ask(&server(layer(network())), request).await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("vary"), "");
}

#[tokio::test]
async fn the_page_may_load_and_run_nothing() {
    let page = page().await;
    let style = between(&page.body, "<style>", "</style>");
    let digest = STANDARD.encode(Sha256::digest(style));
    assert_eq!(
        page.header("content-security-policy"),
        format!(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
             style-src 'sha256-{digest}'"
        )
    );
    for absent in [
        "<script", "<img", "<a ", "<form", "<link", " style=", "http",
    ] {
        assert!(!page.body.contains(absent), "{absent}");
    }
}

#[tokio::test]
async fn the_page_is_not_kept_and_tells_nobody_where_it_was() {
    let page = page().await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("location"), "");
}

#[tokio::test]
async fn the_page_says_what_happened_and_repeats_nothing_of_the_request() {
    let page = page().await;
    let title = between(&page.body, "<title>", "</title>");
    assert_eq!(between(&page.body, "<h1>", "</h1>"), title);
    assert!(page.body.contains("<html lang=\"en\">"));
    assert!(page.body.contains("<dd>invalid_client</dd>"));
    assert!(page.body.contains("<dt>Rule</dt><dd>client_id."));
    assert!(!page.body.contains("localhost"));
    assert!(!page.body.contains("alert"));
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect(start);
    rest.split_once(end).expect(end).0
}
