//! `client_assertions.jsonl`: built, signed, and judged as they would be in a request.
//!
//! Rows about a second use and with `params`, which are about a form, are those of `tests/server`,
//! which sends every row to a server.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tower_cimd::rules::client_assertion::{Assertion, AssertionRules, Expectations};
use tower_cimd::rules::json;
use tower_cimd::rules::jwks::JwkSet;

use crate::assertion::Signers;
use crate::rows;

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

struct World(Signers);

impl World {
    fn new() -> Self {
        World(Signers::new())
    }

    fn verdict(&self, row: &Value) -> Value {
        Value::from(match self.verify(&self.0.text(row, NOW, "random")) {
            Ok(()) => "valid",
            Err(_) => "invalid",
        })
    }

    fn verify(&self, text: &str) -> Result<(), &'static str> {
        let set = json!({"keys": [self.0.ec1.jwk("ec1")]}).to_string();
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
}
