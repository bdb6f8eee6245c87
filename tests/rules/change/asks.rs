//! What the client may ask for.

use serde_json::{Value as Json, json};
use tower_cimd::rules::change::Change;

use super::{both, only, same};

fn grants(names: &[&str]) -> Json {
    json!({"grant_types": names})
}

fn scope(scope: &str) -> Json {
    json!({"scope": scope})
}

const CODE: &str = "authorization_code";

#[test]
fn a_grant_type_more_is_wider_and_one_less_is_narrower() {
    both(
        grants(&[CODE]),
        grants(&[CODE, "refresh_token"]),
        &["grants_widened"],
        &["grants_narrowed"],
    );
}

#[test]
fn a_grant_type_for_another_is_wider_and_narrower() {
    both(
        grants(&[CODE, "refresh_token"]),
        grants(&[CODE, "client_credentials"]),
        &["grants_widened", "grants_narrowed"],
        &["grants_widened", "grants_narrowed"],
    );
}

#[test]
fn the_grant_types_are_told() {
    assert_eq!(
        only(grants(&[CODE]), grants(&["refresh_token", CODE])),
        Change::GrantsWidened {
            added: ["refresh_token".to_owned()].into(),
        }
    );
    assert_eq!(
        only(grants(&["client_credentials", CODE]), grants(&[CODE])),
        Change::GrantsNarrowed {
            removed: ["client_credentials".to_owned()].into(),
        }
    );
}

#[test]
fn grant_types_left_out_are_the_code_grant() {
    same(grants(&[CODE]), json!({"grant_types": "absent"}));
}

#[test]
fn a_grant_type_that_this_server_does_not_support_is_no_change() {
    same(grants(&[CODE]), grants(&[CODE, "urn:example:unheard-of"]));
}

#[test]
fn the_order_of_grant_types_is_no_change() {
    same(
        grants(&[CODE, "refresh_token"]),
        grants(&["refresh_token", CODE]),
    );
}

#[test]
fn response_types_are_one_kind_in_both_directions() {
    both(
        json!({"response_types": ["code"]}),
        json!({"response_types": ["code", "code id_token"]}),
        &["response_types_changed"],
        &["response_types_changed"],
    );
    assert_eq!(
        only(
            json!({"response_types": ["code"]}),
            json!({"response_types": ["code id_token"]}),
        ),
        Change::ResponseTypes {
            added: ["code id_token".to_owned()].into(),
            removed: ["code".to_owned()].into(),
        }
    );
}

#[test]
fn response_types_left_out_are_code() {
    same(json!({"response_types": ["code"]}), json!({}));
}

#[test]
fn a_scope_more_is_wider_and_one_less_is_narrower() {
    both(
        scope("read"),
        scope("read write"),
        &["scope_widened"],
        &["scope_narrowed"],
    );
}

#[test]
fn a_scope_for_another_is_wider_and_narrower() {
    both(
        scope("read"),
        scope("write"),
        &["scope_widened", "scope_narrowed"],
        &["scope_widened", "scope_narrowed"],
    );
}

#[test]
fn no_scope_is_no_bound_and_so_the_widest() {
    both(
        scope("read"),
        scope("absent"),
        &["scope_widened"],
        &["scope_narrowed"],
    );
    assert_eq!(
        only(scope("read write"), scope("absent")),
        Change::ScopeWidened { added: None }
    );
    assert_eq!(
        only(scope("absent"), scope("read")),
        Change::ScopeNarrowed { removed: None }
    );
}

#[test]
fn the_scopes_are_told() {
    assert_eq!(
        only(scope("b"), scope("c b a")),
        Change::ScopeWidened {
            added: Some(["a".into(), "c".into()].into()),
        }
    );
    assert_eq!(
        only(scope("c b a"), scope("b")),
        Change::ScopeNarrowed {
            removed: Some(["a".into(), "c".into()].into()),
        }
    );
}

#[test]
fn a_scope_is_a_set_of_tokens() {
    same(scope("read write"), scope("write read"));
    same(scope("read write"), scope(" write  read read "));
    same(scope("absent"), scope("  "));
}

#[test]
fn scopes_are_compared_with_case() {
    both(
        scope("read"),
        scope("Read"),
        &["scope_widened", "scope_narrowed"],
        &["scope_widened", "scope_narrowed"],
    );
}
