//! Texts that are almost client identifier URLs.

use proptest::prelude::*;
use tower_cimd::ClientId;

use super::laws::client_id::holds;

/// Parts that are right, and such that a parser would repair, misread or refuse.
fn almost_a_client_id() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        9 => of(&["https://"]),
        1 => of(&["HTTPS://", "http://", "https:/", " https://"]),
    ];
    let userinfo = prop_oneof![9 => of(&[""]), 1 => of(&["user@", "@", "a%40b@"])];
    let host = prop_oneof![
        6 => "[a-zA-Z0-9_-]{1,9}(\\.[a-zA-Z0-9-]{1,9}){1,3}\\.com",
        1 => of(&["127.0.0.1", "[::1]", "127.1", "0x7f.1", "2130706433", "a.0x", "a.localhost"]),
        1 => of(&["xn--nxasmq6b.com", "xn--a.com", "example.com.", "faß.de", "a..com", "a.com%2e"]),
    ];
    let port = prop_oneof![
        3 => Just(String::new()),
        1 => (0..=70_000_u32).prop_map(|port| format!(":{port}")),
        1 => of(&[":443", ":0443", ":", ":+1", ":25", ":１"]),
    ];
    let segment = prop_oneof![
        6 => "[a-zA-Z0-9._~!$&'()*+,;=:@-]{0,6}",
        2 => "%[0-9a-fA-F]{2}",
        1 => of(ODD),
    ];
    let path = prop::collection::vec(segment, 0..4).prop_map(|segments| {
        let segments = segments.into_iter().map(|segment| format!("/{segment}"));
        segments.collect::<String>()
    });
    let query = prop_oneof![4 => of(&[""]), 2 => "\\?[ -~]{0,6}", 1 => "#[a-z]?"];
    (scheme, userinfo, host, port, path, query).prop_map(
        |(scheme, userinfo, host, port, path, query)| {
            format!("{scheme}{userinfo}{host}{port}{path}{query}")
        },
    )
}

/// Segments that a parser removes, decodes or drops characters of.
const ODD: &[&str] = &[
    ".", "..", "%2e", "%2E.", "...", "a\tb", "a\\b", "a b", "%", "é", "", "{a}",
];

fn of(choices: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(choices).prop_map(String::from)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn what_is_accepted_is_dialled_as_it_is_written(text in almost_a_client_id()) {
        holds(&text);
    }

    #[test]
    fn any_text_at_all_is_judged(text in "(https://)?\\PC{0,40}") {
        holds(&text);
    }

    /// So that the laws of accepted texts are not held against refused ones alone.
    #[test]
    fn a_plain_url_is_accepted(text in "https://[a-z]{1,9}\\.[a-z]{1,9}\\.com(:8443)?/[a-z/]{0,9}") {
        prop_assert!(ClientId::parse(&text).is_ok());
        holds(&text);
    }

    #[test]
    fn one_character_more_is_another_client_or_none(
        text in almost_a_client_id(),
        place in any::<prop::sample::Index>(),
        more in any::<char>(),
    ) {
        let places: Vec<_> = text.char_indices().map(|(place, _)| place).collect();
        let (head, tail) = text.split_at(*place.get(&places));
        let other = format!("{head}{more}{tail}");
        holds(&other);
        if let (Ok(one), Ok(other)) = (ClientId::parse(&text), ClientId::parse(&other)) {
            prop_assert_ne!(one, other);
        }
    }
}
