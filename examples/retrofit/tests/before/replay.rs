//! The script, played to each server.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::script;
use crate::servers::{World, after, before};
use crate::wire::{exchange, request, undated};

#[tokio::test]
async fn registered_clients_are_answered_byte_for_byte_as_before() {
    let world = World::default();
    let (was, off, on) = tokio::join!(before(), after(None), after(Some(&world)));
    let (was, off, on) = tokio::join!(script::play(was), script::play(off), script::play(on));
    assert!(was.len() > 100, "{} exchanges", was.len());
    assert_eq!(was.len(), off.len());
    assert_eq!(was.len(), on.len());
    for ((was, off), on) in was.iter().zip(off).zip(on) {
        assert_eq!(was.text(), off.text(), "with the layer off: {}", was.name);
        assert_eq!(was.text(), on.text(), "with the layer on: {}", was.name);
    }
    assert_eq!(world.0.fetches(), 0);
}

/// A script that is refused throughout would prove little.
#[tokio::test]
async fn the_script_comes_through_every_door() {
    let mut statuses: BTreeMap<String, usize> = BTreeMap::new();
    for exchange in script::play(before().await).await {
        let text = exchange.text();
        let status = text.split(' ').nth(1).unwrap_or_default().to_owned();
        *statuses.entry(status).or_default() += 1;
    }
    for status in ["200", "303", "400", "401", "404", "405", "413", "415"] {
        assert!(statuses.contains_key(status), "{status} in {statuses:?}");
    }
    assert!(statuses["200"] >= 30, "{statuses:?}");
    assert!(statuses["303"] >= 10, "{statuses:?}");
}

/// The two things that the layer refuses before it asks the table, with the status that was there before.
#[tokio::test]
async fn what_the_layer_cannot_read_is_refused_in_other_words_and_with_the_same_status() {
    let world = World::default();
    let (was, on) = tokio::join!(before(), after(Some(&world)));
    let form = "content-type: application/x-www-form-urlencoded";
    let long = "x".repeat(70_000);
    let length = format!("content-length: {}", long.len());
    let twice = "client_id=https://wiki.example.com/&client_id=https://wiki.example.com/";
    let query = format!("GET /authorize?{twice}");
    for (line, fields, body) in [
        (query.as_str(), &[][..], ""),
        ("POST /token", &[form, "content-length: 71"], twice),
        ("POST /token", &[form, &length], &long),
    ] {
        let request = request(line, fields, body.as_bytes());
        let (was, on) = tokio::join!(exchange(was, &request), exchange(on, &request));
        assert_eq!(was.get(..12), on.get(..12), "{line}");
        assert_eq!(was.first(), Some(&b'H'), "{line}");
    }
    assert_eq!(world.0.fetches(), 0);
}

#[tokio::test]
async fn the_metadata_says_one_thing_more_and_names_none_first() {
    let world = World::default();
    let (was, on) = tokio::join!(metadata(before()), metadata(after(Some(&world))));
    let (mut was, mut on) = (was, on);
    let added = on.remove("client_id_metadata_document_supported");
    assert_eq!(added, Some(Value::Bool(true)));
    let methods = was.remove("token_endpoint_auth_methods_supported");
    let now = on.remove("token_endpoint_auth_methods_supported");
    let (mut methods, now) = (list(methods), list(now));
    assert_eq!(now.first().map(String::as_str), Some("none"));
    methods.sort_by_key(|method| method != "none");
    assert_eq!(methods, now);
    assert_eq!(was, on);
}

#[tokio::test]
async fn the_metadata_is_untouched_with_the_layer_off() {
    let get = request("GET /.well-known/oauth-authorization-server", &[], b"");
    let (was, off) = tokio::join!(before(), after(None));
    let (was, off) = tokio::join!(exchange(was, &get), exchange(off, &get));
    assert_eq!(undated(&was), undated(&off));
}

async fn metadata(
    server: impl Future<Output = std::net::SocketAddr>,
) -> serde_json::Map<String, Value> {
    let get = request("GET /.well-known/oauth-authorization-server", &[], b"");
    let answer = exchange(server.await, &get).await;
    let answer = String::from_utf8(answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

fn list(value: Option<Value>) -> Vec<String> {
    serde_json::from_value(value.unwrap()).unwrap()
}
