//! Client identifier URLs.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use tower_cimd::ClientId;
use tower_cimd::rules::client_id::{ClientIdError, ClientIdRules};

fn accepted(text: &str) {
    let id = ClientId::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(id.as_str(), text);
}

fn refused(text: &str, rule: &str) {
    refused_with(text, rule, &ClientIdRules::default());
}

fn refused_with(text: &str, rule: &str, rules: &ClientIdRules) {
    let refusal = ClientId::parse_with(text, rules).map_err(ClientIdError::rule);
    assert_eq!(refusal, Err(rule), "{text:?}");
}

fn id(text: &str) -> ClientId {
    ClientId::parse(text).unwrap()
}

// The rows of the table of client_id URLs, in its order.

#[test]
fn an_https_url_with_a_path_is_accepted() {
    accepted("https://example.com/client.json");
}

#[test]
fn a_port_is_accepted() {
    accepted("https://example.com:8443/c");
    accepted("https://example.com:65535/c");
    accepted("https://example.com:443/c");
}

#[test]
fn the_default_port_makes_another_client() {
    assert_ne!(id("https://example.com:443/c"), id("https://example.com/c"));
}

#[test]
fn the_root_path_is_accepted_unless_switched_off() {
    accepted("https://example.com/");
    let rules = ClientIdRules {
        root_path: false,
        ..ClientIdRules::default()
    };
    refused_with("https://example.com/", "client_id.root_path", &rules);
    refused_with("https://example.com/?x", "client_id.root_path", &rules);
    assert!(ClientId::parse_with("https://example.com//", &rules).is_ok());
}

#[test]
fn an_empty_path_is_refused() {
    refused("https://example.com", "client_id.path_missing");
    refused("https://example.com?x=1", "client_id.path_missing");
    refused("https://example.com:8443", "client_id.path_missing");
}

#[test]
fn empty_segments_are_accepted_and_make_another_client() {
    accepted("https://example.com//c");
    accepted("https://example.com/a//b");
    accepted("https://example.com/c/");
    assert_ne!(id("https://example.com/c/"), id("https://example.com/c"));
}

#[test]
fn a_dot_segment_is_refused() {
    for path in [
        "/./c", "/c/.", "/../c", "/a/../c", "/c/..", "/.", "/..", "//../c",
    ] {
        refused(
            &format!("https://example.com{path}"),
            "client_id.dot_segment",
        );
    }
}

#[test]
fn a_percent_encoded_dot_segment_is_refused() {
    for path in [
        "/%2e/c",
        "/%2E%2e/c",
        "/.%2e/",
        "/%2e.",
        "/%2E",
        "/a/%2e%2E/b",
    ] {
        refused(
            &format!("https://example.com{path}"),
            "client_id.dot_segment",
        );
    }
}

#[test]
fn dots_that_are_no_dot_segment_are_accepted() {
    for path in [
        "/%252e/c",
        "/..a",
        "/a..b",
        "/...",
        "/.well-known/x",
        "/..%2f",
        "/..;/c",
        "/%2e%2e%2e",
    ] {
        accepted(&format!("https://example.com{path}"));
    }
    accepted("https://example.com/c?x=/../y");
}

#[test]
fn a_query_is_accepted_unless_switched_off() {
    accepted("https://example.com/c?x=1");
    accepted("https://example.com/c?");
    let rules = ClientIdRules {
        query: false,
        ..ClientIdRules::default()
    };
    refused_with("https://example.com/c?x=1", "client_id.query", &rules);
    refused_with("https://example.com/c?", "client_id.query", &rules);
    assert!(ClientId::parse_with("https://example.com/c", &rules).is_ok());
}

#[test]
fn an_empty_query_is_a_query() {
    assert_eq!(id("https://example.com/c?").query(), Some(""));
    assert_ne!(id("https://example.com/c?"), id("https://example.com/c"));
}

#[test]
fn a_fragment_is_refused() {
    for text in ["/c#", "/c#f", "/c?#", "/#/c", "#f", "/c##"] {
        refused(&format!("https://example.com{text}"), "client_id.fragment");
    }
}

#[test]
fn userinfo_is_refused() {
    for authority in [
        "u@h.com",
        "u:p@h.com",
        "@h.com",
        ":@h.com",
        "a%40b@h.com",
        "h.com:80:@@e.com",
    ] {
        refused(&format!("https://{authority}/c"), "client_id.userinfo");
    }
    accepted("https://example.com/@user/client");
}

