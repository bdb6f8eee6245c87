//! Texts that are no snapshots.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tower_cimd::rules::client::Client;
use tower_cimd::rules::snapshot::{SnapshotError, max_bytes};

use crate::document::{CLIENT_ID, accepted, document, rules};
use crate::snapshot::{at, client_at, id};

fn read(text: &str) -> Result<Client, SnapshotError> {
    Client::from_snapshot(&id(), text, &rules())
}

fn refused(text: &str, expected: SnapshotError) {
    assert_eq!(read(text).unwrap_err(), expected, "{text:?}");
}

/// A text with right check bits, as a newer bug or an attacker could write it.
fn forge(octets: &[u8]) -> String {
    let check = Sha256::new()
        .chain_update("tower-cimd snapshot 1")
        .chain_update(octets);
    let octets = [octets, &check.finalize()[..6]].concat();
    format!("s1.{}", URL_SAFE_NO_PAD.encode(octets))
}

/// The octets of a snapshot with this client_id, media type, times and document.
fn octets(client_id: &str, served_as: &str, times: [u64; 4], body: &str) -> Vec<u8> {
    let text = |text: &str| [&u32::to_be_bytes(text.len() as u32), text.as_bytes()].concat();
    let times = times.map(|time| (time * 1_000_000_000).to_be_bytes());
    [
        text(client_id),
        vec![0; 32],
        text(served_as),
        times.concat(),
        text(body),
    ]
    .concat()
}

const JSON: &str = "application/json";
const TIMES: [u64; 4] = [999, 1_000, 1_300, 4_600];

#[test]
fn the_octets_are_those_that_are_said() {
    let body = document(json!({})).to_string();
    let client = read(&forge(&octets(CLIENT_ID, JSON, TIMES, &body))).unwrap();
    assert_eq!(client.raw(), body.as_bytes());
    assert_eq!(
        (client.fetched_at(), client.fresh_until()),
        (at(1_000), at(1_300))
    );
}

#[test]
fn a_text_that_was_never_a_snapshot_is_damaged() {
    for text in [
        "", ".", "s1", "s1.", "s1.AAAA", "null", "{}", "s.", "1.", "b1.x", "s1x.",
    ] {
        refused(text, SnapshotError::Damaged);
    }
    refused(&forge(b""), SnapshotError::Damaged);
    refused(&forge(&[0xff; 100]), SnapshotError::Damaged);
    refused(&format!("s1.{}", "A".repeat(2_000)), SnapshotError::Damaged);
}

#[test]
fn a_snapshot_of_another_version_is_told_apart() {
    let snapshot = accepted(json!({})).to_snapshot();
    let (_, body) = snapshot.split_once('.').unwrap();
    for version in ["s0", "s2", "s10", "s01"] {
        refused(&format!("{version}.{body}"), SnapshotError::UnknownVersion);
    }
    for version in ["S1", "s", "s-1", "s1 ", " s1", "s\u{661}"] {
        refused(&format!("{version}.{body}"), SnapshotError::Damaged);
    }
}

#[test]
fn what_is_longer_than_any_snapshot_is_not_looked_at() {
    let most = max_bytes(&rules());
    refused(
        &format!("s1.{}", "A".repeat(most - 3)),
        SnapshotError::Damaged,
    );
    refused(&format!("s1.{}", "A".repeat(most - 2)), SnapshotError::Size);
    refused(&"s2.".repeat(1_000_000), SnapshotError::Size);
}

#[test]
fn a_column_that_cuts_off_pads_or_folds_case_damages() {
    let snapshot = accepted(json!({})).to_snapshot();
    for length in [64, 128, 255, 256, snapshot.len() - 1] {
        refused(&snapshot[..length], SnapshotError::Damaged);
    }
    for text in [
        format!("{snapshot} "),
        format!(" {snapshot}"),
        format!("{snapshot}="),
        format!("{snapshot}AAAA"),
        snapshot.to_ascii_lowercase(),
        snapshot.to_ascii_uppercase().replacen('S', "s", 1),
    ] {
        refused(&text, SnapshotError::Damaged);
    }
}

