//! The page for everybody: axe-core finds nothing serious, on any page, in light and dark; and it fits a small
//! screen.

use fantoccini::{Client, Locator};
use serde_json::Value;

use crate::browser::{JavaScript, Scheme, drive, show_in, widen};
use crate::world::{CHAT, DESK, HOSTILE, World};

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_serious() {
    let axe = std::env::var("AXE").expect("AXE names axe.min.js: see tests/browser/run");
    let axe = std::fs::read_to_string(axe).unwrap();
    drive(JavaScript::On, |client, world| async move {
        world.order().await;
        for scheme in [Scheme::Light, Scheme::Dark] {
            show_in(&client, scheme).await;
            for page in pages(&world) {
                open(&client, &page).await;
                let serious = findings(&client, &axe).await;
                assert!(serious.is_empty(), "{scheme:?} {page}: {serious:#?}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_runs_over_the_edge_of_a_small_screen() {
    drive(JavaScript::On, |client, world| async move {
        world.order().await;
        widen(&client, 320).await;
        for page in pages(&world) {
            open(&client, &page).await;
            let width = "return document.documentElement.scrollWidth";
            let width = client.execute(width, Vec::new()).await.unwrap();
            assert_eq!(width, 320, "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_tab_leads_past_the_navigation() {
    drive(JavaScript::On, |client, world| async move {
        client.goto(&world.at("overview")).await.unwrap();
        let body = client.find(Locator::Css("body")).await.unwrap();
        body.send_keys("\u{e004}").await.unwrap();
        let focused = client.active_element().await.unwrap();
        assert_eq!(focused.text().await.unwrap(), "Skip to content");
        let (_, y, _, _) = focused.rectangle().await.unwrap();
        assert!(y >= 0.0, "the link is seen");
        focused.click().await.unwrap();
        let focused = client.active_element().await.unwrap();
        assert_eq!(focused.tag_name().await.unwrap(), "main");
    })
    .await;
}

/// Goes there, and where that is a form for an explanation, has it explained.
pub(crate) async fn open(client: &Client, page: &str) {
    client.goto(page).await.unwrap();
    if page.contains("explain?") {
        let button = client.find(Locator::Css("form button.main")).await.unwrap();
        button.click().await.unwrap();
        client
            .wait()
            .for_element(Locator::Css(".steps"))
            .await
            .unwrap();
    }
    if page.ends_with("/rulebook") {
        let rules = client.find(Locator::Css("textarea")).await.unwrap();
        rules.clear().await.unwrap();
        rules.send_keys(RULES).await.unwrap();
        let button = client.find(Locator::Css("form button.main")).await.unwrap();
        button.click().await.unwrap();
        let told = client.wait().for_element(Locator::Css(".figures"));
        told.await.unwrap();
    }
}

/// Every page, with something on it.
pub(crate) fn pages(world: &World) -> Vec<String> {
    let named = [
        "overview",
        "clients",
        "refusals",
        "explain",
        "orders",
        "clients?state=stale",
        "rulebook",
    ];
    let named = named.iter().map(|name| world.at(name));
    let clients = [DESK, HOSTILE].map(|client_id| world.client(client_id));
    let explained = [CHAT, HOSTILE].map(|client_id| world.explain(client_id));
    let wrong = [world.at("clients?state=wrong")];
    named.chain(clients).chain(explained).chain(wrong).collect()
}

/// What is serious or critical, in axe's words.
async fn findings(client: &Client, axe: &str) -> Vec<String> {
    client.execute(axe, Vec::new()).await.unwrap();
    let run = "const done = arguments[0];
        axe.run(document, { resultTypes: ['violations'] }).then(result => done(result.violations))";
    let violations = client.execute_async(run, Vec::new()).await.unwrap();
    let violations = violations.as_array().expect("axe ran");
    let is_serious =
        |violation: &&Value| matches!(violation["impact"].as_str(), Some("serious" | "critical"));
    let told = |violation: &Value| format!("{}: {}", violation["id"], violation["nodes"]);
    violations.iter().filter(is_serious).map(told).collect()
}

const RULES: &str = r#"{ "rules": [{ "name": "<b>", "effect": "deny", "clients": ["*.example.org"] },
    { "name": "new", "effect": "quarantine", "clients": ["*.example.net"] }] }"#;
