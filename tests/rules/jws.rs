//! `rules::jws`: signed texts, and the keys that they may be verified with.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tower_cimd::rules::assertion::MAX_BYTES;
use tower_cimd::rules::json::{Object, Value};
use tower_cimd::rules::jwks::JwkSet;
use tower_cimd::rules::jws::{Algorithm, Jws, JwsError, MAX_KEYS};

use crate::signer::{Signer, encoded};

const ALGORITHMS: [&str; 6] = ["RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519"];

fn set(keys: &[Json]) -> JwkSet {
    let set = json!({"keys": keys}).to_string();
    let set = Object::read(set.as_bytes(), usize::MAX).unwrap();
    JwkSet::read(&Value::Object(set)).unwrap()
}

/// The kid of the key that verifies `text`.
fn verified(text: &str, keys: &[Json]) -> Result<Option<String>, JwsError> {
    let keys = set(keys);
    let key = Jws::parse(text)?.verify(keys.keys())?;
    Ok(key.kid().map(ToOwned::to_owned))
}

#[track_caller]
fn header(header: &str, expected: Result<(), JwsError>) {
    let text = format!("{}.e30.c2ln", encoded(header));
    assert_eq!(Jws::parse(&text).map(drop), expected, "{header}");
}

#[track_caller]
fn unreadable(text: &str, expected: JwsError) {
    assert_eq!(Jws::parse(text).map(drop), Err(expected), "{text:.60}");
}

#[test]
fn a_signature_of_each_algorithm_verifies_with_its_key_alone() {
    let signers = ALGORITHMS.map(Signer::new);
    for signer in &signers {
        let text = signer.assertion("k", &json!({}));
        assert_eq!(Jws::parse(&text).unwrap().kid(), Some("k"));
        for other in &signers {
            let made_it = std::ptr::eq(signer, other);
            let outcome = verified(&text, &[other.jwk("k")]);
            assert_eq!(
                outcome.is_ok(),
                made_it,
                "{} {}: {outcome:?}",
                signer.alg,
                other.alg
            );
        }
    }
}

#[test]
fn a_changed_byte_anywhere_is_another_text() {
    let signer = Signer::new("ES256");
    let text = signer.assertion("k", &json!({"a": 1}));
    for at in (0..text.len()).filter(|at| text.as_bytes()[*at] != b'.') {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(verified(&changed, &[signer.jwk("k")]).is_err(), "{at}");
    }
}

