//! Access tokens: what they say, and what a JWT must say to be one.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tower_cimd::rules::access_token::{
    AccessTokenError, Assurance, Scopes, ScopesError, TokenClaims,
};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;

fn scopes(text: &str) -> Scopes {
    text.parse()
        .unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

#[test]
fn scopes_are_a_set_of_tokens_with_spaces_between() {
    assert_eq!(scopes("b a b").to_string(), "a b");
    assert_eq!(scopes("  a  ").to_string(), "a");
    assert_eq!(scopes("").to_string(), "");
    assert!(scopes("").is_empty() && !scopes("a").is_empty());
    assert_eq!(scopes("a b").iter().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn a_token_is_contained_as_a_whole_and_in_its_case() {
    let held = scopes("mcp:tools profile");
    assert!(held.contains("mcp:tools") && !held.contains("mcp") && !held.contains("Profile"));
    assert!(held.contains_all(&scopes("profile")) && held.contains_all(&scopes("")));
    assert!(!held.contains_all(&scopes("profile admin")));
}

#[test]
fn the_union_has_what_either_has() {
    assert_eq!(scopes("a b").union(&scopes("c b")), scopes("a b c"));
}

#[test]
fn characters_that_no_scope_token_has_are_refused() {
    for text in ["a\"b", "a\\b", "a\tb", "a\nb", "\u{e9}", "a\u{7f}"] {
        assert_eq!(text.parse::<Scopes>(), Err(ScopesError::Token), "{text:?}");
    }
    // As scopes of real servers are.
    scopes("https://www.example.com/auth/drive.readonly repo:read?a=b&c=* 100%");
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(text in "[!#-\\[\\]-~ ]{0,60}") {
        let read = scopes(&text);
        prop_assert_eq!(scopes(&read.to_string()), read);
    }
}

#[test]
fn the_levels_of_assurance_are_in_order_and_known_by_name() {
    assert!(Assurance::ALL.is_sorted());
    for level in Assurance::ALL {
        assert_eq!(Assurance::from_name(level.name()), *level);
        assert_eq!(level.to_string(), level.name());
    }
    assert_eq!(Assurance::from_name("Authenticated"), Assurance::Unknown);
    assert_eq!(Assurance::from_name(""), Assurance::default());
}

fn known_by(redirect_uri: &str) -> Assurance {
    Assurance::of(None, Some(redirect_uri))
}

#[test]
fn a_client_that_authenticated_is_known_best_wherever_its_code_went() {
    let proof = Authenticated::new(AuthMethod::PrivateKeyJwt);
    for uri in [
        None,
        Some("http://127.0.0.1/cb"),
        Some("https://a.example.com/cb"),
    ] {
        assert_eq!(Assurance::of(proof.as_ref(), uri), Assurance::Authenticated);
    }
}

#[test]
fn a_code_that_went_to_a_name_by_https_went_to_whoever_has_that_name() {
    for uri in [
        "https://client.example.com/callback",
        "https://client.example.com:8443/callback?a=b",
        "https://localhost.example.com/callback",
    ] {
        assert_eq!(known_by(uri), Assurance::HttpsRedirect, "{uri}");
    }
}

#[test]
fn a_code_that_went_to_the_persons_device_went_to_any_program_there() {
    for uri in [
        "http://127.0.0.1:1234/callback",
        "http://localhost/callback",
        "https://localhost/callback",
        "https://LOCALHOST./callback",
        "https://app.localhost/callback",
        "https://127.0.0.1/callback",
        "https://2130706433/callback",
        "https://[::1]/callback",
        "https://192.168.1.1/callback",
        "com.example.app:/callback",
        "not a url",
        "",
    ] {
        assert_eq!(known_by(uri), Assurance::Loopback, "{uri}");
    }
}

#[test]
fn without_a_code_and_a_credential_nobody_is_known() {
    assert_eq!(Assurance::of(None, None), Assurance::Unknown);
}

fn read(claims: &Value) -> Result<TokenClaims, AccessTokenError> {
    let Value::Object(members) = claims.clone() else {
        panic!("an object: {claims}");
    };
    TokenClaims::read(members)
}

fn check(claims: &Value, expected: Result<(), AccessTokenError>) {
    assert_eq!(read(claims).map(|_| ()), expected, "{claims}");
}

#[test]
fn what_an_issuer_leaves_out_is_not_missed_but_for_its_name() {
    check(&json!({"iss": "https://as.example.com"}), Ok(()));
    assert_eq!(
        TokenClaims::read(Map::new()).map(|_| ()),
        Err(AccessTokenError::Iss)
    );
}

#[test]
fn a_claim_of_another_type_is_refused_by_its_name() {
    for (name, value, error) in [
        ("iss", json!(1), AccessTokenError::Iss),
        ("iss", json!(""), AccessTokenError::Iss),
        ("aud", json!(1), AccessTokenError::Aud),
        ("aud", json!(["a", 1]), AccessTokenError::Aud),
        ("aud", json!({"a": 1}), AccessTokenError::Aud),
        ("scope", json!(["a"]), AccessTokenError::Scope),
        ("scope", json!("a\"b"), AccessTokenError::Scope),
        ("client_id", json!(null), AccessTokenError::ClientId),
        ("client_id", json!(""), AccessTokenError::ClientId),
        ("sub", json!(7), AccessTokenError::Sub),
        ("exp", json!("1"), AccessTokenError::Exp),
        ("exp", json!(1e300), AccessTokenError::Exp),
    ] {
        let mut claims = json!({"iss": "https://as.example.com"});
        claims[name] = value;
        check(&claims, Err(error));
    }
}

#[test]
fn an_audience_is_one_text_or_several() {
    for aud in [json!("a"), json!(["a"]), json!(["a", "b"]), json!([])] {
        check(&json!({"iss": "i", "aud": aud}), Ok(()));
    }
}

#[test]
fn an_assurance_that_nobody_knows_is_none() {
    for value in [json!("loopback"), json!("excellent"), json!(9), json!(null)] {
        check(&json!({"iss": "i", Assurance::CLAIM: value}), Ok(()));
    }
}

#[test]
fn every_error_has_a_rule_of_its_own() {
    let mut rules: Vec<&str> = AccessTokenError::ALL.iter().map(|e| e.rule()).collect();
    assert!(rules.iter().all(|rule| rule.starts_with("access_token.")));
    rules.sort_unstable();
    rules.dedup();
    assert_eq!(rules.len(), AccessTokenError::ALL.len());
}

#[cfg(feature = "private-key-jwt")]
mod jwt {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use serde_json::{Value, json};
    use tower_cimd::rules::access_token::{AccessTokenError, JwtAccessToken, TokenExpectations};
    use tower_cimd::rules::json::{Object, Value as Strict};
    use tower_cimd::rules::jwks::JwkSet;

    use crate::signer::Signer;

    const NOW: u64 = 1_767_225_600;
    const ISSUER: &str = "https://as.example.com";
    const RESOURCE: &str = "https://mcp.example.com/mcp";

    fn claims() -> Value {
        json!({
            "iss": ISSUER, "aud": RESOURCE, "sub": "alice", "jti": "1",
            "client_id": "https://client.example.com/oauth",
            "iat": NOW, "exp": NOW + 300,
        })
    }

    fn now() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn keys(jwks: &[Value]) -> JwkSet {
        let text = json!({"keys": jwks}).to_string();
        let set = Object::read(text.as_bytes(), 64 * 1024).expect("json");
        JwkSet::read(&Strict::Object(set)).expect("keys")
    }

    /// What is found of a token with this header and payload, by its issuer's key.
    fn judged(signer: &Signer, header: &str, payload: &str) -> Result<(), AccessTokenError> {
        let token = signer.sign(header, payload);
        verified(&token, &keys(&[signer.jwk("1")]))
    }

    fn verified(token: &str, keys: &JwkSet) -> Result<(), AccessTokenError> {
        let expected = TokenExpectations {
            issuer: ISSUER,
            resource: RESOURCE,
            now: now(),
        };
        let judged = JwtAccessToken::parse(token)?.judge(&expected)?;
        judged.verify(keys.keys()).map(|_| ())
    }

    fn header(alg: &str) -> String {
        json!({"alg": alg, "kid": "1", "typ": "at+jwt"}).to_string()
    }

    fn check_claims(change: impl FnOnce(&mut Value), expected: Result<(), AccessTokenError>) {
        let mut claims = claims();
        change(&mut claims);
        let signer = Signer::new("ES256");
        let found = judged(&signer, &header("ES256"), &claims.to_string());
        assert_eq!(found, expected, "{claims}");
    }

    fn check_header(header: Value, expected: Result<(), AccessTokenError>) {
        let signer = Signer::new("ES256");
        let found = judged(&signer, &header.to_string(), &claims().to_string());
        assert_eq!(found, expected, "{header}");
    }

    #[test]
    fn each_algorithm_of_the_list_verifies() {
        for alg in ["RS256", "PS256", "ES256", "ES384", "EdDSA"] {
            let signer = Signer::new(alg);
            let found = judged(&signer, &header(alg), &claims().to_string());
            assert_eq!(found, Ok(()), "{alg}");
        }
    }

    #[test]
    fn no_other_algorithm_does() {
        for alg in ["none", "None", "HS256", "ES512", "RS512", ""] {
            let header = json!({"alg": alg, "kid": "1", "typ": "at+jwt"});
            check_header(header, Err(AccessTokenError::Jws));
        }
    }

    #[test]
    fn the_type_is_that_of_an_access_token_in_any_case() {
        for typ in [
            "at+jwt",
            "AT+JWT",
            "application/at+jwt",
            "Application/AT+jwt",
        ] {
            check_header(json!({"alg": "ES256", "kid": "1", "typ": typ}), Ok(()));
        }
        for typ in [
            "JWT",
            "jwt",
            "dpop+jwt",
            "at+jwt ",
            "text/at+jwt",
            "logout+jwt",
        ] {
            let header = json!({"alg": "ES256", "kid": "1", "typ": typ});
            check_header(header, Err(AccessTokenError::Typ));
        }
        check_header(
            json!({"alg": "ES256", "kid": "1"}),
            Err(AccessTokenError::Typ),
        );
    }

    #[test]
    fn an_extension_that_must_be_understood_refuses() {
        let header = json!({"alg": "ES256", "kid": "1", "typ": "at+jwt", "crit": ["x"], "x": 1});
        check_header(header, Err(AccessTokenError::Jws));
    }

    #[test]
    fn each_required_claim_is_missed() {
        for (name, error) in [
            ("iss", AccessTokenError::Iss),
            ("sub", AccessTokenError::Sub),
            ("client_id", AccessTokenError::ClientId),
            ("jti", AccessTokenError::Jti),
            ("aud", AccessTokenError::Aud),
            ("iat", AccessTokenError::Iat),
            ("exp", AccessTokenError::Exp),
        ] {
            let remove = |claims: &mut Value| {
                claims.as_object_mut().expect("an object").remove(name);
            };
            check_claims(remove, Err(error));
            check_claims(|claims| claims[name] = Value::Null, Err(error));
            check_claims(|claims| claims[name] = json!({}), Err(error));
        }
    }

    #[test]
    fn issuer_and_audience_are_compared_byte_for_byte() {
        let iss = |iss: &str, expected| check_claims(|c| c["iss"] = iss.into(), expected);
        iss("https://as.example.com/", Err(AccessTokenError::Iss));
        iss("https://AS.example.com", Err(AccessTokenError::Iss));
        let aud = |aud: Value, expected| check_claims(|c| c["aud"] = aud, expected);
        aud(json!(["https://other.example.com", RESOURCE]), Ok(()));
        aud(json!([]), Err(AccessTokenError::Aud));
        aud(
            json!("https://mcp.example.com/mcp/"),
            Err(AccessTokenError::Aud),
        );
        aud(json!("https://mcp.example.com"), Err(AccessTokenError::Aud));
    }

    #[test]
    fn it_is_over_at_its_expiry_and_clocks_may_differ_by_a_minute_at_its_beginning() {
        let at = |name: &'static str, time: Value, expected| {
            check_claims(|claims| claims[name] = time, expected);
        };
        at("exp", json!(NOW + 1), Ok(()));
        at("exp", json!(NOW), Err(AccessTokenError::Expired));
        at("exp", json!(-1), Err(AccessTokenError::Expired));
        at("exp", json!(NOW as f64 + 0.5), Ok(()));
        at("iat", json!(NOW + 60), Ok(()));
        at("iat", json!(NOW + 61), Err(AccessTokenError::Iat));
        at("nbf", json!(NOW + 60), Ok(()));
        at("nbf", json!(NOW + 61), Err(AccessTokenError::Nbf));
        at("nbf", json!("now"), Err(AccessTokenError::Nbf));
    }

    #[test]
    fn a_claim_that_is_there_twice_refuses() {
        let text = claims().to_string();
        let twice = text.replacen('{', "{\"sub\":\"mallory\",", 1);
        let signer = Signer::new("ES256");
        let found = judged(&signer, &header("ES256"), &twice);
        assert_eq!(found, Err(AccessTokenError::Claims));
        let found = judged(&signer, &header("ES256"), "[]");
        assert_eq!(found, Err(AccessTokenError::Claims));
    }

    #[test]
    fn only_a_key_of_the_issuer_signs() {
        let (signer, other) = (Signer::new("ES256"), Signer::new("ES256"));
        let token = signer.sign(&header("ES256"), &claims().to_string());
        let check = |jwks: &[Value], expected| {
            assert_eq!(verified(&token, &keys(jwks)), expected);
        };
        check(&[other.jwk("0"), signer.jwk("1")], Ok(()));
        check(&[other.jwk("1")], Err(AccessTokenError::Signature));
        check(&[signer.jwk("2")], Err(AccessTokenError::KeyUnknown));
        check(&[], Err(AccessTokenError::KeyUnknown));
        let rsa = Signer::new("RS256");
        check(&[rsa.jwk("1")], Err(AccessTokenError::Signature));
    }

    #[test]
    fn what_was_signed_cannot_be_changed() {
        let signer = Signer::new("ES256");
        let token = signer.sign(&header("ES256"), &claims().to_string());
        let mut forged = claims();
        forged["sub"] = "mallory".into();
        let payload = crate::signer::encoded(forged.to_string());
        let mut parts: Vec<&str> = token.split('.').collect();
        parts[1] = &payload;
        let found = verified(&parts.join("."), &keys(&[signer.jwk("1")]));
        assert_eq!(found, Err(AccessTokenError::Signature));
    }

    #[test]
    fn a_token_over_16_kib_is_not_read() {
        let signer = Signer::new("ES256");
        let mut claims = claims();
        claims["padding"] = "a".repeat(16 * 1024).into();
        let found = judged(&signer, &header("ES256"), &claims.to_string());
        assert_eq!(found, Err(AccessTokenError::Jws));
    }
}
