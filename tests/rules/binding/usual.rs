//! What most hosts do with a binding.

use serde_json::{Value as Json, json};
use tower_cimd::rules::binding::InUse;

use crate::change::version;

const URI: &str = "https://a.example.com/cb";
const LOOPBACK: &str = "http://127.0.0.1/cb";

/// Whether a grant of `old` to this redirection URI may still be used by `new`.
fn held(old: Json, redirect_uri: &str, new: Json) -> bool {
    version(new).is_held_by(&version(old).bind_to(redirect_uri))
}

fn document(members: Json) -> Json {
    let mut document = json!({"redirect_uris": [URI, LOOPBACK], "client_name": "A"});
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    document
}

#[test]
fn it_is_the_binding_with_that_redirection_uri() {
    let client = version(document(json!({})));
    for uri in [URI, "http://127.0.0.1:49152/cb"] {
        let in_use = InUse::default().redirect_uri(uri);
        assert_eq!(client.bind_to(uri), client.binding_with(&in_use));
    }
}

#[test]
fn the_same_client_is_held() {
    let same = || document(json!({}));
    assert!(held(same(), URI, same()));
    assert!(held(same(), "http://127.0.0.1:49152/cb", same()));
}

#[test]
fn a_client_that_would_be_asked_about_again_is_held_for_what_was_granted() {
    for change in [
        json!({"client_name": "B"}),
        json!({"logo_uri": "https://a.example.com/logo.png"}),
        json!({"redirect_uris": [URI, LOOPBACK, "https://b.example.com/cb"]}),
        json!({"scope": "read write"}),
    ] {
        assert!(
            held(document(json!({})), URI, document(change.clone())),
            "{change}"
        );
    }
}

#[test]
fn a_client_whose_change_is_refused_is_not() {
    let moved = json!({"redirect_uris": ["https://b.example.com/cb"]});
    assert!(!held(document(json!({})), URI, document(moved)));
    let unregistered = document(json!({}));
    assert!(!held(
        unregistered.clone(),
        "https://evil.example.com/",
        unregistered
    ));
}

#[test]
fn a_text_that_is_no_binding_of_this_client_holds_nothing() {
    let client = version(document(json!({})));
    let binding = client.bind_to(URI);
    for damaged in [
        "",
        "x",
        &binding[1..],
        &binding.to_ascii_uppercase(),
        "b9.AAAA",
    ] {
        assert!(!client.is_held_by(damaged), "{damaged}");
    }
}
