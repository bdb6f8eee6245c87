//! Whichever crypto features other crates of a build turn on, a stranger's assertion panics nothing.

#[path = "../../support/signer.rs"]
mod signer;

use std::panic::catch_unwind;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use signer::Signer;
use tower_cimd::rules::client_assertion::{Assertion, AssertionRules, Expectations};
use tower_cimd::rules::json::{Object, Value as Read};
use tower_cimd::rules::jwks::JwkSet;

const CLIENT_ID: &str = "https://client.example.com/client.json";
const ISSUER: &str = "https://as.example.com";
const NOW: u64 = 1_767_225_600;

fn assertion(signer: &Signer) -> String {
    let claims = json!({
        "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": ISSUER, "exp": NOW + 60, "jti": "1",
    });
    signer.assertion("k", &claims)
}

fn verify(text: &str, jwk: &Value) -> Result<(), &'static str> {
    let set = json!({ "keys": [jwk] }).to_string();
    let set = Object::read(set.as_bytes(), usize::MAX).unwrap();
    let set = JwkSet::read(&Read::Object(set)).unwrap();
    let expected = Expectations {
        client_id: CLIENT_ID,
        issuer: ISSUER,
        signing_alg: None,
        now: SystemTime::UNIX_EPOCH + Duration::from_secs(NOW),
        rules: &AssertionRules::default(),
    };
    let judged = Assertion::parse(text).and_then(|assertion| assertion.judge(&expected));
    let verified = judged.map_err(|error| error.rule())?.verify(set.keys());
    verified.map(drop).map_err(|error| error.rule())
}

#[test]
fn assertions_are_verified_and_refused_all_the_same() {
    for alg in ["RS256", "PS256", "ES256", "ES384", "EdDSA"] {
        let (signer, other) = (Signer::new(alg), Signer::new(alg));
        let text = assertion(&signer);
        assert_eq!(verify(&text, &signer.jwk("k")), Ok(()), "{alg}");
        assert_eq!(
            verify(&text, &other.jwk("k")),
            Err("assertion.signature"),
            "{alg}"
        );
        assert_eq!(verify("a.b.c", &signer.jwk("k")), Err("assertion.base64"));
    }
}

/// What this crate would do if it verified with jsonwebtoken. Once this fails, jsonwebtoken no
/// longer leaves the choice to whoever else is in the build.
#[test]
fn jsonwebtoken_panics_here() {
    let signer = Signer::new("ES256");
    let (text, jwk) = (assertion(&signer), signer.jwk("k"));
    let outcome = catch_unwind(|| {
        let jwk = serde_json::from_value(jwk).unwrap();
        let key = jsonwebtoken::DecodingKey::from_jwk(&jwk).unwrap();
        let validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES256);
        let _ = jsonwebtoken::decode::<Value>(&text, &key, &validation);
    });
    assert!(outcome.is_err(), "it did not panic");
}
