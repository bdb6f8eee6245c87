//! `rules::parameters`: one reading of a query or form.

use proptest::prelude::*;
use tower_cimd::rules::parameters::Malformed;
use tower_cimd::rules::parameters::Parameters;

#[track_caller]
fn reads(encoded: &str, name: &str, value: Option<&str>) {
    let parameters = Parameters::parse(encoded.as_bytes());
    assert_eq!(parameters.get(name), value, "{encoded}");
}

#[track_caller]
fn repeats(encoded: &str, name: Option<&str>) {
    let parameters = Parameters::parse(encoded.as_bytes());
    assert_eq!(parameters.repeated(), name, "{encoded}");
}

#[track_caller]
fn malformed(encoded: &[u8], why: Option<Malformed>) {
    let parameters = Parameters::parse(encoded);
    assert_eq!(parameters.malformed(), why, "{}", encoded.escape_ascii());
}

#[test]
fn a_value_is_decoded_once() {
    reads(
        "scope=mcp%3Aread+offline%20access",
        "scope",
        Some("mcp:read offline access"),
    );
    reads("state=st%2Ba%2Fte%3D", "state", Some("st+a/te="));
    reads(
        "client_id=https%3A%2F%2Fh%2F%252F",
        "client_id",
        Some("https://h/%2F"),
    );
    reads("code_verifier=a~b%7Ec", "code_verifier", Some("a~b~c"));
    reads("a=b=c", "a", Some("b=c"));
    reads("a=%C3%A9", "a", Some("é"));
}

#[test]
fn a_name_is_decoded_too() {
    reads("client%5Fid=x", "client_id", Some("x"));
    reads("%63lient_id=x", "client_id", Some("x"));
    reads("client+id=x", "client id", Some("x"));
}

#[test]
fn another_name_is_another_parameter() {
    for encoded in [
        "client_id[]=x",
        "Client_id=x",
        "?client_id=x",
        "\u{feff}client_id=x",
        " client_id=x",
        "client_id%00=x",
    ] {
        reads(encoded, "client_id", None);
    }
    reads("a=1;client_id=x", "client_id", None);
    reads("a=1;client_id=x", "a", Some("1;client_id=x"));
}

#[test]
fn an_empty_value_is_an_absent_one() {
    for encoded in ["", "&", "=", "state", "state=", "&&state&", "a=state"] {
        reads(encoded, "state", None);
    }
    reads("state=&state=x", "state", Some("x"));
    reads("&&state=x&", "state", Some("x"));
}

#[test]
fn a_value_that_is_not_utf8_is_no_value_and_never_a_replaced_one() {
    reads("client_id=https%3A%2F%2Fh%2F%FF", "client_id", None);
    reads("foo=%C3", "foo", None);
    let parameters = Parameters::parse(b"foo=\xff&%FF=x&a=b&c=");
    assert_eq!(
        parameters.iter().collect::<Vec<_>>(),
        [("a", "b"), ("c", "")]
    );
}

#[test]
fn a_percent_sign_that_begins_no_escape_stands_for_itself() {
    reads("state=100%", "state", Some("100%"));
    reads("state=%zz%4", "state", Some("%zz%4"));
}

#[test]
fn every_value_of_a_parameter_that_may_repeat_is_kept_in_order() {
    let parameters = Parameters::parse(b"resource=b&x=1&resource=&resource=a&res%6Furce=c");
    assert_eq!(
        parameters.get_all("resource").collect::<Vec<_>>(),
        ["b", "a", "c"]
    );
    assert_eq!(parameters.get("resource"), Some("b"));
}