#[test]
fn every_single_altered_character_is_found() {
    let snapshot = accepted(json!({})).to_snapshot();
    for at in 3..snapshot.len() {
        let mut altered = snapshot.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        refused(&String::from_utf8(altered).unwrap(), SnapshotError::Damaged);
    }
}

#[test]
fn times_that_nothing_can_have_are_damage() {
    let body = document(json!({})).to_string();
    for times in [
        [1_001, 1_000, 1_300, 1_300],
        [999, 1_000, 900, 1_300],
        [999, 1_000, 1_300, 1_200],
        [999, 1_000, 1_300, 1_000 + 86_401],
        [0, 0, 0, 10_000_000_000],
    ] {
        refused(
            &forge(&octets(CLIENT_ID, JSON, times, &body)),
            SnapshotError::Damaged,
        );
    }
    let day = [999, 1_000, 1_300, 1_000 + 86_400];
    assert!(read(&forge(&octets(CLIENT_ID, JSON, day, &body))).is_ok());
}

#[test]
fn what_somebody_wrote_into_the_table_is_judged_as_if_it_had_been_fetched() {
    let evil = document(json!({"client_id": "https://evil.example.com/"})).to_string();
    let secret = document(json!({"client_secret": "s"})).to_string();
    let good = document(json!({})).to_string();
    for (served_as, body, rule) in [
        (JSON, &*evil, "document.client_id"),
        (JSON, &secret, "document.forbidden"),
        (JSON, "[]", "document.json.not_an_object"),
        ("text/html", &good, "document.media_type"),
        ("text/plain", &good, "document.media_type"),
        (
            "application/json; charset=latin1",
            &good,
            "document.charset",
        ),
    ] {
        let error = read(&forge(&octets(CLIENT_ID, served_as, TIMES, body))).unwrap_err();
        assert!(matches!(error, SnapshotError::Document(_)), "{body}");
        assert_eq!(error.rule(), rule, "{body}");
    }
    refused(
        &forge(&octets(CLIENT_ID, "a\nb", TIMES, &good)),
        SnapshotError::Damaged,
    );
    let trailing = [octets(CLIENT_ID, JSON, TIMES, &good), vec![0]].concat();
    refused(&forge(&trailing), SnapshotError::Damaged);
}

#[test]
fn every_error_has_a_rule_of_its_own_and_words_fit_to_be_told() {
    let errors = [
        (SnapshotError::Size, "snapshot.size"),
        (SnapshotError::UnknownVersion, "snapshot.unknown_version"),
        (SnapshotError::Damaged, "snapshot.damaged"),
        (SnapshotError::Client, "snapshot.client"),
    ];
    for (error, rule) in errors {
        assert_eq!(error.rule(), rule);
        let words = error.to_string();
        let legal = |byte| matches!(byte, 0x20 | 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        assert!(words.bytes().all(legal) && !words.ends_with('.'), "{words}");
    }
}

proptest! {
    #[test]
    fn nothing_panics_whatever_stands_in_the_column(text in any::<String>()) {
        let _ = read(&text);
    }

    #[test]
    fn nothing_panics_whatever_is_under_right_check_bits(octets in any::<Vec<u8>>()) {
        prop_assert!(read(&forge(&octets)).is_err());
    }

    #[test]
    fn times_come_back_to_the_nanosecond(
        fetched in 0_u64..4_000_000_000_000_000_000,
        fresh in 0_u64..86_400_000_000_000,
    ) {
        let nanos = std::time::Duration::from_nanos;
        let fetched = std::time::SystemTime::UNIX_EPOCH + nanos(fetched);
        let client = client_at(fetched, fetched + nanos(fresh));
        let back = read(&client.to_snapshot()).unwrap();
        prop_assert_eq!(back.fetched_at(), client.fetched_at());
        prop_assert_eq!(back.fresh_until(), client.fresh_until());
    }
}
