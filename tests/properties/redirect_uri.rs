//! Pairs of URIs that differ in one thing, or in none.

use proptest::prelude::*;
use tower_cimd::rules::redirect_uri::matches;

use super::laws::redirect_uri::holds;

#[derive(Clone, Debug)]
struct Parts {
    scheme: &'static str,
    host: &'static str,
    port: String,
    rest: &'static str,
}

impl Parts {
    fn text(&self) -> String {
        [self.scheme, self.host, &self.port, self.rest].concat()
    }
}

fn parts() -> impl Strategy<Value = Parts> {
    let port = prop_oneof![
        1 => Just(String::new()),
        3 => (1..=65_535_u16).prop_map(|port| format!(":{port}")),
        1 => prop::sample::select(BAD_PORTS).prop_map(String::from),
    ];
    let (scheme, host, rest) = (select(SCHEMES), select(HOSTS), select(RESTS));
    (scheme, host, port, rest).prop_map(|(scheme, host, port, rest)| Parts {
        scheme,
        host,
        port,
        rest,
    })
}

fn select(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices)
}

proptest! {
    #[test]
    fn only_a_loopback_port_may_differ(one in parts(), other in parts()) {
        holds(&one.text(), &other.text());
    }

    #[test]
    fn another_port_matches_on_loopback_alone(one in parts(), port in 1..=65_535_u16) {
        let other = Parts { port: format!(":{port}"), ..one.clone() };
        holds(&one.text(), &other.text());
        let loopback = one.scheme == "http://"
            && ["127.0.0.1", "[::1]", "localhost"].contains(&one.host)
            && !one.rest.starts_with('\\')
            && !BAD_PORTS.contains(&one.port.as_str());
        let equal = one.text() == other.text();
        prop_assert_eq!(matches(&one.text(), &other.text()), loopback || equal);
    }

    #[test]
    fn any_two_texts_are_compared(one in "(http://localhost)?\\PC{0,20}", other in "\\PC{0,20}") {
        holds(&one, &other);
    }

    #[test]
    fn a_text_and_itself_with_one_character_more(
        one in parts(),
        place in any::<prop::sample::Index>(),
        more in prop_oneof![any::<char>(), "[@:/?#.%0-9]".prop_map(|text| text.chars().next().unwrap())],
    ) {
        let text = one.text();
        let places: Vec<_> = text.char_indices().map(|(place, _)| place).collect();
        let (head, tail) = text.split_at(*place.get(&places));
        holds(&text, &format!("{head}{more}{tail}"));
    }
}

const SCHEMES: &[&str] = &[
    "http://",
    "https://",
    "HTTP://",
    "com.example.app://",
    "cursor://",
];
const HOSTS: &[&str] = &[
    "127.0.0.1",
    "[::1]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.1",
    "127.0.0.2",
    "[::ffff:127.0.0.1]",
    "app.example.com",
    "localhost.example.com",
    "",
];
const BAD_PORTS: &[&str] = &[
    ":",
    ":0",
    ":080",
    ":65536",
    ":+80",
    ":80@evil.example",
    ":８０",
];
const RESTS: &[&str] = &[
    "", "/", "/cb", "/cb?a=b", "?a=b", "/../cb", "/cb#", "\\cb", "/cb:80",
];
