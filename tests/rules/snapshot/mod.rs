//! A client as a text, and the way back.

mod damage;
mod judged;

use std::time::{Duration, SystemTime};

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::json;
use tower_cimd::ClientId;
use tower_cimd::rules::client::{Client, Provenance, Source};
use tower_cimd::rules::publication::Publication;
use tower_cimd::rules::rule_set::RuleSet;
use tower_cimd::rules::snapshot::max_bytes;

use crate::document::{CLIENT_ID, accepted, derive_at, document, publish, rules};

pub(crate) fn id() -> ClientId {
    ClientId::parse(CLIENT_ID).unwrap()
}

pub(crate) fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// A client that was fetched and is fresh at these times.
pub(crate) fn client_at(fetched: SystemTime, fresh: SystemTime) -> Client {
    let publication = publish(document(json!({})), Some("application/json"));
    let provenance = Provenance {
        fetched_at: fetched,
        fresh_until: fresh,
    };
    Client::derive(&id(), &publication, &rules(), provenance).unwrap()
}

#[test]
fn a_client_comes_back_as_it_went() {
    let client = client_at(at(1_000), at(1_300));
    let back = Client::from_snapshot(&id(), &client.to_snapshot(), &rules()).unwrap();
    assert_eq!(back.client_id(), client.client_id());
    assert_eq!(back.raw(), client.raw());
    assert_eq!(back.digest(), client.digest());
    assert_eq!(back.fetched_at(), client.fetched_at());
    assert_eq!(back.fresh_until(), client.fresh_until());
    assert_eq!(back.binding(), client.binding());
    assert_eq!(back.to_snapshot(), client.to_snapshot());
    assert_eq!(back.source(), Source::Snapshot);
}

#[test]
fn every_published_document_comes_back() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents");
    let mut checked = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let body = std::fs::read(file.unwrap().path()).unwrap();
        let Ok(published) = serde_json::from_slice::<serde_json::Value>(&body) else {
            continue;
        };
        let Some(client_id) = published["client_id"].as_str() else {
            continue;
        };
        let headers =
            HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        let publication = Publication::receive(StatusCode::OK, &headers, body.into()).unwrap();
        let Ok(client_id) = ClientId::parse(client_id) else {
            continue;
        };
        let Ok(client) = derive_at(client_id.as_str(), &publication, &rules()) else {
            continue;
        };
        let back = Client::from_snapshot(&client_id, &client.to_snapshot(), &rules()).unwrap();
        assert_eq!(back.raw(), client.raw());
        checked += 1;
    }
    assert!(checked > 5, "{checked}");
}

#[test]
fn a_snapshot_is_one_word_of_ascii_and_holds_no_readable_text() {
    let snapshot = accepted(json!({"client_name": "\u{1f980}'; DROP TABLE"})).to_snapshot();
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    assert!(snapshot.bytes().all(legal), "{snapshot}");
    assert!(snapshot.starts_with("s1."), "{snapshot}");
}

/// The longest snapshot under `rules` is exactly as long as it may be, to three bytes of padding.
fn check_length(rules: &RuleSet) {
    let client_id = format!(
        "https://client.example.com/{}",
        "a".repeat(rules.client_id.max_bytes - 27)
    );
    let document = |filler: usize| {
        document(json!({"client_id": client_id, "filler": "f".repeat(filler)})).to_string()
    };
    let filler = rules.document.max_bytes - document(0).len();
    let publication = publish(document(filler), Some("application/json"));
    let client = derive_at(&client_id, &publication, rules).unwrap();
    let (length, most) = (client.to_snapshot().len(), max_bytes(rules));
    assert!((most - 3..=most).contains(&length), "{length} of {most}");
    assert!(Client::from_snapshot(client.client_id(), &client.to_snapshot(), rules).is_ok());
}

#[test]
fn the_longest_snapshot_is_as_long_as_is_said() {
    assert_eq!(max_bytes(&rules()), 9_691);
    check_length(&rules());
    let mut smaller = rules();
    smaller.document.max_bytes = 1_000;
    smaller.client_id.max_bytes = 100;
    check_length(&smaller);
}

#[test]
fn a_usual_snapshot_has_about_a_thousand_bytes() {
    let body = include_bytes!("../../documents/vscode.dev--client-metadata.json");
    let client_id = "https://vscode.dev/oauth/client-metadata.json";
    let text = String::from_utf8(body.to_vec()).unwrap();
    let client = derive_at(
        client_id,
        &publish(text, Some("application/json")),
        &rules(),
    );
    let length = client.unwrap().to_snapshot().len();
    assert!((700..2_000).contains(&length), "{length}");
}

#[test]
fn what_the_operator_supplies_for_years_is_kept_for_a_day() {
    let client = client_at(at(1_000), at(1_000_000_000));
    let back = Client::from_snapshot(&id(), &client.to_snapshot(), &rules()).unwrap();
    assert_eq!(back.fresh_until(), at(1_000 + 86_400));
}

#[test]
fn times_out_of_order_are_put_into_order() {
    let client = client_at(at(1_000), at(1));
    let back = Client::from_snapshot(&id(), &client.to_snapshot(), &rules()).unwrap();
    assert_eq!(
        (back.fetched_at(), back.fresh_until()),
        (at(1_000), at(1_000))
    );
}
