//! Scheme, port, path, query, fragment, userinfo: the table of client_id URLs, in its order.

use tower_cimd::ClientId;
use tower_cimd::rules::client_id::ClientIdRules;

use crate::client_id::{accepted, id, refused, refused_with};

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
