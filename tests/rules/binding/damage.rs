//! Texts that are no binding of the client.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tower_cimd::rules::binding::{BindingCheck, BindingError};
use tower_cimd::rules::change::ChangeKind;
use tower_cimd::rules::client::Client;

use crate::change::{rules, version};
use crate::document::{CLIENT_ID, derive_at, document, publish};

fn client() -> Client {
    version(json!({"client_name": "N"}))
}

fn refused(text: &str, expected: BindingError) {
    assert_eq!(client().check_binding(text), Err(expected), "{text:?}");
}

#[test]
fn a_text_that_was_never_a_binding_is_damaged() {
    for text in [
        "", ".", "b1", "b1.", "b1.AAAA", "null", "{}", "b.", "1.", "c1.x", "b1x.", "bb1.x",
    ] {
        refused(text, BindingError::Damaged);
    }
    refused(&"\u{1f980}".repeat(50), BindingError::Damaged);
    refused(&"b1.".repeat(100_000), BindingError::Damaged);
    refused(&format!("b1.{}", "A".repeat(196)), BindingError::Damaged);
}

#[test]
fn a_binding_of_another_version_is_told_apart() {
    let binding = client().binding();
    let (_, body) = binding.split_once('.').unwrap();
    for version in ["b0", "b2", "b10", "b01", "b18446744073709551616"] {
        refused(&format!("{version}.{body}"), BindingError::UnknownVersion);
        refused(&format!("{version}."), BindingError::UnknownVersion);
    }
    for version in ["B1", "b", "b-1", "b1 ", " b1", "b\u{661}"] {
        refused(&format!("{version}.{body}"), BindingError::Damaged);
    }
}

#[test]
fn a_column_that_cuts_off_pads_or_folds_case_damages() {
    let binding = client().binding();
    for length in [64, 100, 128, 191, 198] {
        refused(&binding[..length], BindingError::Damaged);
    }
    refused(&format!("{binding} "), BindingError::Damaged);
    refused(&format!(" {binding}"), BindingError::Damaged);
    refused(&format!("{binding}="), BindingError::Damaged);
    refused(&format!("{binding}AAAA"), BindingError::Damaged);
    refused(&binding.to_ascii_lowercase(), BindingError::Damaged);
    refused(&binding.replacen('.', ".A", 1), BindingError::Damaged);
}

#[test]
fn the_other_base64_alphabet_damages() {
    let binding = client().binding();
    let standard = binding.replace('-', "+").replace('_', "/");
    assert_ne!(binding, standard);
    refused(&standard, BindingError::Damaged);
}

#[test]
fn a_binding_of_another_client_is_none_of_this_one() {
    let of = |client_id: &str| {
        let body = document(json!({"client_id": client_id, "client_name": "N"}));
        derive_at(
            client_id,
            &publish(body, Some("application/json")),
            &rules(),
        )
        .unwrap()
    };
    for other in [
        "https://client.example.com/client.json2",
        "https://client.example.com:443/client.json",
        "https://CLIENT.example.com/client.json",
        "https://evil.example.com/client.json",
    ] {
        refused(&of(other).binding(), BindingError::Damaged);
    }
    assert!(
        client()
            .check_binding(&of("https://client.example.com/client.json").binding())
            .is_ok()
    );
}

#[test]
fn every_error_has_a_rule_of_its_own_and_words_fit_to_be_told() {
    let rules: BTreeSet<&str> = BindingError::ALL.iter().map(|error| error.rule()).collect();
    assert_eq!(
        Vec::from_iter(rules),
        ["binding.damaged", "binding.unknown_version"]
    );
    for error in BindingError::ALL {
        let words = error.to_string();
        let legal = |byte| matches!(byte, 0x20 | 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        assert!(words.bytes().all(legal) && !words.ends_with('.'), "{words}");
    }
}

#[test]
fn every_single_altered_character_is_found() {
    let binding = client().binding();
    for at in 0..binding.len() {
        let mut altered = binding.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        refused(&altered, BindingError::Damaged);
    }
}

/// What only a search for collisions could make: other octets for the whole, and beside them a tag of
/// every facet of this very client.
fn contradiction() -> String {
    let whole = [7; 18];
    let texts: [&[&str]; 12] = [
        &["redirect_uris", "https://client.example.com/callback"],
        &["redirect_origins", "https://client.example.com"],
        &["jwks_uri"],
        &["grant_types", "authorization_code"],
        &["response_types", "code"],
        &["scope"],
        &["name_changed"],
        &["logo_changed"],
        &["links_changed"],
        &["other"],
        &["redirect_uri in use"],
        &["key in use"],
    ];
    let mut octets = Vec::from(whole);
    // The method `none`, and no key.
    octets.extend([1, 0]);
    octets.extend([0; 16]);
    for texts in texts {
        let facet = hash(texts.iter().map(|text| text.as_bytes()));
        octets.extend(&hash([b"tag".as_slice(), &whole, &facet])[..9]);
    }
    let check = hash([b"check", CLIENT_ID.as_bytes(), &octets]);
    octets.extend(&check[..3]);
    format!("b1.{}", URL_SAFE_NO_PAD.encode(octets))
}

fn hash<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> [u8; 32] {
    let hash = texts.into_iter().fold(Sha256::new(), |hash, text| {
        hash.chain_update((text.len() as u64).to_be_bytes())
            .chain_update(text)
    });
    hash.finalize().into()
}

#[test]
fn a_binding_that_contradicts_itself_is_damaged() {
    let found = |members| version(members).check_binding(&contradiction());
    assert_eq!(found(json!({})), Err(BindingError::Damaged));
    let other = found(json!({"client_name": "N"})).unwrap();
    assert_eq!(other, BindingCheck::Changed(ChangeKind::NameChanged.into()));
}

proptest! {
    #[test]
    fn no_text_makes_a_check_panic(text in "\\PC*") {
        prop_assert!(client().check_binding(&text).is_err());
        prop_assert!(client().check_binding(&["b1.", &text].concat()).is_err());
    }

    #[test]
    fn no_text_of_the_right_shape_passes(text in "b1[.][A-Za-z0-9_-]{196}") {
        prop_assert_eq!(client().check_binding(&text), Err(BindingError::Damaged));
    }
}
