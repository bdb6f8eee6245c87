//! Where the client is answered.

use serde_json::{Value as Json, json};
use tower_cimd::rules::change::Change;
use tower_cimd::rules::redirect_uri::{RedirectUri, RedirectUriRules};

use super::{between, both, only, same};

fn uris(uris: &[&str]) -> Json {
    json!({"redirect_uris": uris})
}

fn uri(text: &str) -> RedirectUri {
    RedirectUri::parse(text, &RedirectUriRules::default()).unwrap()
}

/// A second URI beside a first one, on an origin that is new, or is not.
fn added(first: &str, second: &str, new_origin: bool) {
    let change = only(uris(&[first]), uris(&[first, second]));
    let uri = uri(second);
    assert_eq!(change, Change::RedirectUriAdded { uri, new_origin });
}

#[test]
fn a_uri_on_a_known_origin_is_merely_added() {
    added(
        "https://a.example.com/cb",
        "https://a.example.com/cb2",
        false,
    );
    added(
        "https://a.example.com/cb",
        "https://a.example.com/cb?x=1",
        false,
    );
    added("https://a.example.com/cb", "https://a.example.com", false);
    added(
        "https://a.example.com/cb",
        "https://a.example.com:443/cb",
        false,
    );
    added(
        "https://a.example.com/cb",
        "https://A.EXAMPLE.COM/cb",
        false,
    );
    added(
        "https://a.example.com/cb",
        "HTTPS://a.example.com/cb",
        false,
    );
    added(
        "https://a.example.com:8443/",
        "https://a.example.com:8443/cb",
        false,
    );
    added("http://127.0.0.1:1/cb", "http://127.0.0.1:2/other", false);
    added("http://[::1]/cb", "http://[::1]:2/other", false);
    added("com.example.app:/cb", "com.example.app:/other", false);
    added("com.example.app:/cb", "com.example.app://x/cb", false);
}

#[test]
fn another_scheme_host_or_port_is_another_origin() {
    added("https://a.example.com/cb", "https://b.example.com/cb", true);
    added(
        "https://a.example.com/cb",
        "https://a.example.com:8443/cb",
        true,
    );
    added(
        "https://a.example.com/cb",
        "https://a.example.com.b.example.com/cb",
        true,
    );
    added(
        "https://a.example.com/cb",
        "https://a.example.com./cb",
        true,
    );
    added("https://a.example.com/cb", "http://localhost/cb", true);
    added("https://localhost/cb", "http://localhost/cb", true);
    added("http://localhost/cb", "http://127.0.0.1/cb", true);
    added("http://127.0.0.1/cb", "http://[::1]/cb", true);
    added("com.example.app:/cb", "com.example.app2:/cb", true);
    added(
        "com.example.app://a.example.com/cb",
        "https://a.example.com/cb",
        true,
    );
}

#[test]
fn what_is_added_one_way_is_removed_the_other_way() {
    both(
        uris(&["https://a.example.com/cb"]),
        uris(&["https://a.example.com/cb", "https://b.example.com/cb"]),
        &["redirect_origin_added"],
        &["redirect_uri_removed"],
    );
    both(
        uris(&["https://a.example.com/cb"]),
        uris(&["https://a.example.com/cb2"]),
        &["redirect_uri_removed", "redirect_uri_added"],
        &["redirect_uri_removed", "redirect_uri_added"],
    );
    both(
        uris(&["https://a.example.com/cb"]),
        uris(&["https://b.example.com/cb"]),
        &["redirect_uri_removed", "redirect_origin_added"],
        &["redirect_uri_removed", "redirect_origin_added"],
    );
}

#[test]
fn a_removed_uri_is_told_as_it_was_registered() {
    let both = uris(&["https://a.example.com/cb", "http://localhost:8080/cb"]);
    let uri = uri("http://localhost:8080/cb");
    let change = only(both, uris(&["https://a.example.com/cb"]));
    assert_eq!(change, Change::RedirectUriRemoved { uri });
}

#[test]
fn the_order_of_uris_is_no_change() {
    same(
        uris(&["https://a.example.com/cb", "https://b.example.com/cb"]),
        uris(&["https://b.example.com/cb", "https://a.example.com/cb"]),
    );
}

#[test]
fn one_uri_twice_is_that_uri() {
    same(
        uris(&["https://a.example.com/cb", "https://a.example.com/cb"]),
        uris(&["https://a.example.com/cb"]),
    );
}

#[test]
fn a_port_on_loopback_is_no_change_because_no_request_is_held_to_it() {
    same(
        uris(&["http://localhost/cb"]),
        uris(&["http://localhost:8080/cb"]),
    );
    same(
        uris(&["http://127.0.0.1:1/cb?x"]),
        uris(&["http://127.0.0.1:2/cb?x"]),
    );
    same(uris(&["http://[::1]"]), uris(&["http://[::1]:65535"]));
}

#[test]
fn a_path_on_loopback_is_a_change() {
    both(
        uris(&["http://localhost:1/cb"]),
        uris(&["http://localhost:1/cb/"]),
        &["redirect_uri_removed", "redirect_uri_added"],
        &["redirect_uri_removed", "redirect_uri_added"],
    );
}

#[test]
fn a_port_elsewhere_is_a_change() {
    both(
        uris(&["https://localhost/cb"]),
        uris(&["https://localhost:8443/cb"]),
        &["redirect_uri_removed", "redirect_origin_added"],
        &["redirect_uri_removed", "redirect_origin_added"],
    );
}

#[test]
fn changes_of_one_kind_keep_the_order_of_the_document() {
    let old = uris(&["https://a.example.com/cb"]);
    let new = uris(&[
        "https://a.example.com/z",
        "https://c.example.com/cb",
        "https://a.example.com/cb",
        "https://b.example.com/cb",
        "https://a.example.com/y",
    ]);
    let order: Vec<String> = between(&old, &new)
        .into_iter()
        .map(|change| match change {
            Change::RedirectUriAdded { uri, .. } => uri.to_string(),
            change => panic!("{change:?}"),
        })
        .collect();
    let origins_first = [
        "https://c.example.com/cb",
        "https://b.example.com/cb",
        "https://a.example.com/z",
        "https://a.example.com/y",
    ];
    assert_eq!(order, origins_first);
}

#[test]
fn sixty_four_uris_are_all_told() {
    let of = |host: &str| -> Json {
        let uris = (0..64).map(|number| format!("https://{host}/{number}"));
        json!({"redirect_uris": uris.collect::<Vec<_>>()})
    };
    assert_eq!(
        between(&of("a.example.com"), &of("b.example.com")).len(),
        128
    );
}
