//! `rules::basic`: the client_id of Basic credentials.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use proptest::prelude::*;
use tower_cimd::rules::basic::Basic;
use tower_cimd::rules::basic::BasicError;

const ID: &str = "https://client.example.com/oauth/client-metadata.json";

fn read(credentials: &[u8]) -> Result<Basic, BasicError> {
    let field = format!("Basic {}", STANDARD.encode(credentials));
    Basic::read(field.as_bytes()).expect("the scheme is Basic")
}

#[track_caller]
fn names(credentials: &str, client_id: &str, has_secret: bool) {
    let basic =
        read(credentials.as_bytes()).unwrap_or_else(|error| panic!("{credentials}: {error}"));
    assert_eq!(
        (basic.client_id(), basic.has_secret()),
        (client_id, has_secret),
        "{credentials}"
    );
}

#[track_caller]
fn unreadable(credentials: &[u8], why: BasicError) {
    assert_eq!(
        read(credentials),
        Err(why),
        "{}",
        credentials.escape_ascii()
    );
}

#[test]
fn the_encodings_of_real_libraries_name_the_same_client() {
    names(
        "https%3A%2F%2Fclient%2Eexample%2Ecom%2Foauth%2Fclient%2Dmetadata%2Ejson:s+e%3Ac%2Br%2Fet%25",
        ID,
        true,
    );
    names(
        "https%3A%2F%2Fclient.example.com%2Foauth%2Fclient-metadata.json:",
        ID,
        false,
    );
    names(
        "https://client.example.com/oauth/client-metadata.json:secret",
        ID,
        true,
    );
    names(
        "https://client.example.com/oauth/client-metadata.json:None",
        ID,
        true,
    );
    names(
        "https://client.example.com/oauth/client-metadata.json:s e:c",
        ID,
        true,
    );
    names(
        "https://client.example.com/oauth/client-metadata.json:",
        ID,
        false,
    );
}

#[test]
fn a_raw_url_keeps_its_own_colons_and_escapes() {
    names(
        "https://h.example:8443/c.json:",
        "https://h.example:8443/c.json",
        false,
    );
    names(
        "https://h.example:8443/c.json:secret",
        "https://h.example:8443/c.json",
        true,
    );
    names(
        "https://h.example/a:b/c.json:",
        "https://h.example/a:b/c.json",
        false,
    );
    names(
        "https://h.example/a%2Fb+c:",
        "https://h.example/a%2Fb+c",
        false,
    );
    names("https://h.example?x=1:", "https://h.example?x=1", false);
    names(
        "HTTPS://h.example/c.json:x",
        "HTTPS://h.example/c.json",
        true,
    );
    names("http://localhost:8080/c:", "http://localhost:8080/c", false);
}

#[test]
fn an_encoded_client_id_is_decoded_once() {
    names(
        "https%3A%2F%2Fh.example%2Fa%252Fb:",
        "https://h.example/a%2Fb",
        false,
    );
    names("https%3a//h.example/c:x", "https://h.example/c", true);
    names("a+b%20c:x", "a b c", true);
    names("client:secret:with:colons", "client", true);
    names("client:%zz", "client", true);
    names(":", "", false);
    names("https:x", "https", true);
    names("httpsx://h/c:x", "httpsx", true);
}

#[test]
fn a_url_whose_end_cannot_be_told_is_a_broken_url() {
    unreadable(b"https://h.example/c.json", BasicError::Url);
    unreadable(b"https://h.example:8443/c.json", BasicError::Url);
    unreadable(b"https://h.example", BasicError::Url);
    unreadable(b"https://h.example:secret", BasicError::Url);
    unreadable(b"https://h ample/c:", BasicError::Url);
    unreadable(b"https%3A%2F%2Fh%2F%zz:", BasicError::Url);
    unreadable(b"https%3A%2F%2Fh%2F%FF:", BasicError::Url);
    unreadable(b"HTTPS%3A%2F%2Fh%2F\xff:", BasicError::Url);
}

