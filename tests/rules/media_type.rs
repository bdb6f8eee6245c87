//! Media types.

use proptest::prelude::*;
use tower_cimd::rules::media_type::MediaType;

fn parse(value: &str) -> MediaType {
    MediaType::parse(value.as_bytes()).unwrap_or_else(|| panic!("{value:?}"))
}

fn json(value: &str, expected: bool) {
    let is_json = MediaType::parse(value.as_bytes()).is_some_and(|media_type| media_type.is_json());
    assert_eq!(is_json, expected, "{value:?}");
}

fn form(value: &str, expected: bool) {
    let is_form = MediaType::parse(value.as_bytes()).is_some_and(|media_type| media_type.is_form());
    assert_eq!(is_form, expected, "{value:?}");
    assert_eq!(
        MediaType::is_form_value(value.as_bytes()),
        expected,
        "{value:?}"
    );
}

fn foreign(value: &str, expected: bool) {
    assert_eq!(parse(value).has_foreign_charset(), expected, "{value:?}");
}

#[test]
fn json_is_application_json_and_its_named_kin() {
    json("application/json", true);
    json("APPLICATION/Json", true);
    json("application/cimd+json", true);
    json("application/ld+json", true);
    json("application/problem+json", true);
    json("application/vnd.a.b+c+JSON", true);
    json(" application/json\t", true);
}

#[test]
fn what_only_looks_like_json_is_not() {
    for value in [
        "text/json",
        "text/x+json",
        "text/plain",
        "text/html",
        "application/javascript",
        "application/jsonl",
        "application/json5",
        "application/x-json",
        "application/json-seq",
        "application/+json",
        "application/jsonx+",
        "image/svg+xml",
        "application/",
    ] {
        json(value, false);
    }
}

#[test]
fn parameters_do_not_change_what_is_json() {
    json("application/json; charset=utf-8", true);
    json("application/json;", true);
    json("application/json ; ;; ", true);
    json(r#"application/json; profile="https://x""#, true);
    json(r#"application/json; profile="; charset=utf-16""#, true);
}

#[test]
fn a_form_is_exactly_the_form_media_type() {
    form("application/x-www-form-urlencoded", true);
    form("Application/X-WWW-Form-URLEncoded", true);
    form("application/x-www-form-urlencoded; charset=UTF-8", true);
    form("application/x-www-form-urlencoded;", true);
    form(" application/x-www-form-urlencoded ;x=y", true);
    form("application/x-www-form-urlencodedx", false);
    form("application/x-www-form-urlencoded+json", false);
    form("xapplication/x-www-form-urlencoded", false);
    form("application/x-www-form-urlencoded, text/plain", false);
    form("application/x-www-form-urlencoded x", false);
    form(
        "application/json; x=application/x-www-form-urlencoded",
        false,
    );
    form("multipart/form-data; boundary=x", false);
    form("", false);
}

#[test]
fn utf_8_in_any_spelling_is_no_foreign_charset() {
    for charset in [
        "utf-8",
        "UTF-8",
        "Utf-8",
        r#""utf-8""#,
        r#""UTF\-8""#,
        "utf8",
        " utf-8 ",
    ] {
        foreign(&format!("application/json; charset={charset}"), false);
    }
    foreign("application/json", false);
    foreign("application/json; charset", false);
    foreign("application/json; x-charset=latin1", false);
}

#[test]
fn another_charset_is_foreign() {
    for charset in [
        "utf-16",
        "iso-8859-1",
        "us-ascii",
        "\"utf-16\"",
        "utf-88",
        "utf--8",
        "u-tf8",
        "",
        "\"utf-8",
        "x",
    ] {
        foreign(&format!("application/json; charset={charset}"), true);
        foreign(&format!("application/json;a=b;CharSet={charset};c=d"), true);
    }
}

#[test]
fn one_foreign_charset_among_several_is_enough() {
    foreign("application/json; charset=utf-8; charset=utf-16", true);
    foreign("application/json; charset=utf-16; charset=utf-8", true);
    foreign("application/json; charset=utf-8; charset=UTF-8", false);
    foreign("application/json; x; charset=utf-16", true);
}

#[test]
fn a_charset_inside_a_quoted_value_is_text() {
    foreign(r#"application/json; x="; charset=utf-16""#, false);
    foreign(r#"application/json; x="\"; charset=utf-16""#, false);
    foreign(r#"application/json; x="\\"; charset=utf-16"#, true);
}

#[test]
fn the_essence_is_in_lower_case_without_parameters() {
    assert_eq!(
        parse("Application/JSON; charset=utf-8").essence(),
        "application/json"
    );
    assert_eq!(parse("text/plain;format=flowed").essence(), "text/plain");
    assert_eq!(parse("  text/html  ").essence(), "text/html");
}

#[test]
fn what_is_no_single_media_type_does_not_parse() {
    for value in [
        "",
        ";",
        "json",
        "/",
        "application/",
        "/json",
        "application /json",
        "application/ json",
        "application/json, text/html",
        "a/b/c",
        "application/js\0on",
        "application/jsön",
        "*",
        "application/json text/html",
        "\"application/json\"",
    ] {
        assert_eq!(MediaType::parse(value.as_bytes()), None, "{value:?}");
    }
    assert_eq!(MediaType::parse(b"application/\xff"), None);
}

proptest! {
    #[test]
    fn no_bytes_panic_and_the_two_ways_to_know_a_form_agree(value in any::<Vec<u8>>()) {
        let parsed = MediaType::parse(&value).is_some_and(|media_type| media_type.is_form());
        prop_assert_eq!(parsed, MediaType::is_form_value(&value));
    }

    #[test]
    fn any_parameters_leave_a_form_a_form(parameters in "[ -~]{0,40}", before in "[ \t]{0,2}") {
        form(&format!("application/x-www-form-urlencoded{before};{parameters}"), true);
    }
}
