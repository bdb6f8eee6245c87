//! `client_assertions.jsonl`: built, signed, and judged as they would be in a request.
//!
//! Rows about a second use and another client are those of `resolve::authentication`; rows with
//! `params` are about a form, and those of `layer::authentication`.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tower_cimd::rules::client_assertion::{Assertion, AssertionRules, Expectations};
use tower_cimd::rules::json;
use tower_cimd::rules::jwks::JwkSet;

use crate::rows;
use crate::signer::{Signer, encoded};

const NOW: u64 = 1_767_225_600;

#[test]
fn every_assertion_is_answered_as_its_source_says() {
    let world = World::new();
    rows::check(
        "client_assertions.jsonl",
        "id",
        |row| {
            let about_one_assertion = row.get("params").is_none() && row["name"] != "jti-replay";
            about_one_assertion.then(|| Value::from(expected(row, &world)))
        },
        |row| world.verdict(row),
    );
}

/// What a row demands; where it leaves the choice, or wants no more than that an attacker's key is
/// not fetched, our choice.
fn expected(row: &Value, world: &World) -> String {
    match row["expect"].as_str().unwrap() {
        "valid or invalid" => world.verdict(row).as_str().unwrap().to_owned(),
        sentence => sentence.split([' ', ',', ';']).next().unwrap().to_owned(),
    }
}

#[test]
fn where_sources_split_our_choice_stays() {
    let world = World::new();
    let choice = |name: &str| {
        let mut rows = rows::rows("client_assertions.jsonl").into_iter();
        world.verdict(&rows.find(|row| row["name"] == name).unwrap())
    };
    assert_eq!(choice("exp-float"), "valid");
    assert_eq!(choice("iat-old"), "valid");
}

struct World {
    ec1: Signer,
    stranger: Signer,
}

impl World {
    fn new() -> Self {
        World {
            ec1: Signer::new("ES256"),
            stranger: Signer::new("ES256"),
        }
    }

    fn verdict(&self, row: &Value) -> Value {
        Value::from(match self.verify(&self.text(row)) {
            Ok(()) => "valid",
            Err(_) => "invalid",
        })
    }

    fn verify(&self, text: &str) -> Result<(), &'static str> {
        let set = json!({"keys": [self.ec1.jwk("ec1")]}).to_string();
        let set = json::Object::read(set.as_bytes(), usize::MAX).unwrap();
        let set = JwkSet::read(&json::Value::Object(set)).unwrap();
        let expected = Expectations {
            client_id: "https://client.example.com/client.json",
            issuer: "https://as.example.com",
            signing_alg: None,
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(NOW),
            rules: &AssertionRules::default(),
        };
        let judged = Assertion::parse(text).and_then(|assertion| assertion.judge(&expected));
        let judged = judged.map_err(|error| error.rule())?;
        let verified = judged.verify(set.keys());
        verified.map(drop).map_err(|error| error.rule())
    }

    fn text(&self, row: &Value) -> String {
        if let Some(text) = row["assertion"].as_str() {
            return match row["name"].as_str() {
                Some("raw-huge-1mb") => "A".repeat(1 << 20),
                _ => text.to_owned(),
            };
        }
        let (header, claims) = (header(&row["header"]), claims(&row["claims"]));
        match row["sign_with"].as_str().unwrap() {
            "ec1" => self.ec1.sign(&header, &claims),
            "other" | "attacker" => self.stranger.sign(&header, &claims),
            "empty" => format!("{}.{}.", encoded(header), encoded(claims)),
            "all-zero signature" => {
                format!(
                    "{}.{}.{}",
                    encoded(header),
                    encoded(claims),
                    encoded([0; 64])
                )
            }
            other => panic!("{other}: {row}"),
        }
    }
}

fn header(header: &Value) -> String {
    if header["alg"] == "none then ES256 (duplicate members)" {
        return r#"{"alg":"none","alg":"ES256","kid":"ec1"}"#.to_owned();
    }
    let mut header = header.clone();
    if header["alg"].is_null() {
        header.as_object_mut().unwrap().remove("alg");
    }
    header.to_string()
}

/// The claims with their placeholders filled in.
fn claims(claims: &Value) -> String {
    let members = claims.as_object().unwrap().iter().map(|(name, value)| {
        let value = match value.as_str() {
            Some("1e100 as 101 digits") => format!("1{}", "0".repeat(100)),
            Some(text) => match (text.strip_suffix(" (raw)"), text.strip_prefix("$now")) {
                (Some(raw), _) => raw.to_owned(),
                (_, Some(offset)) => filled(offset),
                _ => value.to_string(),
            },
            None => value.to_string(),
        };
        format!(r#""{name}":{value}"#)
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn filled(offset: &str) -> String {
    let offset: f64 = match offset {
        "" => 0.0,
        offset => offset.parse().unwrap(),
    };
    (NOW as f64 + offset).to_string()
}