#[test]
fn a_scheme_in_another_case_is_refused() {
    refused("HTTPS://example.com/c", "client_id.scheme");
    refused("hTTps://example.com/c", "client_id.scheme");
}

#[test]
fn a_host_in_upper_case_is_accepted_and_makes_another_client() {
    accepted("https://EXAMPLE.com/c");
    assert_ne!(id("https://EXAMPLE.com/c"), id("https://example.com/c"));
    assert_eq!(id("https://EXAMPLE.com/c").host_lowercase(), "example.com");
}

#[test]
fn what_a_parser_would_repair_is_refused() {
    refused("https:example.com/c", "client_id.scheme");
    refused("https:/h/c", "client_id.scheme");
    refused("//h/c", "client_id.scheme");
    refused("http://example.com/c", "client_id.scheme");
    refused("", "client_id.scheme");
    refused("https:///c", "client_id.host_missing");
    refused("https://", "client_id.host_missing");
    refused("https://:443/c", "client_id.host_missing");
}

#[test]
fn a_backslash_is_refused() {
    refused(r"https:\\h\c", "client_id.scheme");
    refused(r"https://h.com\c", "client_id.backslash");
    refused(r"https://h.com/a\..\b", "client_id.backslash");
    refused(r"https://127.0.0.1:80\@example.com/", "client_id.backslash");
    refused(r"https://h.com/c?a\b", "client_id.backslash");
}

#[test]
fn whitespace_and_control_characters_are_refused() {
    refused(" https://example.com/c", "client_id.scheme");
    refused("\thttps://example.com/c", "client_id.scheme");
    for byte in (0u8..=0x20).chain([0x7f]) {
        let byte = char::from(byte);
        refused(
            &format!("https://example.com/a{byte}b"),
            "client_id.whitespace",
        );
        refused(
            &format!("https://exa{byte}mple.com/c"),
            "client_id.whitespace",
        );
        refused(
            &format!("https://example.com/c{byte}"),
            "client_id.whitespace",
        );
        refused(
            &format!("https://example.com/c?{byte}"),
            "client_id.whitespace",
        );
    }
}

#[test]
fn what_is_not_ascii_is_refused() {
    refused("https://exämple.com/c", "client_id.non_ascii");
    refused("https://example.com/é", "client_id.non_ascii");
    refused("https://①②⑦.0.0.1/", "client_id.non_ascii");
    refused("\u{feff}https://example.com/c", "client_id.scheme");
}

#[test]
fn an_a_label_is_accepted_if_it_stands_for_something() {
    accepted("https://xn--exmple-cua.com/c");
    accepted("https://XN--exmple-cua.com/c");
    refused("https://xn--a.com/c", "client_id.host_idna");
    refused("https://example.org.xn--/c", "client_id.host_syntax");
    refused("https://xn--zn7c.com/c", "client_id.host_idna");
}

#[test]
fn a_percent_sign_without_two_digits_is_refused() {
    for path in ["/%zz", "/%2", "/%", "/a%2zb", "/c?%", "/c?%GH"] {
        refused(
            &format!("https://example.com{path}"),
            "client_id.percent_encoding",
        );
    }
}

/// Legal by the grammar, and dialled as written: a header cannot be injected by what stays encoded.
#[test]
fn encoded_control_characters_and_delimiters_are_accepted() {
    for path in [
        "/foo%00%51",
        "/a%2fb",
        "/a%5cb",
        "/%0d%0aX:%201",
        "/c%23f",
        "/c%3Fq",
    ] {
        accepted(&format!("https://example.com{path}"));
    }
    assert_ne!(
        id("https://example.com/a%2fb"),
        id("https://example.com/a%2Fb")
    );
}

#[test]
fn characters_that_no_url_holds_are_refused() {
    for character in ['{', '}', '|', '^', '"', '<', '>', '`', '[', ']'] {
        refused(
            &format!("https://example.com/a{character}b"),
            "client_id.character",
        );
        refused(
            &format!("https://example.com/c?a{character}b"),
            "client_id.character",
        );
    }
}

#[test]
fn every_character_of_a_path_segment_is_accepted() {
    accepted("https://example.com/AZaz09-._~!$&'()*+,;=:@");
    accepted("https://example.com/c?AZaz09-._~!$&()*+,;=:@/?");
}

#[test]
fn a_dot_at_the_end_of_the_host_is_refused() {
    refused("https://example.com./c", "client_id.trailing_dot");
    refused("https://localhost./c", "client_id.trailing_dot");
}

