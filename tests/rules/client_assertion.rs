//! `rules::client_assertion`: what an assertion has to claim, before and after a key is known.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use serde_json::{Value as Json, json};
use tower_cimd::rules::assertion::MAX_BYTES;
use tower_cimd::rules::client_assertion::{
    Assertion, AssertionRules, ClaimsError, ClientAssertionError, Expectations,
};
use tower_cimd::rules::json::{Object, Value};
use tower_cimd::rules::jwks::JwkSet;
use tower_cimd::rules::jws::JwsError;

use crate::signer::{Signer, encoded};

const CLIENT_ID: &str = "https://client.example.com/client.json";
const ISSUER: &str = "https://as.example.com";
const TOKEN_ENDPOINT: &str = "https://as.example.com/token";
const NOW: u64 = 1_767_225_600;

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn expectations(rules: &AssertionRules) -> Expectations<'_> {
    Expectations {
        client_id: CLIENT_ID,
        issuer: ISSUER,
        signing_alg: None,
        now: at(NOW),
        rules,
    }
}

/// Claims that are good for a minute.
fn good() -> Json {
    json!({"iss": CLIENT_ID, "sub": CLIENT_ID, "aud": ISSUER, "exp": NOW + 60, "jti": "1"})
}

/// The good claims with one of another value; without it, where that is null.
fn with(name: &str, value: Json) -> Json {
    let mut claims = good();
    match value {
        Json::Null => claims.as_object_mut().unwrap().remove(name),
        value => claims.as_object_mut().unwrap().insert(name.into(), value),
    };
    claims
}

/// Without any signature: what is told here needs no key.
fn unsigned(header: &str, claims: &str) -> String {
    format!("{}.{}.", encoded(header), encoded(claims))
}

