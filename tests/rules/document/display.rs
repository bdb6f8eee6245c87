//! What the client says about itself.

use serde_json::json;

use crate::document::{accepted, refused};

#[test]
fn a_link_that_leads_nowhere_public_is_refused_in_any_language() {
    for member in ["client_uri", "tos_uri", "policy_uri"] {
        for uri in [
            "javascript:alert(1)",
            "http://client.example.com/",
            "https://127.0.0.1/x",
            "https://localhost/about",
            "data:text/html,x",
            "/about",
        ] {
            refused(json!({member: uri}), "document.uri", member);
            refused(json!({format!("{member}#ja"): uri}), "document.uri", member);
        }
        accepted(json!({member: "https://elsewhere.example.com/about#us"}));
    }
}

#[test]
fn a_logo_that_may_not_be_shown_is_dropped() {
    for uri in [
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "http://client.example.com/logo.png",
        "https://[::169.254.169.254]/logo.png",
        "https://localhost/logo.png",
    ] {
        let client = accepted(json!({
            "logo_uri": uri, "logo_uri#ja": uri, "logo_uri#de": "https://cdn.example.net/de.png",
        }));
        assert_eq!(
            (client.logo_uri(), client.logo_uri_in("ja")),
            (None, None),
            "{uri}"
        );
        assert_eq!(
            client.logo_uri_in("de"),
            Some("https://cdn.example.net/de.png")
        );
    }
}

#[test]
fn one_language_has_one_text() {
    let twice = json!({"client_name#pt-BR": "a", "client_name#pt-br": "b"});
    refused(twice, "document.repeated_language", "client_name");
    accepted(json!({"client_name#pt-BR": "a", "client_name#pt": "b", "client_name": "c"}));
}

#[test]
fn an_application_type_is_web_or_native() {
    refused(
        json!({"application_type": "desktop"}),
        "document.application_type",
        "application_type",
    );
    refused(
        json!({"application_type": "Web"}),
        "document.application_type",
        "application_type",
    );
}

#[test]
fn a_loopback_redirect_is_accepted_whatever_the_application_type() {
    for kind in ["web", "native", "absent"] {
        accepted(json!({"application_type": kind, "redirect_uris": ["http://127.0.0.1/cb"]}));
    }
}
