//! What a presented URI must equal.

use proptest::prelude::*;
use tower_cimd::rules::redirect_uri::matches;

#[track_caller]
fn same(registered: &str, presented: &str) {
    assert!(
        matches(registered, presented),
        "{registered:?} {presented:?}"
    );
}

#[track_caller]
fn other(registered: &str, presented: &str) {
    assert!(
        !matches(registered, presented),
        "{registered:?} {presented:?}"
    );
}

#[test]
fn the_same_string_matches() {
    same("https://app.example.com/cb", "https://app.example.com/cb");
    same("com.example.app:/cb", "com.example.app:/cb");
    other("", "");
}

#[test]
fn every_other_string_is_another_uri() {
    for presented in [
        "",
        "https://app.example.com/cb/",
        "https://app.example.com/CB",
        "https://APP.example.com/cb",
        "HTTPS://app.example.com/cb",
        "https://app.example.com:443/cb",
        "https://app.example.com:/cb",
        "https://app.example.com./cb",
        "https://app.example.com/cb?",
        "https://app.example.com/cb#",
        "https://app.example.com/./cb",
        "https://app.example.com/c%62",
        "http://app.example.com/cb",
    ] {
        other("https://app.example.com/cb", presented);
    }
    other("https://[::1]:8080", "https://[::1]:5000");
}

#[test]
fn the_port_of_an_http_loopback_uri_is_the_clients_choice() {
    for host in ["127.0.0.1", "[::1]", "localhost"] {
        for registered in ["", ":8080"] {
            for presented in ["", ":1", ":8080", ":65535"] {
                for rest in ["", "/", "/cb", "/cb?a=b", "?a"] {
                    same(
                        &format!("http://{host}{registered}{rest}"),
                        &format!("http://{host}{presented}{rest}"),
                    );
                }
            }
        }
    }
}

#[test]
fn nothing_but_the_port_may_differ_on_loopback() {
    for presented in [
        "http://localhost:8080",
        "http://localhost:8080/",
        "http://localhost:8080/CB",
        "http://localhost:8080/cb/",
        "http://localhost:8080/cb?",
        "http://localhost:8080/cb#",
        "http://localhost:8080/x/../cb",
        "http://localhost:8080/cb\n",
        "http://localhost:8080 /cb",
        "http://localhost.:8080/cb",
        "http://LOCALHOST:8080/cb",
        "http://localhost:80@evil.com/cb",
        "http://localhost@evil.com/cb",
        "http://localhost.evil.com/cb",
        "HTTP://localhost:8080/cb",
        "https://localhost:8080/cb",
        "http://evil.com/cb",
        "http:/localhost:8080/cb",
        "http://localhost\\:8080/cb",
    ] {
        other("http://localhost/cb", presented);
    }
    other("https://localhost/cb", "https://localhost:8080/cb");
    other("http://127.0.0.2/cb", "http://127.0.0.2:8080/cb");
}

#[test]
fn a_presented_port_is_plain() {
    for port in [
        ":",
        ":0",
        ":080",
        ":+80",
        ":-1",
        ":65536",
        ":4294967376",
        ":8o",
        ": 80",
        ":80:80",
        ":８０",
    ] {
        other("http://127.0.0.1/cb", &format!("http://127.0.0.1{port}/cb"));
    }
}

#[test]
fn one_loopback_host_never_stands_for_another() {
    let hosts = [
        "127.0.0.1",
        "[::1]",
        "localhost",
        "127.0.0.2",
        "[0:0:0:0:0:0:0:1]",
        "0.0.0.0",
    ];
    for registered in hosts {
        for presented in hosts.into_iter().filter(|&host| host != registered) {
            other(
                &format!("http://{registered}/cb"),
                &format!("http://{presented}:8080/cb"),
            );
        }
    }
}

proptest! {
    #[test]
    fn two_uris_match_where_they_are_equal_or_differ_in_a_legal_loopback_port(
        one in parts(),
        two in parts(),
    ) {
        let port_is_free = |(scheme, host, port, _): &Parts| {
            *scheme == "http" && LOOPBACK.contains(host) && LEGAL.contains(port)
        };
        let apart_from_port = (one.0, one.1, one.3) == (two.0, two.1, two.3);
        let expected = one == two || apart_from_port && port_is_free(&one) && port_is_free(&two);
        let text = |(scheme, host, port, rest): Parts| format!("{scheme}://{host}{port}{rest}");
        prop_assert_eq!(matches(&text(one), &text(two)), expected, "{:?} {:?}", one, two);
    }
}

/// Scheme, host, port with its colon, path and query.
type Parts = (&'static str, &'static str, &'static str, &'static str);

fn parts() -> impl Strategy<Value = Parts> {
    let hosts = [&LOOPBACK[..], &["127.0.0.2", "localhost.", "h"]].concat();
    let ports = [&LEGAL[..], &[":", ":0", ":080", ":65536", ":+1"]].concat();
    (
        proptest::sample::select(vec!["http", "https", "HTTP", "com.example"]),
        proptest::sample::select(hosts),
        proptest::sample::select(ports),
        proptest::sample::select(vec!["", "/", "/cb", "?a"]),
    )
}

const LOOPBACK: [&str; 3] = ["127.0.0.1", "[::1]", "localhost"];
const LEGAL: [&str; 4] = ["", ":1", ":8080", ":65535"];
