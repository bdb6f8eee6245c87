//! JSON, read strictly.

use std::borrow::Cow;

use proptest::prelude::*;
use tower_cimd::rules::json::{JsonError, MAX_DEPTH, Object, Value};

const NO_LIMIT: usize = usize::MAX;

fn read(text: &str) -> Object<'_> {
    Object::read(text.as_bytes(), NO_LIMIT).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: impl AsRef<[u8]>, expected: JsonError) {
    let text = text.as_ref();
    assert_eq!(
        Object::read(text, NO_LIMIT),
        Err(expected),
        "{}",
        String::from_utf8_lossy(text)
    );
}

fn number(value: &Value<'_>) -> f64 {
    match value {
        Value::Number(number) => number.as_f64(),
        other => panic!("no number: {other:?}"),
    }
}

fn text(text: &str) -> Value<'_> {
    Value::String(text.into())
}

#[test]
fn every_kind_of_value_is_told_apart() {
    let object = read(r#"{"a":null,"b":true,"c":-1.5e3,"d":"x","e":[1,"y"],"f":{"g":false}}"#);
    assert_eq!(object.get("a"), Some(&Value::Null));
    assert_eq!(object.get("b"), Some(&Value::Bool(true)));
    assert_eq!(object.get("c").map(number), Some(-1500.0));
    assert_eq!(object.get("d"), Some(&text("x")));
    let Some(Value::Array(array)) = object.get("e") else {
        panic!("e is no array");
    };
    assert_eq!((number(&array[0]), &array[1]), (1.0, &text("y")));
    let Some(Value::Object(inner)) = object.get("f") else {
        panic!("f is no object");
    };
    assert_eq!(inner.get("g"), Some(&Value::Bool(false)));
}

#[test]
fn a_number_is_its_nearest_double() {
    let check = |text: &str, expected: f64| {
        let text = format!(r#"{{"n":{text}}}"#);
        assert_eq!(read(&text).get("n").map(number), Some(expected), "{text}");
    };
    check("0", 0.0);
    check("-0", 0.0);
    check("-7", -7.0);
    check("1767225600", 1_767_225_600.0);
    check("1767225600.5", 1_767_225_600.5);
    check("18446744073709551615", u64::MAX as f64);
    check(&format!("1{}", "0".repeat(100)), 1e100);
    refused(r#"{"n":1e400}"#, JsonError::Syntax);
}

#[test]
fn a_member_that_is_absent_is_none_and_not_null() {
    assert_eq!(read(r#"{"a":null}"#).get("b"), None);
    assert_eq!(read("{}").get(""), None);
}

#[test]
fn a_string_without_escapes_is_borrowed_and_one_with_is_unescaped() {
    let object = read(r#"{"plain":"é","escaped":"\u0068\/\n\ud83d\ude00"}"#);
    let borrowed = |name| matches!(object.get(name), Some(Value::String(Cow::Borrowed(_))));
    assert!(borrowed("plain"));
    assert!(!borrowed("escaped"));
    assert_eq!(object.get("escaped"), Some(&text("h/\n\u{1f600}")));
}

#[test]
fn a_member_is_found_under_its_unescaped_name() {
    let object = read(r#"{"client\u005fid":"x"}"#);
    assert_eq!(object.get("client_id"), Some(&text("x")));
    assert_eq!(object.get(r"client\u005fid"), None);
}

#[test]
fn members_with_a_prefix_are_found_with_the_rest_of_their_names() {
    let object = read(r#"{"name#en":"e","name":"n","nam#":"x","name#ja":"j","name#":"y"}"#);
    let mut found: Vec<_> = object.starting_with("name#").collect();
    found.sort_by_key(|(rest, _)| *rest);
    assert_eq!(
        found,
        [("", &text("y")), ("en", &text("e")), ("ja", &text("j"))]
    );
}

#[test]
fn a_repeated_member_name_is_refused_at_any_depth() {
    for repeated in [
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"b":2,"c":3,"a":4}"#,
        r#"{"":0,"":0}"#,
        r#"{"x":{"a":1,"a":2}}"#,
        r#"{"x":[[{"y":[{"a":1,"b":1,"a":2}]}]]}"#,
    ] {
        refused(repeated, JsonError::DuplicateMember);
    }
}

#[test]
fn a_member_name_is_repeated_if_it_is_so_after_unescaping() {
    for repeated in [
        r#"{"client_id":1,"client\u005fid":2}"#,
        r#"{"client\u005Fid":1,"client\u005fid":2}"#,
        r#"{"/":1,"\/":2}"#,
        r#"{"x":{"é":1,"\u00e9":2}}"#,
    ] {
        refused(repeated, JsonError::DuplicateMember);
    }
}

#[test]
fn names_that_differ_in_case_or_by_form_of_unicode_are_different_names() {
    read(r#"{"a":1,"A":2}"#);
    read("{\"\u{e9}\":1,\"e\u{301}\":2}");
    read(r#"{"a":{"a":1},"b":{"a":1}}"#);
}

#[test]
fn anything_but_an_object_at_the_top_is_refused() {
    for top in [
        "[]",
        "null",
        "true",
        "7",
        r#""{}""#,
        r#"[{"client_id":"x"}]"#,
    ] {
        refused(top, JsonError::NotAnObject);
    }
}

#[test]
fn bytes_behind_the_object_are_refused_and_space_is_not() {
    for more in ["x", "{}", ",", "\0", "\u{b}", "//"] {
        refused(format!("{{}}{more}"), JsonError::Syntax);
    }
    read(" \t\r\n{}\r\n\t ");
}

#[test]
fn what_only_lenient_parsers_read_is_refused() {
    for lenient in [
        "",
        "{",
        r#"{"a":1,}"#,
        r#"{a:1}"#,
        r#"{'a':1}"#,
        r#"{"a":01}"#,
        r#"{"a":.5}"#,
        r#"{"a":NaN}"#,
        r#"{"a":Infinity}"#,
        "{\"a\":\"\t\"}",
        r#"{"a":"\x41"}"#,
        r#"{"a":"\ud800"}"#,
        r#"{"\udfff":1}"#,
        "{} // comment",
        "/* comment */ {}",
    ] {
        refused(lenient, JsonError::Syntax);
    }
}

#[test]
fn a_number_that_no_double_holds_is_refused_and_one_that_rounds_is_not() {
    refused(r#"{"a":1e999}"#, JsonError::Syntax);
    refused(format!(r#"{{"a":{}}}"#, "9".repeat(400)), JsonError::Syntax);
    for number in ["1e-999", "123456789012345678901234567890", "-0", "0.1"] {
        read(&format!(r#"{{"a":{number}}}"#));
    }
}

#[test]
fn a_text_that_is_not_utf_8_without_a_mark_is_refused() {
    refused(b"{\"a\":\"\xe9\"}", JsonError::Encoding);
    refused(b"{\"a\":\"\xed\xa0\x80\"}", JsonError::Encoding);
    refused(b"{\"a\":\"\xf4\x90\x80\x80\"}", JsonError::Encoding);
    refused(b"{\"a\":\"\xc0\xaf\"}", JsonError::Encoding);
    refused(b"{}\xff", JsonError::Encoding);
    refused("\u{feff}{}", JsonError::Encoding);
    refused(b"\xff\xfe{\0}\0", JsonError::Encoding);
}

#[test]
fn a_text_is_read_up_to_the_bytes_that_the_caller_allows() {
    let text = br#"{"a":"xyz"}"#;
    assert!(Object::read(text, text.len()).is_ok());
    assert_eq!(Object::read(text, text.len() - 1), Err(JsonError::Size));
    assert_eq!(Object::read(b"\xff\xff", 1), Err(JsonError::Size));
}

/// An object whose member holds as many arrays, each in the one before.
fn arrays(depth: usize) -> String {
    format!(r#"{{"x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth))
}

#[test]
fn a_hundred_levels_below_the_object_are_read_and_one_more_is_refused() {
    assert_eq!(MAX_DEPTH, 101);
    read(&arrays(100));
    refused(arrays(101), JsonError::Depth);
    let objects = |depth| format!("{}1{}", r#"{"x":"#.repeat(depth), "}".repeat(depth));
    read(&objects(101));
    refused(objects(102), JsonError::Depth);
}

#[test]
fn depth_is_our_own_refusal_also_where_the_parser_has_one() {
    for depth in [126, 127, 128, 2300] {
        refused(arrays(depth), JsonError::Depth);
    }
    refused("[".repeat(100_000), JsonError::Depth);
    refused(r#"[{"":"#.repeat(50_000), JsonError::Depth);
}

/// A quarter of what a thread of tokio has, in a build without optimisation.
#[test]
fn deep_nesting_fits_a_small_stack() {
    let read_on_small_stack = |depth| {
        let reader = std::thread::Builder::new().stack_size(512 * 1024);
        let read = move || Object::read(arrays(depth).as_bytes(), NO_LIMIT).map(drop);
        reader.spawn(read).unwrap().join().unwrap()
    };
    assert_eq!(read_on_small_stack(100), Ok(()));
    assert_eq!(read_on_small_stack(2300), Err(JsonError::Depth));
}

#[test]
fn breadth_is_not_depth() {
    read(&format!(r#"{{"x":[{}[]]}}"#, "[],".repeat(2000)));
    let members: Vec<_> = (0..700).map(|n| format!(r#""{n}":{{}}"#)).collect();
    read(&format!("{{{}}}", members.join(",")));
}

#[test]
fn a_key_that_another_feature_of_the_parser_uses_is_a_key() {
    let object =
        read(r#"{"$serde_json::private::Number":"1","a":{"$serde_json::private::RawValue":"{}"}}"#);
    assert_eq!(object.get("$serde_json::private::Number"), Some(&text("1")));
    assert!(matches!(object.get("a"), Some(Value::Object(_))));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Object::read(&bytes, NO_LIMIT);
    }

    #[test]
    fn no_text_of_json_characters_panics(text in r#"[\[\]{}":,\\u0-9a-f ]{0,120}"#) {
        let _ = Object::read(text.as_bytes(), NO_LIMIT);
    }

    /// serde_json into its own value is the oracle: it takes the last of two equal names, so an
    /// object with distinct names is read alike by both.
    #[test]
    fn distinct_members_are_read_as_serde_json_reads_them(
        members in proptest::collection::btree_map(".{0,6}", ".{0,6}", 0..12)
    ) {
        let text = serde_json::to_string(&members).unwrap();
        let object = Object::read(text.as_bytes(), NO_LIMIT).unwrap();
        for (name, value) in &members {
            prop_assert_eq!(object.get(name), Some(&Value::String(value.into())));
        }
        prop_assert_eq!(object.starting_with("").count(), members.len());
    }

    #[test]
    fn a_repeated_name_is_found_wherever_it_stands(
        names in proptest::collection::btree_set("[a-z]{1,3}", 1..40),
        index in any::<proptest::sample::Index>(),
        place in any::<proptest::sample::Index>(),
    ) {
        let mut names: Vec<_> = names.into_iter().collect();
        let repeated = index.get(&names).clone();
        names.insert(place.index(names.len() + 1), repeated);
        let members: Vec<_> = names.iter().map(|name| format!(r#""{name}":0"#)).collect();
        let text = format!("{{{}}}", members.join(","));
        prop_assert_eq!(
            Object::read(text.as_bytes(), NO_LIMIT),
            Err(JsonError::DuplicateMember)
        );
    }
}