#[test]
fn a_single_label_is_refused_outside_development() {
    refused("https://localhost/c", "client_id.special_use_name");
    refused("https://intranet/c", "client_id.special_use_name");
    refused("https://wiki/c", "client_id.single_label");
}

#[test]
fn a_special_use_name_is_refused_outside_development() {
    let names = [
        "a.localhost",
        "a.local",
        "a.test",
        "a.invalid",
        "a.example",
        "a.internal",
        "a.onion",
        "a.alt",
        "router.home.arpa",
        "1.0.0.127.in-addr.arpa",
        "nas.lan",
        "a.corp",
        "a.home",
        "a.intranet",
        "a.private",
        "a.LOCAL",
    ];
    for name in names {
        refused(&format!("https://{name}/c"), "client_id.special_use_name");
    }
}

#[test]
fn a_public_name_that_looks_like_a_special_use_name_is_accepted() {
    for name in [
        "example.com",
        "example.org",
        "example.net",
        "notlocalhost.com",
        "internal.example.com",
        "local.example.com",
        "test.dev",
        "client.museum",
        "1.1.1.1.example.com",
        "999999999.com",
    ] {
        accepted(&format!("https://{name}/c"));
    }
}

#[test]
fn development_admits_names_and_never_an_address() {
    let rules = ClientIdRules {
        danger_special_use_names: true,
        ..ClientIdRules::default()
    };
    for name in [
        "localhost",
        "a.localhost",
        "wiki",
        "client.test",
        "db.internal",
        "localhost:8443",
    ] {
        let text = format!("https://{name}/c");
        assert!(ClientId::parse_with(&text, &rules).is_ok(), "{text}");
    }
    for host in [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "8.8.8.8",
    ] {
        refused_with(&format!("https://{host}/c"), "client_id.ip_literal", &rules);
    }
    refused_with("https://localhost./c", "client_id.trailing_dot", &rules);
    refused_with("https://-x/c", "client_id.host_syntax", &rules);
}

#[test]
fn an_ip_address_is_refused_in_every_spelling() {
    let hosts = [
        "127.0.0.1",
        "[::1]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "017700000001",
        "0177.0.0.1",
        "0X7F000001",
        "0x7f.0x0.0x0.0x1",
        "127.0.0.1.",
        "2130706433.",
        "8.8.8.8",
        "0",
        "[2606:4700::1111]",
        "[::ffff:10.0.0.1]",
        "[fe80::1%25eth0]",
        "[v1.fe80::a]",
        "[::1",
        "256.256.256.256",
        "1.2.3.4.5",
        "foo.0x4",
        "foo.09",
        "foo.0x",
        "example.com.1",
        "999999999999999999999",
    ];
    for host in hosts {
        refused(&format!("https://{host}/c"), "client_id.ip_literal");
        refused(&format!("https://{host}:8443/c"), "client_id.ip_literal");
    }
    refused("https://%31%32%37.0.0.%31/c", "client_id.host_syntax");
    refused("https://[::1]1230/c", "client_id.ip_literal");
}

#[test]
fn a_port_in_any_other_spelling_is_refused() {
    for port in [
        "0",
        "65536",
        "",
        "0443",
        "+1",
        "-1",
        "8_0",
        "80a",
        "4294967377",
        "443:443",
        "%38",
    ] {
        refused(&format!("https://example.com:{port}/c"), "client_id.port");
    }
}

#[test]
fn a_host_that_is_no_dns_name_is_refused() {
    let label = "a".repeat(64);
    let long = format!("{}com", "abcdefgh.".repeat(28));
    assert_eq!(long.len(), 255);
    for host in [
        "a..b",
        ".com",
        "-a.com",
        "a-.com",
        "a.-b",
        "example.c_m",
        "127.0.0.1_",
        "a;b.com",
        "a%b0.com",
        "ex%61mple.com",
        "a!b.com",
        "a,b.com",
        "a*.com",
        &label,
        &format!("{label}.com"),
        &long,
    ] {
        refused(&format!("https://{host}/c"), "client_id.host_syntax");
    }
    accepted(&format!("https://{}.com/c", "a".repeat(63)));
    accepted(&format!("https://{}a.com/c", "abcdefgh.".repeat(27)));
}

#[test]
fn an_underscore_is_accepted_before_the_last_label() {
    accepted("https://exa_mple.com/c");
    accepted("https://_x.com/c");
}

