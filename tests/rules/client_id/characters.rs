//! Spellings and characters: the table of client_id URLs goes on.

use crate::client_id::{accepted, id, refused};

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
