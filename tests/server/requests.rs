//! `oauth_requests.jsonl`, sent as it is written.

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

use crate::rows;
use crate::verdict::{allows, told};
use crate::wire::{Answer, Sent, chunked, read};
use crate::world::{CALLBACK, CHALLENGE, CLIENT, World, document};

#[test]
fn every_request_is_answered_as_its_source_says() {
    check(async |row| World::with(&registered(row)).await);
}

/// T3.
#[test]
fn rules_that_are_only_reported_change_no_answer() {
    check(async |row| World::reporting(&registered(row)).await);
}

/// The same by an order, over rules that count.
#[test]
fn a_report_mode_that_is_ordered_changes_no_answer() {
    check(async |row| World::ordered_to_report(&registered(row)).await);
}

/// Plays every row in a world that `world` makes for it.
fn check(world: impl AsyncFn(&Value) -> World) {
    let runtime = Runtime::new().unwrap();
    rows::check(
        "oauth_requests.jsonl",
        "id",
        |row| Some(row["expect"].clone()),
        |row| runtime.block_on(async { verdict(row, world(row).await).await }),
    );
}

/// The row's own sentence where our answer is allowed by it.
async fn verdict(row: &Value, world: World) -> Value {
    let code = code(row, &world).await;
    let before = world.documents.fetches();
    let answer = play(row, &world, &code).await;
    let fetched = world.documents.fetches() - before;
    assert!(fetched <= fetches(row), "{row}: {fetched} fetches");
    assert_ne!(answer.status, 500, "{row}: {answer:?}");
    if answer.status != 200 && !code.is_empty() {
        still_good(row, &world, &code).await;
    }
    if row["name"] == "state-crlf" {
        let location = world.agree(&answer).await;
        let state = location.redirected("state").unwrap();
        assert_eq!(state, "a\r\nSet-Cookie: x=1");
        assert!(location.header("set-cookie").is_none());
    }
    let expected = row["expect"].as_str().unwrap();
    match allows(expected, &answer) {
        true => expected.into(),
        false => told(&answer).into(),
    }
}

/// The document of the row's world.
fn registered(row: &Value) -> Value {
    match row["context"].get("registered") {
        Some(redirect_uris) => document(json!({ "redirect_uris": redirect_uris })),
        None => document(json!({})),
    }
}

/// A fresh code, where the row wants one.
async fn code(row: &Value, world: &World) -> String {
    if !row.to_string().contains("GOODCODE") {
        return String::new();
    }
    let callback = row["context"]["authorize_redirect_uri"].as_str();
    world
        .code_for(CLIENT, callback.unwrap_or(CALLBACK), CHALLENGE)
        .await
}

/// A refused request burns no code, whoever sent it.
async fn still_good(row: &Value, world: &World, code: &str) {
    let callback = row["context"]["authorize_redirect_uri"].as_str();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", callback.unwrap_or(CALLBACK)),
        ("client_id", CLIENT),
        ("code_verifier", crate::world::VERIFIER),
    ];
    let answer = world.send(&Sent::post("/token", &form)).await;
    assert_eq!(answer.status, 200, "burnt by {row}: {answer:?}");
}

/// How many documents the row may have fetched: none for a client_id that is none, for a request that
/// nobody signs in with, where one is repeated, and where the document is known already.
fn fetches(row: &Value) -> usize {
    let name = row["name"].as_str().unwrap();
    let valid = ["client_id-trailing-slash", "client_id-semicolon-sep"];
    let no_client = name.starts_with("client_id-") && !valid.contains(&name);
    let is_first = match row["endpoint"].as_str() {
        Some("authorize") => !["head", "options"].contains(&name),
        // The host in capitals is another client_id.
        Some("token") => name == "code-client-id-case" || !row.to_string().contains("GOODCODE"),
        _ => false,
    };
    usize::from(is_first && !no_client)
}

async fn play(row: &Value, world: &World, code: &str) -> Answer {
    let text = |member: &str| row[member].as_str().unwrap_or_default();
    let target = text("target").replace("GOODCODE", code);
    let mut sent = Sent::new(text("method"), &target);
    for field in row["headers"].as_array().unwrap() {
        sent = sent.header(field[0].as_str().unwrap(), field[1].as_str().unwrap());
    }
    let is_chunked = row["headers"].to_string().contains("chunked");
    let body = text("body").replace("GOODCODE", code).into_bytes();
    match row.get("body_generator") {
        // Chunk by chunk; the answer comes long before the last of them.
        Some(generator) => flood(world, &sent, &generator["prefix"]).await,
        None if is_chunked => {
            let size = row["chunk"].as_u64().unwrap_or(4096);
            let size = usize::try_from(size).unwrap();
            world.send(&sent.body(chunked(&body, size))).await
        }
        None => world.send(&sent.body(body)).await,
    }
}

/// Two chunks of 64 KiB of a body without an end.
async fn flood(world: &World, head: &Sent, prefix: &Value) -> Answer {
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    stream.write_all(&head.bytes()).await.unwrap();
    let prefix = prefix.as_str().unwrap();
    for chunk in [prefix.to_owned(), "x".repeat(1 << 16), "x".repeat(1 << 16)] {
        let chunk = format!("{:x}\r\n{chunk}\r\n", chunk.len());
        if stream.write_all(chunk.as_bytes()).await.is_err() {
            break;
        }
    }
    read(stream).await
}
