//! Which scope may be asked for.

use serde_json::{Value as Json, json};
use tower_cimd::rules::checks::Checks;

use crate::checks::{check_authorization, check_authorization_with, client};

#[track_caller]
fn check(document: Json, asked: &str, rule: &str) {
    check_authorization(json!({"scope": document}), json!({"scope": asked}), rule);
}

#[test]
fn a_scope_is_of_the_characters_of_scopes() {
    for legal in [
        "a",
        "a b",
        "mcp:tools",
        "https://example.com/x",
        " a  b ",
        "!#[]~",
    ] {
        check(json!("absent"), legal, "");
    }
    for illegal in ["\"", "a\\b", "a\tb", "a\nb", "\u{e9}", "a\u{7f}", "\0"] {
        check(json!("absent"), illegal, "scope.syntax");
    }
}

#[test]
fn a_document_without_a_scope_sets_no_bound() {
    check(json!("absent"), "anything at all", "");
    check(json!(" "), "anything at all", "");
}

#[test]
fn a_document_with_a_scope_sets_a_bound() {
    check(json!("a b"), "a", "");
    check(json!("a b"), "b a", "");
    check(json!("a b"), "", "");
    for beyond in ["c", "a c", "A", "ab"] {
        check(json!("a b"), beyond, "scope.beyond_document");
    }
}

#[test]
fn the_servers_ceiling_is_a_bound_of_its_own() {
    let checks = Checks::default().scope_ceiling(["a", "b"]);
    for (document, asked, rule) in [
        (json!("absent"), "a b", ""),
        (json!("absent"), "a c", "scope.beyond_server"),
        (json!("a c"), "c", "scope.beyond_server"),
        (json!("a c"), "b", "scope.beyond_document"),
    ] {
        let members = json!({"scope": document});
        check_authorization_with(&checks, members, json!({"scope": asked}), rule);
    }
    let nothing = Checks::default().scope_ceiling([""; 0]);
    check_authorization_with(
        &nothing,
        json!({}),
        json!({"scope": "a"}),
        "scope.beyond_server",
    );
    check_authorization_with(&nothing, json!({}), json!({}), "");
}

#[test]
fn a_host_can_check_a_scope_alone() {
    let client = client(json!({"scope": "a"}));
    assert!(client.check_scope(Some("a"), None).is_ok());
    assert!(client.check_scope(Some("b"), None).is_err());
    assert!(client.check_scope(None, Some(&[])).is_ok());
}