#[test]
fn a_parameter_that_may_appear_once_is_told_when_it_repeats() {
    repeats("client_id=a&client_id=b", Some("client_id"));
    repeats("client_id=a&client_id=a", Some("client_id"));
    repeats("client_id=a&client_id=", Some("client_id"));
    repeats("client_id&client_id", Some("client_id"));
    repeats("client_id=a&client%5fid=b", Some("client_id"));
    repeats("a=1&code=x&a=2&state=1&code=y&state=2", Some("code"));
    for name in [
        "client_id",
        "client_secret",
        "redirect_uri",
        "response_type",
        "response_mode",
        "grant_type",
        "code",
        "code_verifier",
        "code_challenge",
        "code_challenge_method",
        "scope",
        "state",
        "nonce",
        "request",
        "request_uri",
        "client_assertion",
        "client_assertion_type",
        "refresh_token",
        "token",
        "token_type_hint",
        "device_code",
        "subject_token",
        "subject_token_type",
        "actor_token",
        "prompt",
        "max_age",
        "dpop_jkt",
        "username",
        "password",
        "authorization_details",
    ] {
        repeats(&format!("{name}=1&x=2&{name}=3"), Some(name));
    }
}

#[test]
fn what_may_repeat_and_what_is_unknown_is_not_told() {
    repeats("", None);
    repeats("client_id=a&state=b", None);
    repeats(
        "resource=a&resource=b&audience=a&audience=b&foo=1&foo=2",
        None,
    );
    repeats("scope=a&scope[0][foo]=bar&Scope=b", None);
}

#[test]
fn an_encoding_that_two_readers_could_read_differently_is_told() {
    malformed(b"client_id=a%", Some(Malformed::Encoding("client_id")));
    malformed(b"client_id=a%zz", Some(Malformed::Encoding("client_id")));
    malformed(b"client_id=a%4", Some(Malformed::Encoding("client_id")));
    malformed(b"client_id=%+4", Some(Malformed::Encoding("client_id")));
    malformed(b"client_id=%FF", Some(Malformed::Encoding("client_id")));
    malformed(b"client_id=\xff", Some(Malformed::Encoding("client_id")));
    malformed(b"client_id=%C3%28", Some(Malformed::Encoding("client_id")));
    malformed(b"st%61te=%&code=%", Some(Malformed::Encoding("state")));
    malformed(b"client_id=%41%C3%A9\xc3\xa9+&state=%25", None);
    malformed(b"foo=%&bar=\xff&%=1", None);
}

#[test]
fn more_than_256_parameters_are_not_read_at_all() {
    let many = |count: usize| vec!["a=1"; count].join("&&");
    let all = Parameters::parse(format!("{}&code=x", many(255)).as_bytes());
    assert_eq!(
        (all.get("code"), all.iter().count(), all.malformed()),
        (Some("x"), 256, None)
    );
    let none = Parameters::parse(format!("code=x&{}", many(256)).as_bytes());
    assert_eq!(
        (none.get("code"), none.iter().count(), none.malformed()),
        (None, 0, Some(Malformed::TooMany))
    );
    malformed("&".repeat(60_000).as_bytes(), None);
    malformed("a&".repeat(30_000).as_bytes(), Some(Malformed::TooMany));
}

#[test]
fn debug_output_holds_names_and_no_value() {
    let parameters = Parameters::parse(b"code=hidden&client_secret=hidden");
    assert_eq!(format!("{parameters:?}"), r#"["code", "client_secret"]"#);
}

proptest! {
    #[test]
    fn what_is_encoded_is_read_back(pairs in prop::collection::vec((".{1,8}", ".{0,8}"), 0..9)) {
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
        let parameters = Parameters::parse(encoded.as_bytes());
        let read: Vec<_> = parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(read, pairs);
        prop_assert_eq!(parameters.malformed(), None);
    }

    #[test]
    fn any_octets_are_read_as_the_url_standard_reads_them(
        encoded in prop::collection::vec(prop::sample::select(b"a%+&=;41fFzC3\xc3\xa9 ".to_vec()), 0..40),
    ) {
        let parameters = Parameters::parse(&encoded);
        let standard: Vec<_> = form_urlencoded::parse(&encoded)
            .filter(|(name, value)| !name.contains('\u{fffd}') && !value.contains('\u{fffd}'))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let ours: Vec<_> = parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(ours, standard);
    }
}
