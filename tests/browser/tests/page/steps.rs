//! What an operator does, step by step.

use std::time::Duration;

use fantoccini::{Client, Locator};

use crate::browser::{JavaScript, drive};
use crate::world::{DESK, HOSTILE, World, document};

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_works_with_javascript() {
    drive(JavaScript::On, |client, world| work(client, world, "on")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_works_without_javascript() {
    drive(JavaScript::Off, |client, world| work(client, world, "off")).await;
}

async fn work(client: Client, world: World, scripts: &str) {
    client.goto(&world.script()).await.unwrap();
    assert_eq!(client.title().await.unwrap(), scripts);
    client.goto(&world.url).await.unwrap();
    assert_eq!(heading(&client).await, "Overview");
    lists(&client).await;
    filters(&client).await;
    refreshes(&client, &world).await;
    blocks(&client, &world).await;
    explains(&client).await;
    pins(&client, &world).await;
    switches_the_mode(&client, &world).await;
}

async fn lists(client: &Client) {
    follow(client, "Clients").await;
    assert_eq!(heading(client).await, "Clients");
    assert_eq!(rows(client).await, 3);
    see(client, DESK).await;
    see(client, HOSTILE).await;
}

async fn filters(client: &Client) {
    fill(client, "#text", "DESK").await;
    press(client, "Filter").await;
    assert_eq!(rows(client).await, 1);
    see(client, DESK).await;
    choose(client, "#state", "stale").await;
    press(client, "Filter").await;
    see(client, "No client matches.").await;
    follow(client, "All").await;
    assert_eq!(rows(client).await, 3);
}

async fn refreshes(client: &Client, world: &World) {
    let fetches = world.network.fetches();
    let newer = document(DESK, "Desk 2");
    let _ = world.network.clone().publish(DESK, newer);
    follow(client, "desk.example.com").await;
    see(client, "Desk").await;
    press(client, "Refresh now").await;
    see(client, "Fetched anew.").await;
    see(client, "name_changed").await;
    see(client, "Desk 2").await;
    assert_eq!(world.network.fetches(), fetches + 1);
}

async fn blocks(client: &Client, world: &World) {
    assert_eq!(world.sign_in(DESK).await, 200);
    fill(client, "#block-why", "leaked keys").await;
    press(client, "Block").await;
    see(client, "Blocked").await;
    see(client, "leaked keys").await;
    see(client, "alice").await;
    assert_ne!(world.sign_in(DESK).await, 200);

    follow(client, "Refusals").await;
    see(client, "policy.blocked").await;
    press(client, "Lift the block").await;
    see(client, "The block is lifted.").await;
    assert_eq!(world.sign_in(DESK).await, 200);
}

async fn explains(client: &Client) {
    follow(client, "Explain").await;
    fill(client, "#client_id", "https://127.0.0.1/client.json").await;
    press(client, "Explain").await;
    see(client, "refused").await;
    see(client, "client_id.ip_literal").await;
    fill(client, "#client_id", DESK).await;
    fill(client, "#redirect_uri", "https://desk.example.com/cb").await;
    press(client, "Explain").await;
    see(client, "accepted").await;
}

async fn pins(client: &Client, world: &World) {
    client.goto(&world.client(DESK)).await.unwrap();
    fill(client, "#pin-why", "audited").await;
    press(client, "Pin").await;
    see(client, "Pinned.").await;
    follow(client, "Orders").await;
    see(client, "as a last resort").await;
    see(client, "audited").await;
    press(client, "Unpin").await;
    see(client, "No document is pinned.").await;
}

async fn switches_the_mode(client: &Client, world: &World) {
    follow(client, "Overview").await;
    click(client, "input[value=off]").await;
    press(client, "Set the mode").await;
    see(client, "The mode is set.").await;
    assert_eq!(text(client, "h2 .tag").await, "off");
    // As if the layer were not there: the handler finds no client.
    assert_ne!(world.sign_in(DESK).await, 200);
    click(client, "input[value=policy]").await;
    press(client, "Set the mode").await;
    assert_eq!(text(client, "h2 .tag").await, "enforce");
    assert_eq!(world.sign_in(DESK).await, 200);
}

async fn heading(client: &Client) -> String {
    text(client, "h1").await
}

async fn text(client: &Client, css: &str) -> String {
    let element = client.find(Locator::Css(css)).await.unwrap();
    element.text().await.unwrap()
}

async fn rows(client: &Client) -> usize {
    client
        .find_all(Locator::Css("tbody tr"))
        .await
        .unwrap()
        .len()
}

async fn follow(client: &Client, link: &str) {
    leave(client, Locator::LinkText(link)).await;
}

async fn press(client: &Client, button: &str) {
    let path = format!("//button[starts-with(normalize-space(.), '{button}')]");
    leave(client, Locator::XPath(&path)).await;
}

/// Clicks what leads to another page, and waits for that page.
async fn leave(client: &Client, at: Locator<'_>) {
    let page = client.find(Locator::Css("html")).await.unwrap();
    client.find(at).await.unwrap().click().await.unwrap();
    let gone = async { while page.text().await.is_ok() {} };
    tokio::time::timeout(PATIENCE, gone).await.unwrap();
    client
        .wait()
        .at_most(PATIENCE)
        .for_element(Locator::Css("footer"))
        .await
        .unwrap();
}

async fn click(client: &Client, css: &str) {
    let element = client.find(Locator::Css(css)).await.unwrap();
    element.click().await.unwrap();
}

async fn choose(client: &Client, css: &str, value: &str) {
    let option = format!("{css} option[value={value}]");
    click(client, &option).await;
}

async fn fill(client: &Client, css: &str, text: &str) {
    let field = client.find(Locator::Css(css)).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

async fn see(client: &Client, text: &str) {
    let main = client.find(Locator::Css("main")).await.unwrap();
    let shown = main.text().await.unwrap();
    assert!(shown.contains(text), "{text}: {shown}");
}

const PATIENCE: Duration = Duration::from_secs(10);