#[test]
fn a_text_is_three_parts_of_base64url_and_no_more() {
    unreadable("", JwsError::Parts);
    unreadable("e30.e30", JwsError::Parts);
    unreadable("e30.e30.e30.e30", JwsError::Parts);
    unreadable(&".".repeat(1000), JwsError::Parts);
    unreadable("e30=.e30.c2ln", JwsError::Base64);
    unreadable("e3 0.e30.c2ln", JwsError::Base64);
    unreadable("é.é.é", JwsError::Base64);
    let padded = URL_SAFE.encode(r#"{"alg":"ES256"} "#);
    unreadable(&format!("{padded}.e30.c2ln"), JwsError::Base64);
    let (good, odd) = (encoded(r#"{"alg":"ES256"}"#), "e31");
    unreadable(&format!("{good}.{odd}.c2ln"), JwsError::Base64);
    assert!(Jws::parse(&format!("{good}..")).is_ok());
}

#[test]
fn a_text_over_the_limit_is_not_read() {
    let header = encoded(r#"{"alg":"ES256"}"#);
    let of_length = |length: usize| {
        let payload = "A".repeat(length - header.len() - 2);
        format!("{header}.{payload}.")
    };
    // A length that base64 can have.
    let longest = MAX_BYTES - (MAX_BYTES - header.len() - 2) % 4;
    assert!(Jws::parse(&of_length(longest)).is_ok());
    unreadable(&of_length(MAX_BYTES + 1), JwsError::Size);
}

#[test]
fn a_header_is_one_strict_json_object() {
    header(r#"{"alg":"ES256"}"#, Ok(()));
    for broken in [
        "",
        "[]",
        "null",
        "{",
        r#"{"alg":"ES256"}{}"#,
        r#"{"alg":"none","alg":"ES256"}"#,
        r#"{"alg":"ES256","x":{"y":1,"y":2}}"#,
        r#"{"alg":["ES256"]}"#,
        r#"{"alg":"ES256","kid":1}"#,
        r#"{"alg":"ES256","kid":null}"#,
        r#"{"alg":"ES256","typ":[]}"#,
        "\u{feff}{\"alg\":\"ES256\"}",
    ] {
        header(broken, Err(JwsError::Header));
    }
}

#[test]
fn no_algorithm_but_those_listed_is_read() {
    for alg in ALGORITHMS {
        header(&json!({ "alg": alg }).to_string(), Ok(()));
    }
    for alg in [
        "none", "None", "NONE", "", "HS256", "HS384", "HS512", "RS384", "RS512", "PS384", "ES512",
        "ES256K", "Ed448", "es256", "ES256 ", "RSA-OAEP", "dir", "A128KW",
    ] {
        header(&json!({ "alg": alg }).to_string(), Err(JwsError::Algorithm));
    }
    header("{}", Err(JwsError::Algorithm));
}

#[test]
fn each_algorithm_is_found_by_the_name_that_it_is_listed_under() {
    for algorithm in Algorithm::ALL {
        let found = Algorithm::from_name(algorithm.as_str());
        assert_eq!(found, Some(*algorithm));
    }
    assert_eq!(Algorithm::from_name("Ed25519"), Some(Algorithm::EdDsa));
}

#[test]
fn what_would_have_to_be_understood_is_refused() {
    for crit in [
        r#"["b64"]"#,
        "[]",
        "null",
        r#"["exp"]"#,
        r#"["alg"]"#,
        r#""x""#,
    ] {
        header(
            &format!(r#"{{"alg":"ES256","crit":{crit}}}"#),
            Err(JwsError::Critical),
        );
    }
    for member in [r#""b64":false"#, r#""b64":true"#, r#""zip":"DEF""#] {
        header(
            &format!(r#"{{"alg":"ES256",{member}}}"#),
            Err(JwsError::PayloadEncoding),
        );
    }
}

#[test]
fn keys_in_the_header_are_never_looked_at() {
    let (published, attacker) = (Signer::new("ES256"), Signer::new("ES256"));
    for member in ["jku", "x5u"] {
        let header = json!({"alg": "ES256", "kid": "k", member: "https://evil.example.net/k"});
        let text = attacker.sign(&header.to_string(), "{}");
        let outcome = verified(&text, &[published.jwk("k")]);
        assert_eq!(outcome, Err(JwsError::Signature), "{member}");
    }
    let header = json!({"alg": "ES256", "jwk": attacker.bare_jwk(), "x5c": ["AAAA"], "x5t": 1});
    let outcome = |signer: &Signer| {
        let text = signer.sign(&header.to_string(), "{}");
        verified(&text, &[published.bare_jwk()])
    };
    assert_eq!(outcome(&attacker), Err(JwsError::Signature));
    assert_eq!(outcome(&published), Ok(None));
}

#[test]
fn a_kid_that_is_named_is_the_only_one_that_is_tried() {
    let signer = Signer::new("ES256");
    let text = signer.assertion("new", &json!({}));
    let outcome = |keys: &[Json]| verified(&text, keys);
    assert_eq!(outcome(&[signer.jwk("new")]), Ok(Some("new".to_owned())));
    for keys in [vec![], vec![signer.jwk("old")], vec![signer.bare_jwk()]] {
        assert_eq!(outcome(&keys), Err(JwsError::KeyUnknown), "{keys:?}");
    }
    let names = ["NEW", "new ", "ne", ""].map(|kid| signer.jwk(kid));
    assert_eq!(outcome(&names), Err(JwsError::KeyUnknown));
    let twice = [Signer::new("ES256").jwk("new"), signer.jwk("new")];
    assert_eq!(outcome(&twice), Ok(Some("new".to_owned())));
}

#[test]
fn a_key_for_something_else_is_not_for_this() {
    let signer = Signer::new("ES256");
    let text = signer.assertion("k", &json!({}));
    let with = |name: &str, value: Json| {
        let mut jwk = signer.jwk("k");
        jwk[name] = value;
        verified(&text, &[jwk])
    };
    let good = Ok(Some("k".to_owned()));
    assert_eq!(with("alg", "ES256".into()), good);
    assert_eq!(with("use", "sig".into()), good);
    assert_eq!(with("key_ops", json!(["verify"])), good);
    // Those are left out of the set, so that nobody has a key of this name.
    for (name, value) in [
        ("alg", json!("ES384")),
        ("alg", json!("HS256")),
        ("use", json!("enc")),
        ("key_ops", json!(["sign"])),
        ("key_ops", json!(["deriveBits"])),
    ] {
        let outcome = with(name, value.clone());
        assert_eq!(outcome, Err(JwsError::KeyUnknown), "{name} {value}");
    }
    let (es384, rsa) = (Signer::new("ES384"), Signer::new("RS256"));
    for other in [&es384, &rsa] {
        assert_eq!(
            verified(&text, &[other.jwk("k")]),
            Err(JwsError::KeyUnfit),
            "{}",
            other.alg
        );
    }
}

#[test]
fn an_rsa_key_for_one_padding_is_not_for_the_other() {
    let signer = Signer::new("RS256");
    let text = signer.assertion("k", &json!({}));
    let mut jwk = signer.jwk("k");
    assert!(verified(&text, std::slice::from_ref(&jwk)).is_ok());
    jwk["alg"] = "PS256".into();
    assert_eq!(verified(&text, &[jwk]), Err(JwsError::KeyUnfit));
    let claimed = json!({"alg": "PS256", "kid": "k"}).to_string();
    let claimed = signer.sign(&claimed, "{}");
    assert_eq!(
        verified(&claimed, &[signer.jwk("k")]),
        Err(JwsError::Signature)
    );
}

#[test]
fn both_names_of_ed25519_are_one_algorithm() {
    let signer = Signer::new("EdDSA");
    for (alg, of_key) in [("EdDSA", "Ed25519"), ("Ed25519", "EdDSA")] {
        let header = json!({"alg": alg, "kid": "k"}).to_string();
        let mut jwk = signer.jwk("k");
        jwk["alg"] = of_key.into();
        assert!(verified(&signer.sign(&header, "{}"), &[jwk]).is_ok());
    }
}

#[test]
fn without_a_kid_only_so_many_fitting_keys_are_tried() {
    let signer = Signer::new("EdDSA");
    let text = signer.sign(r#"{"alg":"EdDSA"}"#, "{}");
    let other = Signer::new("EdDSA").bare_jwk();
    let unfit = Signer::new("ES256").bare_jwk();
    let behind = |count: usize| {
        let mut keys = vec![unfit.clone(); 3];
        keys.extend(vec![other.clone(); count]);
        keys.push(signer.bare_jwk());
        verified(&text, &keys)
    };
    assert_eq!(behind(MAX_KEYS - 1), Ok(None));
    assert_eq!(behind(MAX_KEYS), Err(JwsError::Signature));
    assert_eq!(
        verified(&text, std::slice::from_ref(&unfit)),
        Err(JwsError::KeyUnknown)
    );
}

#[test]
fn a_mac_with_the_public_key_is_no_signature() {
    let signer = Signer::new("RS256");
    for alg in ["HS256", "hs256", "none"] {
        let header = json!({"alg": alg, "kid": "k"}).to_string();
        let text = signer.sign(&header, "{}");
        assert_eq!(
            verified(&text, &[signer.jwk("k")]),
            Err(JwsError::Algorithm)
        );
    }
}

#[test]
fn a_point_off_its_curve_verifies_nothing() {
    let signer = Signer::new("ES256");
    let mut jwk = signer.jwk("k");
    jwk["y"] = encoded([1; 32]).into();
    let text = signer.assertion("k", &json!({}));
    assert_eq!(verified(&text, &[jwk]), Err(JwsError::Signature));
}

#[test]
fn each_refusal_has_a_name_of_its_own() {
    let rules: HashSet<_> = JwsError::ALL.iter().map(|error| error.rule()).collect();
    assert_eq!(rules.len(), JwsError::ALL.len());
    assert!(rules.iter().all(|rule| rule.starts_with("assertion.")));
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in "\\PC{0,200}|[A-Za-z0-9_.-]{0,200}") {
        let keys = set(&[]);
        if let Ok(jws) = Jws::parse(&text) {
            prop_assert_eq!(jws.verify(keys.keys()).map(drop), Err(JwsError::KeyUnknown));
        }
    }

    #[test]
    fn no_signature_is_too_strange(
        signature in prop::collection::vec(any::<u8>(), 0..600),
        alg in prop::sample::select(&ALGORITHMS[2..]),
    ) {
        let keys = [Signer::new("ES256"), Signer::new("ES384"), Signer::new("EdDSA")];
        let keys = keys.map(|signer| signer.bare_jwk());
        let header = encoded(json!({ "alg": alg }).to_string());
        let text = format!("{header}.e30.{}", encoded(signature));
        prop_assert_eq!(verified(&text, &keys), Err(JwsError::Signature));
    }
}
