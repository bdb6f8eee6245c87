//! `rules::assertion`: whom a client assertion claims to speak for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use tower_cimd::rules::assertion::AssertionError;
use tower_cimd::rules::assertion::claimed_ids;

fn jwt(claims: &[u8]) -> String {
    format!(
        "eyJhbGciOiJFUzI1NiJ9.{}.c2ln",
        URL_SAFE_NO_PAD.encode(claims)
    )
}

#[track_caller]
fn claims(claims: &str, ids: &[&str]) {
    let claimed = claimed_ids(&jwt(claims.as_bytes()));
    assert_eq!(claimed.as_deref().unwrap(), ids, "{claims}");
}

#[track_caller]
fn unreadable(assertion: &str, why: AssertionError) {
    assert_eq!(claimed_ids(assertion), Err(why), "{assertion:.60}");
}

#[test]
fn iss_and_sub_are_told() {
    claims(
        r#"{"iss": "https://h/c", "sub": "https://h/c", "aud": "x", "exp": 1}"#,
        &["https://h/c", "https://h/c"],
    );
    claims(r#"{"sub": "a", "iss": "b"}"#, &["a", "b"]);
    claims(r#"{"sub": "a"}"#, &["a"]);
    claims(r#"{"iss": "a"}"#, &["a"]);
    claims(r#"{"aud": "a"}"#, &[]);
    claims("{}", &[]);
}

#[test]
fn a_claim_that_is_repeated_or_escaped_is_told_as_often_as_it_stands() {
    claims(r#"{"sub": "a", "sub": "b", "iss": "a"}"#, &["a", "b", "a"]);
    claims(r#"{"s\u0075b": "a", "sub": "\u0062"}"#, &["a", "b"]);
    claims(
        r#"{"SUB": "a", "sub ": "b", "x": {"sub": "c"}, "y": ["sub", {"iss": "d"}]}"#,
        &[],
    );
}

#[test]
fn a_claim_that_is_no_text_names_nobody() {
    for value in ["null", "1", "true", "[\"a\"]", "{\"a\": \"b\"}"] {
        claims(&format!(r#"{{"iss": {value}, "sub": "a"}}"#), &["a"]);
    }
}

#[test]
fn three_parts_make_an_assertion() {
    unreadable("", AssertionError::Parts);
    unreadable("abc", AssertionError::Parts);
    unreadable("a.b", AssertionError::Parts);
    unreadable("a.b.c.d", AssertionError::Parts);
    unreadable(
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA",
        AssertionError::Parts,
    );
    unreadable(&".".repeat(100_000), AssertionError::Parts);
    unreadable("PHNhbWw6QXNzZXJ0aW9uPg", AssertionError::Parts);
}

#[test]
fn the_claims_are_base64url_without_padding() {
    unreadable("a.b.c", AssertionError::Base64);
    unreadable("é.é.é", AssertionError::Base64);
    unreadable("a.e30=.c", AssertionError::Base64);
    unreadable("a. e30.c", AssertionError::Base64);
    unreadable("a.e3+w.c", AssertionError::Base64);
    unreadable(
        &format!("a.{}.c", URL_SAFE.encode(b"{\"sub\":\"a\"}")),
        AssertionError::Base64,
    );
}

#[test]
fn the_claims_are_one_json_object() {
    for text in [
        "",
        "42",
        "\"a string\"",
        "null",
        "[]",
        "[\"sub\"]",
        "{",
        "{}{}",
        "{} x",
        "{\"exp\": Infinity}",
        "{\"sub\": \"a\",}",
        "\u{feff}{}",
    ] {
        unreadable(&jwt(text.as_bytes()), AssertionError::Claims);
    }
    unreadable(&jwt(b"{\"sub\": \"\xff\"}"), AssertionError::Claims);
    unreadable(&jwt(br#"{"sub": "\ud800"}"#), AssertionError::Claims);
}

#[test]
fn nested_claims_are_bounded() {
    let nested = format!(
        r#"{{"sub": {}1{}}}"#,
        "[".repeat(20_000),
        "]".repeat(20_000)
    );
    unreadable(&jwt(nested.as_bytes()), AssertionError::Claims);
    let ignored = format!(
        r#"{{"x": {}1{}, "sub": "a"}}"#,
        "[".repeat(100),
        "]".repeat(100)
    );
    claims(&ignored, &["a"]);
}

#[test]
fn every_error_has_its_own_rule_and_words() {
    for error in AssertionError::ALL {
        assert!(error.rule().starts_with("assertion."));
        let twins = AssertionError::ALL
            .iter()
            .filter(|other| other.rule() == error.rule() || other.to_string() == error.to_string());
        assert_eq!(twins.count(), 1, "{error:?}");
    }
}

proptest! {
    #[test]
    fn any_texts_are_told_in_order(iss in ".{0,12}", sub in ".{0,12}") {
        let object = serde_json::json!({ "iss": iss, "jti": "x", "sub": sub });
        prop_assert_eq!(claimed_ids(&jwt(object.to_string().as_bytes())), Ok(vec![iss, sub]));
    }

    #[test]
    fn any_text_is_answered_without_a_panic(text in "\\PC{0,20}", octets in prop::collection::vec(any::<u8>(), 0..40)) {
        let _ = claimed_ids(&text);
        let _ = claimed_ids(&jwt(&octets));
    }
}