#[test]
fn the_length_is_judged_before_anything_else() {
    let fits = format!("https://example.com/{}", "a".repeat(2048 - 20));
    assert_eq!(fits.len(), 2048);
    accepted(&fits);
    refused(&format!("{fits}a"), "client_id.length");
    refused(&"\0".repeat(2049), "client_id.length");
    let rules = ClientIdRules {
        max_bytes: 22,
        ..ClientIdRules::default()
    };
    assert!(ClientId::parse_with("https://example.com/ab", &rules).is_ok());
    refused_with("https://example.com/abc", "client_id.length", &rules);
}

// Beyond the table.

#[test]
fn a_port_of_another_protocol_is_refused_unless_switched_on() {
    let rules = ClientIdRules {
        bad_ports: true,
        ..ClientIdRules::default()
    };
    for port in [
        1, 22, 25, 53, 110, 143, 389, 465, 587, 993, 2049, 4190, 5060, 6000, 6667, 10080,
    ] {
        let text = format!("https://example.com:{port}/c");
        refused(&text, "client_id.bad_port");
        assert!(ClientId::parse_with(&text, &rules).is_ok(), "{text}");
    }
    for port in [
        2,
        80,
        443,
        444,
        3000,
        3306,
        5432,
        6379,
        6668 + 2,
        8443,
        10081,
    ] {
        accepted(&format!("https://example.com:{port}/c"));
    }
}

#[test]
fn what_the_fetcher_would_not_send_as_written_is_refused() {
    // A WHATWG parser escapes the apostrophe in the query of an https URL.
    refused("https://example.com/c?x='1'", "client_id.disagreement");
    accepted("https://example.com/c?x=%271%27");
    accepted("https://example.com/it's");
}

#[test]
fn url_form_starts_with_https_in_any_case() {
    for text in [
        "https://",
        "https://h/c",
        "HTTPS://h",
        "hTTps://é",
        "https:// not a URL",
    ] {
        assert!(ClientId::is_url_form(text), "{text:?}");
    }
    for text in [
        "",
        "https",
        "https:/",
        "https:/h",
        "http://h/c",
        " https://h/c",
        "\u{feff}https://h/c",
        "https%3A//h/c",
        "s6BhdRkqt3",
        "httpſ://h/c",
        "urn:https://h",
    ] {
        assert!(!ClientId::is_url_form(text), "{text:?}");
    }
}

#[test]
fn the_parts_are_those_of_the_text() {
    let check = |text: &str, host: &str, port, path: &str, query| {
        let id = id(text);
        assert_eq!((id.host(), id.port()), (host, port), "{text}");
        assert_eq!((id.path(), id.query()), (path, query), "{text}");
    };
    check("https://h.com/", "h.com", None, "/", None);
    check("https://H.com:443/c", "H.com", Some(443), "/c", None);
    check("https://h.com/c?", "h.com", None, "/c", Some(""));
    check(
        "https://h.com:8443/a/b?x=/y?z:1",
        "h.com",
        Some(8443),
        "/a/b",
        Some("x=/y?z:1"),
    );
    check("https://h.com/a:b@c", "h.com", None, "/a:b@c", None);
}

#[test]
fn a_client_id_is_its_text() {
    let text = "https://example.com/c";
    let client_id: ClientId = text.parse().unwrap();
    assert_eq!(client_id, ClientId::try_from(text).unwrap());
    assert_eq!(client_id, *text);
    assert_eq!(client_id, text);
    assert_eq!(client_id.as_ref(), text);
    assert_eq!(client_id.to_string(), text);
    assert_eq!(format!("{client_id:?}"), format!("ClientId({text:?})"));
    assert_eq!(HashMap::from([(client_id, 1)]).get(text), Some(&1));
}

#[test]
fn a_clone_shares_the_text() {
    let first = id("https://example.com/c");
    let second = first.clone();
    assert_eq!(first.as_str().as_ptr(), second.as_str().as_ptr());
    assert_eq!(first.as_str().as_ptr(), first.to_shared().as_ptr());
    assert_eq!(size_of::<ClientId>(), size_of::<&str>());
}

