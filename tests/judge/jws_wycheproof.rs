//! `jws_wycheproof.jsonl`: JWS and keys of Project Wycheproof.

use serde_json::{Value, json};
use tower_cimd::rules::json;
use tower_cimd::rules::jwks::{Jwk, JwkSet};
use tower_cimd::rules::jws::Jws;

use crate::rows;

#[test]
fn every_signed_text_is_answered_as_for_a_client_assertion() {
    rows::check("jws_wycheproof.jsonl", "id", expected, |row| {
        Value::from(match verify(row) {
            Ok(()) => "valid",
            Err(_) => "invalid",
        })
    });
}

/// No row is refused for anything but what it is about.
#[test]
fn a_set_with_a_symmetric_key_gives_no_keys() {
    let secrets = rows::rows("jws_wycheproof.jsonl")
        .into_iter()
        .filter(|row| row.to_string().contains(r#""kty":"oct""#));
    let mut refused = 0;
    for row in secrets {
        assert_eq!(verify(&row), Err("document.jwks.secret"), "{row}");
        refused += 1;
    }
    assert!(refused > 20, "{refused}");
}

fn expected(row: &Value) -> Option<Value> {
    let sentence = row["expect_client_assertion"].as_str().unwrap();
    sentence.split(' ').next().map(Value::from)
}

fn verify(row: &Value) -> Result<(), &'static str> {
    let set = match row["key"].get("keys") {
        Some(_) => row["key"].to_string(),
        None => json!({"keys": [row["key"]]}).to_string(),
    };
    let keys = keys(&set)?;
    let jws = Jws::parse(row["jws"].as_str().unwrap()).map_err(|error| error.rule())?;
    jws.verify(&keys).map(drop).map_err(|error| error.rule())
}

fn keys(set: &str) -> Result<Vec<Jwk>, &'static str> {
    let set = json::Object::read(set.as_bytes(), usize::MAX).unwrap();
    let set = JwkSet::read(&json::Value::Object(set)).map_err(|error| error.rule())?;
    Ok(set.keys().to_vec())
}
