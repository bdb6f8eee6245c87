//! The redirection URI in use.

use serde_json::{Value as Json, json};
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::{ChangePolicy, Consequence};

use super::{check_in_use, told};
use crate::change::published::{goose_in_spring, goose_now};

fn uris(uris: &[&str]) -> Json {
    json!({"redirect_uris": uris})
}

/// Whether the presented URI is found to be gone.
fn gone(presented: &str, old: &[&str], new: &[&str]) -> bool {
    let then = InUse::default().redirect_uri(presented);
    let check = check_in_use(uris(old), &then, uris(new), &InUse::default());
    let told = told(check);
    let gone = told.contains("redirect_uri_in_use_removed");
    let refused = ChangePolicy::default().judge(check) == Consequence::Refuse;
    assert_eq!(gone, refused, "{told}");
    gone
}

const A: &str = "https://a.example.com/cb";
const B: &str = "https://b.example.com/cb";
const LOOPBACK: &str = "http://127.0.0.1/cb";

#[test]
fn a_uri_in_use_that_is_removed_is_refused() {
    assert!(gone(A, &[A], &[B]));
    assert!(gone(A, &[A, B], &[B]));
    assert!(gone(A, &[B, A], &["https://a.example.com/cb/"]));
    assert!(gone(
        "com.example.app:/cb",
        &["com.example.app:/cb", A],
        &[A]
    ));
}

#[test]
fn a_uri_in_use_that_stays_is_not() {
    assert!(!gone(A, &[A], &[A]));
    assert!(!gone(A, &[A], &[B, A]));
    assert!(!gone(A, &[A, B], &[A]));
}

#[test]
fn a_uri_in_use_on_loopback_stays_with_whichever_port() {
    assert!(!gone(
        "http://127.0.0.1:49152/cb",
        &[LOOPBACK],
        &[LOOPBACK, A]
    ));
    assert!(!gone(
        "http://127.0.0.1:49152/cb",
        &[LOOPBACK],
        &["http://127.0.0.1:8080/cb"]
    ));
    assert!(!gone(
        LOOPBACK,
        &["http://127.0.0.1:8080/cb"],
        &[A, LOOPBACK]
    ));
}

#[test]
fn one_loopback_host_does_not_stand_for_another() {
    assert!(gone(
        "http://localhost:1/cb",
        &["http://localhost/cb"],
        &[LOOPBACK]
    ));
    assert!(gone(
        "http://127.0.0.1:1/cb",
        &[LOOPBACK],
        &["http://[::1]/cb"]
    ));
}

#[test]
fn a_uri_that_was_not_registered_is_found_gone_by_every_check() {
    assert!(gone(B, &[A], &[A]));
    assert!(gone(B, &[A], &[A, B]));
    assert!(gone("", &[A], &[A]));
    assert!(gone("http://127.0.0.1:0/cb", &[LOOPBACK], &[LOOPBACK]));
}

#[test]
fn without_a_uri_in_use_none_is_gone() {
    let none = InUse::default();
    let told = told(check_in_use(uris(&[A]), &none, uris(&[B]), &none));
    assert_eq!(
        told,
        "changed redirect_uri_removed redirect_origin_added redirect_uri_added"
    );
}

#[test]
fn a_client_without_redirection_may_begin_to_redirect() {
    let machine = json!({"grant_types": ["client_credentials"], "redirect_uris": "absent"});
    let none = InUse::default();
    let told = told(check_in_use(machine, &none, uris(&[A]), &none));
    assert_eq!(
        told,
        "changed redirect_uri_removed redirect_origin_added redirect_uri_added \
         grants_widened grants_narrowed response_types_changed"
    );
}

#[test]
fn a_grant_of_goose_in_spring_is_refused_now() {
    let in_use = InUse::default().redirect_uri("http://localhost:33418/oauth_callback");
    let binding = goose_in_spring().binding_with(&in_use);
    let check = goose_now().check_binding(&binding).unwrap();
    assert!(told(check).starts_with("changed redirect_uri_in_use_removed "));
    assert_eq!(ChangePolicy::default().judge(check), Consequence::Refuse);
}
