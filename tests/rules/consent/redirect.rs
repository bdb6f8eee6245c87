//! Where the answer goes.

use serde_json::json;
use tower_cimd::rules::consent::{Caution, ConsentContext, ConsentView, Landing};

use super::{client, view_of};

const CLIENT_ID: &str = "https://client.example.com/client.json";

fn check(uri: &str, landing: Landing, host: Option<&str>) {
    let view = view_of(CLIENT_ID, uri);
    let redirect = view.redirect().unwrap();
    assert_eq!(redirect.landing(), landing, "{uri}");
    assert_eq!(redirect.host().map(|host| host.as_str()), host, "{uri}");
    assert_eq!(redirect.uri().as_str(), uri);
    // T16: loopback and private-use redirections are never answered without a person.
    assert_eq!(view.may_skip(), landing == Landing::Website, "{uri}");
}

#[test]
fn a_website_receives_what_goes_to_https() {
    check(
        "https://client.example.com/cb",
        Landing::Website,
        Some("client.example.com"),
    );
    check(
        "https://APP.example.net/cb",
        Landing::Website,
        Some("app.example.net"),
    );
    check(
        "https://127.0.0.1.example.net/cb",
        Landing::Website,
        Some("127.0.0.1.example.net"),
    );
    check(
        "https://localhost.example.net/cb",
        Landing::Website,
        Some("localhost.example.net"),
    );
    check(
        "https://93.184.216.34/cb",
        Landing::Website,
        Some("93.184.216.34"),
    );
    check(
        "https://[2001:db8::1]/cb",
        Landing::Website,
        Some("[2001:db8::1]"),
    );
}

#[test]
fn any_program_receives_what_goes_to_loopback() {
    check("http://localhost/cb", Landing::Loopback, Some("localhost"));
    check(
        "http://127.0.0.1:8080/cb",
        Landing::Loopback,
        Some("127.0.0.1"),
    );
    check("http://[::1]/cb", Landing::Loopback, Some("[::1]"));
}

#[test]
fn a_certificate_does_not_make_loopback_somebody() {
    for host in [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "app.localhost",
        "127.0.0.1",
        "127.1",
        "127.255.0.9",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
    ] {
        let shown = host.to_ascii_lowercase();
        check(
            &format!("https://{host}/cb"),
            Landing::Loopback,
            Some(&shown),
        );
    }
}

#[test]
fn any_app_receives_what_goes_to_a_scheme_of_its_own() {
    check("com.example.app:/cb", Landing::PrivateUse, None);
    check(
        "com.example.app://client.example.com/cb",
        Landing::PrivateUse,
        None,
    );
    check("cursor://anysphere/cb", Landing::PrivateUse, None);
}

fn leaves(client_id: &str, uri: &str, expected: bool) {
    let view = view_of(client_id, uri);
    assert_eq!(view.redirect().unwrap().leaves_client(), expected, "{uri}");
    assert_eq!(
        view.cautions().contains(&Caution::ForeignRedirect),
        expected,
        "{uri}"
    );
}

#[test]
fn another_host_than_the_clients_is_told() {
    leaves(CLIENT_ID, "https://client.example.com/cb", false);
    leaves(CLIENT_ID, "https://Client.Example.com/cb", false);
    leaves(CLIENT_ID, "https://client.example.com:8443/cb", false);
    leaves(CLIENT_ID, "https://www.client.example.com/cb", true);
    leaves(CLIENT_ID, "https://example.com/cb", true);
    leaves(CLIENT_ID, "https://client.example.com./cb", true);
    leaves(CLIENT_ID, "http://localhost/cb", false);
    leaves(CLIENT_ID, "com.example.app:/cb", false);
}

#[test]
fn without_a_redirection_there_is_nothing_to_show_and_no_skipping() {
    let client = client(json!({}));
    let view = ConsentView::new(&client, ConsentContext::default());
    assert_eq!(view.redirect(), None);
    assert!(!view.may_skip());
    assert_eq!(view.cautions(), []);
}

#[test]
fn what_the_client_registered_besides_does_not_spoil_the_website() {
    let client = client(json!({
        "redirect_uris": ["http://localhost/cb", "com.example.app:/cb", "https://client.example.com/cb"],
    }));
    let may_skip = |presented: &str| {
        let context = ConsentContext {
            redirect_uri: client.match_redirect_uri(presented),
            ..ConsentContext::default()
        };
        let view = ConsentView::new(&client, context);
        assert!(!view.cautions().contains(&Caution::LoopbackOnly));
        view.may_skip()
    };
    assert!(may_skip("https://client.example.com/cb"));
    assert!(!may_skip("http://localhost:49152/cb"));
    assert!(!may_skip("com.example.app:/cb"));
    assert!(!may_skip("https://evil.example.net/cb"));
}