#[test]
fn every_rule_is_broken_by_some_text_and_judged_in_the_order_of_the_list() {
    let strict = ClientIdRules {
        query: false,
        root_path: false,
        max_bytes: 60,
        ..ClientIdRules::default()
    };
    let long = format!("{}/é {}", "https://u@[::1]:0", "a".repeat(60));
    let texts = [
        &*long,
        "HTTPS://u@[::1]:0/é",
        "https://u@[::1]:0/é",
        "https://u@[::1]:0/ #",
        r"https://u@[::1]:0/\#",
        "https://u@[::1]:0/{#",
        "https://u@[::1]:0/%#",
        "https://u@[::1]:0/#",
        "https://u@[::1]:0/",
        "https://:0/",
        "https://127.1.:0/",
        "https://-x.local.:0/",
        "https://-x.local:0/",
        "https://localhost:0/",
        "https://wiki:0",
        "https://example.com:0",
        "https://example.com:25",
        "https://example.com",
        "https://example.com/?",
        "https://example.com/.?",
        "https://xn--a.com/c?'",
        "https://xn--a.com/c",
    ];
    let broken = texts.map(|text| ClientId::parse_with(text, &strict).unwrap_err());
    let disagreement = ClientId::parse("https://example.com/c?'").unwrap_err();
    let broken: Vec<_> = broken.into_iter().chain([disagreement]).collect();
    assert_eq!(broken, ClientIdError::ALL);
}

#[test]
fn every_rule_has_a_name_of_its_own_and_says_what_to_mend() {
    let rules: HashSet<_> = ClientIdError::ALL
        .iter()
        .map(|error| error.rule())
        .collect();
    assert_eq!(rules.len(), ClientIdError::ALL.len());
    let texts: HashSet<_> = ClientIdError::ALL
        .iter()
        .map(ClientIdError::to_string)
        .collect();
    assert_eq!(texts.len(), ClientIdError::ALL.len());
    for error in ClientIdError::ALL {
        let text = error.to_string();
        assert!(error.rule().starts_with("client_id."), "{error:?}");
        assert!(text.starts_with("the ") && !text.ends_with('.'), "{text}");
        // RFC 6749 section 5.2: what an error_description may hold.
        assert!(
            text.bytes()
                .all(|b| (0x20..0x7f).contains(&b) && b != b'"' && b != b'\\'),
            "{text}"
        );
    }
}

/// Texts that come close to a client identifier URL.
fn near_miss() -> impl Strategy<Value = String> {
    let host = "([a-zA-Z0-9_-]{0,6}[.]){0,4}[a-zA-Z0-9_%:@\\[\\]-]{0,8}";
    let port = "(:[0-9+]{0,6})?";
    let path = "(/([a-z.;:@'\\\\]|%2[eEfF]|%){0,6}){0,3}";
    let tail = "([?#][a-z'%/?#=]{0,6})?";
    let text = format!("(https|HTTPS|http)://{host}{port}{path}{tail}");
    proptest::string::string_regex(&text).unwrap()
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>(), start in "(https://)?") {
        let _ = ClientId::parse(&format!("{start}{text}"));
        let _ = ClientId::is_url_form(&text);
    }

    #[test]
    fn what_is_accepted_is_what_is_dialled(text in near_miss()) {
        if let Ok(id) = ClientId::parse(&text) {
            let dialled = url::Url::parse(&text).unwrap();
            prop_assert_eq!(id.host_lowercase(), dialled.host_str().unwrap());
            prop_assert_eq!(id.port().unwrap_or(443), dialled.port_or_known_default().unwrap());
            prop_assert_eq!(id.path(), dialled.path());
            prop_assert_eq!(id.query(), dialled.query());
            prop_assert!(dialled.domain().is_some() && dialled.fragment().is_none());
            prop_assert!(dialled.username().is_empty() && dialled.password().is_none());
        }
    }

    #[test]
    fn the_parts_put_together_are_the_text(text in near_miss()) {
        if let Ok(id) = ClientId::parse(&text) {
            let port = id.port().map(|port| format!(":{port}")).unwrap_or_default();
            let query = id.query().map(|query| format!("?{query}")).unwrap_or_default();
            prop_assert_eq!(format!("https://{}{port}{}{query}", id.host(), id.path()), text);
        }
    }

    #[test]
    fn what_is_accepted_is_of_url_form(text in near_miss()) {
        prop_assert!(ClientId::parse(&text).is_err() || ClientId::is_url_form(&text));
    }

    #[test]
    fn one_more_byte_anywhere_makes_another_client_or_none(
        at in 8usize..=35, byte in 0u8..0x80,
    ) {
        let text = "https://app.example.com/oauth/client.json";
        let mut other = text.to_owned();
        other.insert(at, char::from(byte));
        if let Ok(client_id) = ClientId::parse(&other) {
            prop_assert_ne!(client_id, id(text));
        }
    }
}
