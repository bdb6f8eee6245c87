//! The list of clients, and one of them.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use crate::html::{tags, text};
use crate::rig::{Answer, DESK, Rig, client, encoded};

#[tokio::test]
async fn the_list_shows_what_is_held() {
    let rig = Rig::with_desk().await;
    rig.clock.advance(Duration::from_secs(90));
    let page = text(&rig.get("/clients").await.body);
    for shown in [
        "desk.example.com",
        DESK,
        "Desk",
        "fresh",
        "1 min",
        "fetched",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
}

#[tokio::test]
async fn the_list_is_filtered_by_text_and_state() {
    let rig = Rig::with_desk().await;
    rig.hold(
        "https://chat.example.org/a",
        json!({ "client_name": "Chat" }),
    )
    .await;
    rig.submit("/block", &[("pattern", "chat.example.org"), ("why", "a")])
        .await;
    let check = async |query: &[(&str, &str)], expected: &[&str]| {
        let path = format!("/clients?{}", encoded(query));
        assert_eq!(listed(&rig.get(&path).await), expected, "{query:?}");
        let json = rig.json(&format!("/api{path}")).await;
        let rows = json["clients"].as_array().unwrap().iter();
        let hosts: Vec<_> = rows.map(|row| row["host"].as_str().unwrap()).collect();
        assert_eq!(hosts, expected, "{query:?}");
    };
    let (chat, desk) = ("chat.example.org", "desk.example.com");
    check(&[], &[chat, desk]).await;
    check(&[("text", "DESK")], &[desk]).await;
    check(&[("text", "Chat")], &[chat]).await;
    check(&[("text", "nobody")], &[]).await;
    check(&[("state", "fresh")], &[desk]).await;
    check(&[("state", "blocked")], &[chat]).await;
    check(&[("state", "stale")], &[]).await;
    check(&[("text", "desk"), ("state", "blocked")], &[]).await;
    check(&[("after", "https://chat.example.org/a")], &[desk]).await;
    check(&[("limit", "1")], &[chat]).await;
}

#[tokio::test]
async fn further_pages_lead_through_all_clients() {
    let rig = Rig::new();
    for number in 0..120 {
        rig.hold(&format!("https://c{number:03}.example.com/a"), json!({}))
            .await;
    }
    let (mut path, mut seen) = ("/clients".to_owned(), Vec::new());
    loop {
        let page = rig.get(&path).await;
        seen.extend(listed(&page));
        let next = tags(&page.body)
            .into_iter()
            .find(|tag| tag.get("rel") == Some("next"));
        match next {
            Some(link) => path = format!("/{}", link.get("href").unwrap()),
            None => break,
        }
    }
    let expected: Vec<_> = (0..120)
        .map(|number| format!("c{number:03}.example.com"))
        .collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn what_is_no_filter_is_an_error() {
    let rig = Rig::new();
    for path in [
        "/clients?state=warm",
        "/clients?limit=a",
        "/clients?text=a&text=b",
    ] {
        assert_eq!(
            rig.get(path).await.status,
            StatusCode::BAD_REQUEST,
            "{path}"
        );
        assert_eq!(
            rig.get(&format!("/api{path}")).await.status,
            StatusCode::BAD_REQUEST,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_client_is_shown_with_its_document_and_its_reasons() {
    let rig = Rig::with_desk().await;
    let page = text(&rig.get(&client(DESK)).await.body);
    for shown in [
        "\"client_name\": \"Desk\"",
        "https://desk.example.com/cb",
        "published nowhere, which means none",
        "not published: the client authenticates with no key",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
}

#[tokio::test]
async fn a_change_is_shown_member_by_member() {
    let rig = Rig::with_desk().await;
    let newer = json!({ "client_name": "Desk 2", "scope": "tools", "tos_uri": "https://desk.example.com/tos" });
    rig.publish(DESK, newer);
    rig.submit("/refresh", &[("client_id", DESK)]).await;
    let page = rig.get(&client(DESK)).await.body;
    for shown in [
        "name_changed",
        "<del><bdi>Desk</bdi></del>",
        "<ins><bdi>Desk 2</bdi></ins>",
        "<ins><bdi>tools</bdi></ins>",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!text(&page).contains("Members that differ from the version before\nredirect_uris"));
    let overview = text(&rig.get("/overview").await.body);
    assert!(overview.contains("Changed lately"), "{overview}");
    assert!(overview.contains("name_changed"), "{overview}");
    let changes = rig.json("/api/changes").await;
    assert_eq!(changes["changes"][0]["client_id"], DESK);
}

#[tokio::test]
async fn a_client_that_is_not_held_is_not_found() {
    let rig = Rig::new();
    let path = client("https://nobody.example.com/<b>");
    let page = rig.get(&path).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(!page.body.contains("<b>"));
    let answer = rig.get(&format!("/api{path}")).await;
    assert_eq!(
        (answer.status, &*answer.error()),
        (StatusCode::NOT_FOUND, "admin.unknown_client")
    );
    assert_eq!(rig.get("/client").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(rig.network.fetches(), 0);
}

#[tokio::test]
async fn every_document_is_exported_as_it_came() {
    let rig = Rig::with_desk().await;
    for number in 0..501 {
        rig.hold(
            &format!("https://c{number:03}-example.com/a"),
            json!({ "x": "\n\u{202e}" }),
        )
        .await;
    }
    let answer = rig.get("/documents.jsonl").await;
    assert_eq!(answer.header("content-type"), Some("application/jsonl"));
    let lines: Vec<serde_json::Value> = answer
        .body
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 502);
    for line in lines {
        let document: serde_json::Value =
            serde_json::from_str(line["document"].as_str().unwrap()).unwrap();
        assert_eq!(document["client_id"], line["client_id"]);
    }
}

/// The hosts in the list, in its order.
fn listed(page: &Answer) -> Vec<String> {
    let links = page.body.split("<a href=\"client?").skip(1);
    let host = |link: &str| {
        let (_, text) = link.split_once("<bdi>").unwrap();
        text.split_once("</bdi>").unwrap().0.to_owned()
    };
    links.map(host).collect()
}
