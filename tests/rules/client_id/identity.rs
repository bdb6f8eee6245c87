//! What a client identifier is beyond the table.

use std::collections::{HashMap, HashSet};

use tower_cimd::ClientId;
use tower_cimd::rules::client_id::{ClientIdError, ClientIdRules};

use crate::client_id::{accepted, id, refused};

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
