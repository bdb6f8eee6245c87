//! The built-in policies.

use tower_cimd::ClientId;
use tower_cimd::resolve::StaticFetch;
use tower_cimd::resolve::patterns::{AllowedClients, PatternError, SameOriginRedirects};
use tower_cimd::resolve::policy::{Admission, MayUse, Policy};

use crate::world::{CLIENT_ID, client, resolver};

fn id(text: &str) -> ClientId {
    ClientId::parse(text).expect("a valid client_id")
}

#[track_caller]
fn check(pattern: &str, client_id: &str, admitted: bool) {
    let policy = AllowedClients::matching([pattern]).expect("a pattern");
    assert_eq!(
        policy.admits(&id(client_id)) != Admission::Refused,
        admitted,
        "{pattern} and {client_id}"
    );
}

#[test]
fn a_host_is_compared_whole_and_without_case() {
    check("example.com", "https://example.com/a", true);
    check("Example.COM", "https://example.com/a", true);
    check("example.com", "https://EXAMPLE.com/a", true);
    check("example.com", "https://example.com.evil.org/a", false);
    check("example.com", "https://evil-example.com/a", false);
    check("example.com", "https://www.example.com/a", false);
    check("example.com", "https://example.org/example.com", false);
    check("example.com", "https://example.org/?example.com", false);
}

#[test]
fn a_wildcard_stands_for_labels_and_not_for_none() {
    check("*.example.com", "https://a.example.com/", true);
    check("*.example.com", "https://A.Example.com/", true);
    check("*.example.com", "https://a.b.example.com/", true);
    check("*.example.com", "https://example.com/", false);
    check("*.example.com", "https://evilexample.com/", false);
    check("*.example.com", "https://a.example.com.evil.org/", false);
}

#[test]
fn a_port_is_443_unless_the_pattern_names_it() {
    check("example.com", "https://example.com:443/a", true);
    check("example.com", "https://example.com:8443/a", false);
    check("example.com:8443", "https://example.com:8443/a", true);
    check("example.com:8443", "https://example.com/a", false);
    check("example.com:443", "https://example.com/a", true);
}

#[test]
fn a_path_is_compared_by_whole_segments() {
    check("example.com/a", "https://example.com/a", true);
    check("example.com/a", "https://example.com/a/", true);
    check("example.com/a", "https://example.com/a/b", true);
    check("example.com/a", "https://example.com/a?b", true);
    check("example.com/a", "https://example.com/ab", false);
    check("example.com/a", "https://example.com/A", false);
    check("example.com/a", "https://example.com/b/a", false);
    check("example.com/a", "https://example.com/%61", false);
    check("example.com/a", "https://example.com/?/a", false);
    check("example.com/a/", "https://example.com/a/b", true);
    check("example.com/a/", "https://example.com/a/", true);
    check("example.com/a/", "https://example.com/a", false);
    check("example.com/", "https://example.com/a", true);
    check("example.com/a/b", "https://example.com/a/b/c", true);
    check("example.com/a/b", "https://example.com/a/bc", false);
    check("*.example.com/a", "https://x.example.com/a/b", true);
    check("*.example.com/a", "https://x.example.com/b", false);
}

#[track_caller]
fn check_refused(pattern: &str, expected: PatternError) {
    assert_eq!(
        AllowedClients::matching([pattern]).err(),
        Some(expected),
        "{pattern}"
    );
}

#[test]
fn what_is_no_pattern_is_refused_by_kind() {
    check_refused("", PatternError::Host);
    check_refused("/a", PatternError::Host);
    check_refused("localhost", PatternError::Host);
    check_refused("example..com", PatternError::Host);
    check_refused("example.com.", PatternError::Host);
    check_refused("ex ample.com", PatternError::Host);
    check_refused("exämple.com", PatternError::Host);
    check_refused("user@example.com", PatternError::Host);
    check_refused("example.com?a", PatternError::Host);
    check_refused("https://example.com", PatternError::Port);
    check_refused("*", PatternError::Wildcard);
    check_refused("*.com", PatternError::Wildcard);
    check_refused("*example.com", PatternError::Wildcard);
    check_refused("*.*.example.com", PatternError::Wildcard);
    check_refused("a.*.example.com", PatternError::Wildcard);
    check_refused("example.*", PatternError::Wildcard);
    check_refused("example.com:", PatternError::Port);
    check_refused("example.com:0", PatternError::Port);
    check_refused("example.com:+443", PatternError::Port);
    check_refused("example.com:65536", PatternError::Port);
    check_refused("example.com:443:443", PatternError::Port);
    check_refused("example.com//", PatternError::Path);
    check_refused("example.com/a//b", PatternError::Path);
    check_refused("example.com/../b", PatternError::Path);
    check_refused("example.com/a/.", PatternError::Path);
    check_refused("example.com/a?b", PatternError::Path);
    check_refused("example.com/a#b", PatternError::Path);
    check_refused("example.com/a*", PatternError::Path);
    check_refused("example.com/a\\b", PatternError::Path);
    check_refused("example.com/ä", PatternError::Path);
}