fn judged_by(expected: &Expectations<'_>, text: &str) -> Result<(), &'static str> {
    let judged = Assertion::parse(text).and_then(|assertion| assertion.judge(expected));
    judged.map(drop).map_err(ClientAssertionError::rule)
}

fn judged(claims: &Json, rules: &AssertionRules) -> Result<(), &'static str> {
    let text = unsigned(r#"{"alg":"ES256"}"#, &claims.to_string());
    judged_by(&expectations(rules), &text)
}

#[track_caller]
fn accepted(claims: Json) {
    let outcome = judged(&claims, &AssertionRules::default());
    assert_eq!(outcome, Ok(()), "{claims}");
}

#[track_caller]
fn refused(claims: Json, expected: ClaimsError) {
    let outcome = judged(&claims, &AssertionRules::default());
    assert_eq!(outcome, Err(expected.rule()), "{claims}");
}

#[test]
fn a_usual_assertion_is_accepted() {
    accepted(good());
    accepted(with("aud", json!([ISSUER])));
    accepted(with("nbf", json!(NOW)));
    accepted(with("iat", json!(NOW)));
    accepted(with("scope", json!({"anything": ["else"]})));
}

#[test]
fn the_claims_are_one_strict_json_object() {
    for broken in [
        "",
        "[]",
        "1",
        "\"a\"",
        "{",
        "foo",
        r#"{"exp":Infinity}"#,
        r#"{"exp":1e400}"#,
        r#"{"jti":"1","jti":"2"}"#,
        r#"{"jti":"1","jt\u0069":"2"}"#,
    ] {
        let text = unsigned(r#"{"alg":"ES256"}"#, broken);
        let outcome = Assertion::parse(&text).map(drop);
        assert_eq!(outcome, Err(ClaimsError::Claims.into()), "{broken}");
    }
}

#[test]
fn issuer_and_subject_are_the_client_byte_for_byte() {
    for (name, refusal) in [("iss", ClaimsError::Iss), ("sub", ClaimsError::Sub)] {
        for other in [
            Json::Null,
            json!(""),
            json!("https://client.example.com/client.json/"),
            json!("https://client.example.com:443/client.json"),
            json!("https://CLIENT.example.com/client.json"),
            json!([CLIENT_ID]),
            json!({"id": CLIENT_ID}),
            json!(ISSUER),
        ] {
            refused(with(name, other), refusal);
        }
    }
}

#[test]
fn the_audience_is_this_server_alone() {
    for other in [
        Json::Null,
        json!(""),
        json!("https://as.example.com/"),
        json!("https://as.example.com:443"),
        json!("https://AS.example.com"),
        json!(TOKEN_ENDPOINT),
        json!("https://evil.example.net"),
        json!([]),
        json!([ISSUER, ISSUER]),
        json!([ISSUER, "https://other.example.net"]),
        json!(["https://other.example.net", ISSUER]),
        json!([[ISSUER]]),
        json!([1]),
        json!({"aud": ISSUER}),
        json!(true),
    ] {
        refused(with("aud", other), ClaimsError::Aud);
    }
}

#[test]
fn a_token_endpoint_is_an_audience_where_the_setting_names_it() {
    let rules = AssertionRules {
        token_endpoints: vec![TOKEN_ENDPOINT.to_owned()],
        ..AssertionRules::default()
    };
    let judged = |aud: Json| judged(&with("aud", aud), &rules);
    assert_eq!(judged(json!(TOKEN_ENDPOINT)), Ok(()));
    assert_eq!(judged(json!([TOKEN_ENDPOINT])), Ok(()));
    assert_eq!(judged(json!(ISSUER)), Ok(()));
    assert_eq!(
        judged(json!([ISSUER, TOKEN_ENDPOINT])),
        Err("assertion.aud")
    );
    assert_eq!(
        judged(json!("https://as.example.com/par")),
        Err("assertion.aud")
    );
}

#[test]
fn an_assertion_ends_and_not_too_late() {
    accepted(with("exp", json!(NOW - 59)));
    refused(with("exp", json!(NOW - 60)), ClaimsError::Expired);
    accepted(with("exp", json!(NOW + 360)));
    refused(with("exp", json!(NOW + 361)), ClaimsError::Lifetime);
    accepted(with("exp", json!(NOW as f64 + 60.5)));
    refused(
        with("exp", json!(NOW as f64 + 360.5)),
        ClaimsError::Lifetime,
    );
    refused(with("exp", json!(0)), ClaimsError::Expired);
    refused(with("exp", json!(-1)), ClaimsError::Expired);
    refused(with("exp", json!(-0.0)), ClaimsError::Expired);
    refused(with("exp", json!(1e100)), ClaimsError::Lifetime);
    refused(with("exp", json!(f64::MAX)), ClaimsError::Lifetime);
    refused(with("exp", json!(f64::MIN)), ClaimsError::Expired);
    refused(with("exp", json!(u64::MAX)), ClaimsError::Lifetime);
    for other in [
        Json::Null,
        json!(true),
        json!([NOW + 60]),
        json!((NOW + 60).to_string()),
    ] {
        refused(with("exp", other), ClaimsError::Exp);
    }
    let null = good().to_string().replace(&(NOW + 60).to_string(), "null");
    let outcome = Assertion::parse(&unsigned(r#"{"alg":"ES256"}"#, &null)).map(drop);
    assert_eq!(outcome, Err(ClaimsError::Exp.into()));
}

#[test]
fn an_assertion_is_not_from_the_future() {
    for (name, refusal) in [("nbf", ClaimsError::Nbf), ("iat", ClaimsError::Iat)] {
        accepted(with(name, json!(NOW + 60)));
        refused(with(name, json!(NOW + 61)), refusal);
        refused(with(name, json!(1e300)), refusal);
        refused(with(name, json!("now")), refusal);
        accepted(with(name, json!(NOW - 86_400)));
        accepted(with(name, json!(-1)));
    }
}

#[test]
fn skew_and_lifetime_are_settings() {
    let rules = AssertionRules {
        skew: Duration::ZERO,
        max_lifetime: Duration::from_secs(30),
        ..AssertionRules::default()
    };
    let judged = |name: &str, value: u64| judged(&with(name, json!(value)), &rules);
    assert_eq!(judged("exp", NOW), Err("assertion.expired"));
    assert_eq!(judged("exp", NOW + 1), Ok(()));
    assert_eq!(judged("exp", NOW + 30), Ok(()));
    assert_eq!(judged("exp", NOW + 31), Err("assertion.lifetime"));
    let endless = AssertionRules {
        skew: Duration::MAX,
        max_lifetime: Duration::MAX,
        ..AssertionRules::default()
    };
    let claims = with("exp", json!(u64::MAX));
    assert_eq!(
        self::judged(&claims, &endless),
        Err("assertion.lifetime"),
        "no clock reaches it, and nothing panics"
    );
}

#[test]
fn an_assertion_has_a_name() {
    for other in [Json::Null, json!(""), json!(1), json!(["1"])] {
        refused(with("jti", other), ClaimsError::Jti);
    }
    accepted(with("jti", json!("\u{0}\n")));
}

#[test]
fn another_kind_of_token_is_no_assertion() {
    let judged = |typ: Json, explicit_typ: bool| {
        let header = json!({"alg": "ES256", "typ": typ}).to_string();
        let rules = AssertionRules {
            explicit_typ,
            ..AssertionRules::default()
        };
        let text = unsigned(&header, &good().to_string());
        judged_by(&expectations(&rules), &text)
    };
    for typ in ["JWT", "jwt", "application/jwt"] {
        assert_eq!(judged(typ.into(), false), Ok(()), "{typ}");
        assert_eq!(judged(typ.into(), true), Err("assertion.typ"), "{typ}");
    }
    for typ in [
        "client-authentication+jwt",
        "Client-Authentication+JWT",
        "oauth-client-auth+jwt",
        "application/client-authentication+jwt",
    ] {
        assert_eq!(judged(typ.into(), false), Ok(()), "{typ}");
        assert_eq!(judged(typ.into(), true), Ok(()), "{typ}");
    }
    for typ in [
        "at+jwt",
        "dpop+jwt",
        "oauth-authz-req+jwt",
        "logout+jwt",
        "JWE",
        "",
        "text/jwt",
    ] {
        assert_eq!(judged(typ.into(), false), Err("assertion.typ"), "{typ}");
    }
    let rules = AssertionRules {
        explicit_typ: true,
        ..AssertionRules::default()
    };
    assert_eq!(self::judged(&good(), &rules), Err("assertion.typ"));
}

#[test]
fn the_algorithm_is_the_registered_one() {
    let rules = AssertionRules::default();
    let judged = |registered: &str, alg: &str| {
        let expected = Expectations {
            signing_alg: Some(registered),
            ..expectations(&rules)
        };
        let header = json!({ "alg": alg }).to_string();
        judged_by(&expected, &unsigned(&header, &good().to_string()))
    };
    assert_eq!(judged("ES256", "ES256"), Ok(()));
    assert_eq!(judged("EdDSA", "Ed25519"), Ok(()));
    assert_eq!(judged("ES256", "RS256"), Err("assertion.signing_alg"));
    assert_eq!(judged("ES512", "ES256"), Err("assertion.signing_alg"));
}

#[test]
fn an_assertion_over_the_limit_is_not_read() {
    let text = "A".repeat(MAX_BYTES + 1);
    let outcome = Assertion::parse(&text).map(drop);
    assert_eq!(outcome, Err(JwsError::Size.into()));
}

#[test]
fn what_is_verified_names_its_key_and_its_end() {
    let signer = Signer::new("ES256");
    let text = signer.assertion("k", &good());
    let rules = AssertionRules::default();
    let judged = Assertion::parse(&text)
        .unwrap()
        .judge(&expectations(&rules))
        .unwrap();

    let set = json!({"keys": [signer.jwk("k")]}).to_string();
    let set = Object::read(set.as_bytes(), usize::MAX).unwrap();
    let set = JwkSet::read(&Value::Object(set)).unwrap();
    assert_eq!(judged.verify(&[]).map(drop), Err(JwsError::KeyUnknown));
    let verified = judged.verify(set.keys()).unwrap();
    let thumbprint = set.keys()[0].public_key().thumbprint();
    assert_eq!(*verified.key_thumbprint(), thumbprint);
    assert_eq!((verified.kid(), verified.jti()), (Some("k"), "1"));
    // As long as it is usable, with the skew.
    assert_eq!(verified.usable_until(), at(NOW + 60 + 60));
}

#[test]
fn each_refusal_has_a_name_of_its_own() {
    let claims = ClaimsError::ALL.iter().map(|error| error.rule());
    let all: Vec<_> = JwsError::ALL
        .iter()
        .map(|error| error.rule())
        .chain(claims)
        .collect();
    let rules: HashSet<_> = all.iter().collect();
    assert_eq!(rules.len(), all.len());
    assert!(all.iter().all(|rule| rule.starts_with("assertion.")));
}
