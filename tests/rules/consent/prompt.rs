//! Whether to ask.

use std::collections::BTreeSet;

use tower_cimd::rules::consent::{ConsentStep, PromptError};

use super::view_of;

use ConsentStep::{Ask, Refuse, Skip};

/// The step to a website with a consent remembered, and without one.
fn website(prompt: Option<&str>, remembered: ConsentStep, new: ConsentStep) {
    check("https://client.example.com/cb", prompt, remembered, new);
}

/// The same to each redirection where anybody may listen.
fn anybody(prompt: Option<&str>, remembered: ConsentStep, new: ConsentStep) {
    for uri in [
        "http://localhost/cb",
        "http://127.0.0.1/cb",
        "http://[::1]/cb",
        "https://localhost/cb",
        "com.example.app:/cb",
        "cursor://anysphere/cb",
    ] {
        check(uri, prompt, remembered, new);
    }
}

fn check(uri: &str, prompt: Option<&str>, remembered: ConsentStep, new: ConsentStep) {
    let view = view_of("https://client.example.com/client.json", uri);
    assert_eq!(view.step(prompt, true), remembered, "{uri} {prompt:?}");
    assert_eq!(view.step(prompt, false), new, "{uri} {prompt:?}");
}

#[test]
fn a_website_is_answered_again_without_asking() {
    website(None, Skip, Ask);
    website(Some(""), Skip, Ask);
    website(Some("login"), Skip, Ask);
    website(Some("select_account"), Skip, Ask);
    website(Some("None"), Skip, Ask);
}

#[test]
fn the_client_can_have_the_user_asked() {
    website(Some("consent"), Ask, Ask);
    website(Some("login consent"), Ask, Ask);
    anybody(Some("consent"), Ask, Ask);
}

#[test]
fn loopback_and_private_use_are_always_asked() {
    anybody(None, Ask, Ask);
    anybody(Some("login"), Ask, Ask);
}

#[test]
fn none_forbids_to_ask() {
    website(Some("none"), Skip, Refuse(PromptError::ConsentRequired));
    website(Some(" none  "), Skip, Refuse(PromptError::ConsentRequired));
    let refused = Refuse(PromptError::InteractionRequired);
    anybody(Some("none"), refused, refused);
}

#[test]
fn none_beside_another_value_contradicts_itself() {
    let refused = Refuse(PromptError::Contradiction);
    for prompt in ["none login", "consent none", "none  x"] {
        website(Some(prompt), refused, refused);
        anybody(Some(prompt), refused, refused);
    }
    website(
        Some("none none"),
        Skip,
        Refuse(PromptError::ConsentRequired),
    );
}

#[test]
fn each_refusal_has_its_code_and_a_name_of_its_own() {
    let codes: Vec<_> = PromptError::ALL.iter().map(|error| error.error()).collect();
    assert_eq!(
        codes,
        [
            "consent_required",
            "interaction_required",
            "invalid_request"
        ]
    );
    let rules: BTreeSet<_> = PromptError::ALL.iter().map(|error| error.rule()).collect();
    assert_eq!(rules.len(), PromptError::ALL.len());
    assert!(rules.iter().all(|rule| rule.starts_with("prompt.")));
}