#[test]
fn each_kind_of_refusal_has_a_name_of_its_own() {
    let mut rules = PatternError::ALL.map(PatternError::rule).to_vec();
    rules.sort_unstable();
    rules.dedup();
    assert_eq!(rules.len(), PatternError::ALL.len());
    assert!(rules.iter().all(|rule| rule.starts_with("pattern.")));
}

#[test]
fn one_pattern_of_several_is_enough() {
    let policy = AllowedClients::matching(["example.com", "example.org"]).unwrap();
    assert_eq!(
        policy.admits(&id("https://example.org/")),
        Admission::Trusted
    );
    assert_eq!(
        policy.admits(&id("https://example.net/")),
        Admission::Refused
    );
}

#[test]
fn a_host_that_is_written_out_is_trusted_and_one_below_a_wildcard_is_not() {
    let policy = AllowedClients::matching(["*.example.com", "a.example.com/oauth"]).unwrap();
    for (client_id, expected) in [
        ("https://a.example.com/oauth/1", Admission::Trusted),
        ("https://A.example.com/oauth", Admission::Trusted),
        ("https://a.example.com/", Admission::Admitted),
        ("https://b.example.com/oauth", Admission::Admitted),
        ("https://example.com/", Admission::Refused),
    ] {
        assert_eq!(policy.admits(&id(client_id)), expected, "{client_id}");
    }
}

#[test]
fn any_host_is_admitted_by_default() {
    let policy = AllowedClients::default();
    assert_eq!(
        policy.admits(&id("https://example.net:8443/a?b")),
        Admission::Admitted
    );
}

#[test]
fn a_named_client_is_exactly_that_one() {
    let policy = AllowedClients::only_named().named(id("https://example.com/a"));
    assert_eq!(
        policy.admits(&id("https://example.com/a")),
        Admission::Named
    );
    for other in [
        "https://example.com/a/b",
        "https://example.com:443/a",
        "https://Example.com/a",
        "https://example.com/a?",
    ] {
        assert_eq!(policy.admits(&id(other)), Admission::Refused, "{other}");
    }
}

#[test]
fn naming_a_client_refuses_no_other() {
    let policy = AllowedClients::any().named(id("https://example.com/a"));
    assert_eq!(
        policy.admits(&id("https://example.com/b")),
        Admission::Admitted
    );
}

async fn same_origin(redirect_uris: &[&str]) -> MayUse {
    let document = serde_json::json!({ "client_id": CLIENT_ID, "redirect_uris": redirect_uris });
    let network = StaticFetch::new().publish(CLIENT_ID, document.to_string());
    let (resolver, _) = resolver(network);
    SameOriginRedirects.may_use(&client(&resolver, CLIENT_ID).await)
}

#[tokio::test]
async fn every_redirection_uri_must_be_on_the_origin_of_the_client_id() {
    let home = "https://client.example.com/callback";
    assert_eq!(same_origin(&[home]).await, MayUse::Allowed);
    assert_eq!(
        same_origin(&["https://client.example.com:443/cb"]).await,
        MayUse::Allowed
    );
    for elsewhere in [
        "https://client.example.com:8443/cb",
        "https://www.client.example.com/cb",
        "https://example.com/cb",
        "http://127.0.0.1/cb",
        "com.example.client:/cb",
    ] {
        assert_eq!(
            same_origin(&[home, elsewhere]).await,
            MayUse::Refused,
            "{elsewhere}"
        );
    }
}
