//! Hosts, ports and length: the end of the table of client_id URLs.

use tower_cimd::ClientId;
use tower_cimd::rules::client_id::ClientIdRules;

use crate::client_id::{accepted, refused, refused_with};

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