#[test]
fn what_is_not_decodable_is_an_error() {
    unreadable(b"client", BasicError::Separator);
    unreadable(b"", BasicError::Separator);
    unreadable(b"http://h.example", BasicError::Separator);
    unreadable(b"foo with %:foo with $", BasicError::Encoding);
    unreadable(b"\xff:x", BasicError::Encoding);
    unreadable(b"%FF:x", BasicError::Encoding);
}

#[test]
fn the_secrets_own_encoding_is_nobodys_business() {
    let basic = read(b"client:\xff\xfe%").unwrap();
    assert_eq!((basic.client_id(), basic.has_secret()), ("client", true));
}

#[test]
fn the_scheme_is_case_insensitive_and_every_other_one_is_not_basic() {
    for field in ["Basic YTpi", "basic YTpi", "BASIC   YTpi", "bAsIc YTpi "] {
        let basic = Basic::read(field.as_bytes()).unwrap().unwrap();
        assert_eq!(
            (basic.client_id(), basic.has_secret()),
            ("a", true),
            "{field}"
        );
    }
    for field in [
        "",
        "Bearer YTpi",
        "BasicYTpi",
        "Basic\tYTpi",
        "Basic, YTpi",
        " Basic YTpi",
        "Digest x",
        "Basi",
    ] {
        assert_eq!(Basic::read(field.as_bytes()), None, "{field}");
    }
}

#[test]
fn junk_is_not_base64() {
    for token in [
        "!!!",
        "YTpi!",
        "YTpi x",
        "YTpi YTpi",
        "YTp",
        "YTpiYQ",
        "YTpiYQ=",
        "=",
        "YT-i",
        "YTpi,YTpi",
        "YTpiYR==",
    ] {
        let read = Basic::read(format!("Basic {token}").as_bytes());
        assert_eq!(read, Some(Err(BasicError::Base64)), "{token}");
    }
    assert_eq!(Basic::read(b"Basic \xff"), Some(Err(BasicError::Base64)));
}

#[test]
fn nothing_behind_the_scheme_is_no_client() {
    for field in ["Basic", "Basic ", "basic    "] {
        assert_eq!(
            Basic::read(field.as_bytes()),
            Some(Err(BasicError::Separator)),
            "{field}"
        );
    }
}

#[test]
fn the_secret_is_not_kept() {
    let basic = read(b"client:hunter2").unwrap();
    assert!(!format!("{basic:?}").contains("hunter2"));
}

#[test]
fn every_error_has_its_own_rule_and_words() {
    for error in BasicError::ALL {
        assert!(error.rule().starts_with("basic."));
        let twins = BasicError::ALL
            .iter()
            .filter(|other| other.rule() == error.rule() || other.to_string() == error.to_string());
        assert_eq!(twins.count(), 1, "{error:?}");
    }
}

proptest! {
    #[test]
    fn an_encoded_client_id_is_read_back(client_id in ".{0,20}", secret in "[!-~]{0,8}") {
        let user: String = form_urlencoded::byte_serialize(client_id.as_bytes()).collect();
        let basic = read(format!("{user}:{secret}").as_bytes()).unwrap();
        prop_assert_eq!(basic.client_id(), client_id);
        prop_assert_eq!(basic.has_secret(), !secret.is_empty());
    }

    #[test]
    fn a_raw_url_is_read_back_whatever_colons_it_has(
        url in "https://[a-z.]{1,9}(:[0-9]{1,4})?/[a-z/:%]{0,9}",
        secret in "[a-z]{0,5}",
    ) {
        let basic = read(format!("{url}:{secret}").as_bytes()).unwrap();
        prop_assert_eq!(basic.client_id(), url);
        prop_assert_eq!(basic.has_secret(), !secret.is_empty());
    }

    #[test]
    fn any_octets_are_answered_without_a_panic(
        credentials in prop::collection::vec(any::<u8>(), 0..40),
        field in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let _ = read(&credentials);
        let _ = Basic::read(&field);
        let unpadded = STANDARD_NO_PAD.encode(&credentials);
        if unpadded.len() % 4 != 0 {
            let read = Basic::read(format!("Basic {unpadded}").as_bytes());
            prop_assert_eq!(read, Some(Err(BasicError::Base64)));
        }
    }
}
