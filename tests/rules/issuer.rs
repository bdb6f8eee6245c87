//! The authorization server's own issuer identifier.

use std::collections::HashSet;

use proptest::prelude::*;
use tower_cimd::rules::issuer::{Issuer, IssuerError};

fn accepted(text: &str, host: &str) {
    let issuer = Issuer::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(issuer.as_str(), text);
    assert_eq!(issuer.to_string(), text);
    assert_eq!(issuer.host(), host, "{text}");
}

fn refused(text: &str, why: IssuerError) {
    assert_eq!(Issuer::parse(text), Err(why), "{text:?}");
}

#[test]
fn an_https_url_is_an_issuer_with_or_without_a_path() {
    accepted("https://as.example.com", "as.example.com");
    accepted("https://as.example.com/", "as.example.com");
    accepted("https://as.example.com/tenant/1", "as.example.com");
    accepted("https://as.example.com:8443", "as.example.com");
}

#[test]
fn the_text_is_kept_and_the_host_is_in_lower_case() {
    accepted("https://AS.Example.com:443/", "as.example.com");
    accepted("https://as.example.com./", "as.example.com");
    accepted("https://[2001:DB8::1]:8443", "[2001:db8::1]");
    assert_ne!(
        Issuer::parse("https://as.example.com"),
        Issuer::parse("https://as.example.com/")
    );
}

#[test]
fn http_is_accepted_on_loopback_alone() {
    accepted("http://localhost:3000", "localhost");
    accepted("http://127.0.0.1:3000", "127.0.0.1");
    accepted("http://[::1]:3000/", "[::1]");
    refused("http://as.example.com", IssuerError::PlainHttp);
    refused("http://localhost.example.com", IssuerError::PlainHttp);
    refused("http://10.0.0.1", IssuerError::PlainHttp);
    refused("http://[::ffff:127.0.0.1]", IssuerError::PlainHttp);
}

#[test]
fn another_scheme_is_refused() {
    refused("ftp://as.example.com", IssuerError::Scheme);
    refused("HTTPS://as.example.com", IssuerError::Scheme);
    refused("wss://as.example.com", IssuerError::Scheme);
    refused(" https://as.example.com", IssuerError::Scheme);
}

#[test]
fn what_is_no_url_is_refused() {
    for text in [
        "",
        "as.example.com",
        "https",
        "https:as.example.com",
        "https://",
        "https:///x",
        "https://as example.com",
        "https://as.example.com\n",
        r"https://as.example.com\x",
        "https://äs.example.com",
        "https://as.example.com:99999",
        "https://as.example.com:x",
        "https://[::1",
        "https://as.example.com/%zz",
        "https://..",
        "https://as..example.com",
        "https://as.example.com..",
    ] {
        refused(text, IssuerError::NotAUrl);
    }
}

#[test]
fn query_fragment_and_userinfo_are_refused_even_when_empty() {
    refused("https://as.example.com?x=1", IssuerError::Query);
    refused("https://as.example.com/?", IssuerError::Query);
    refused("https://as.example.com#f", IssuerError::Fragment);
    refused("https://as.example.com/#", IssuerError::Fragment);
    refused("https://as.example.com/?#", IssuerError::Fragment);
    refused("https://u@as.example.com", IssuerError::Userinfo);
    refused("https://u:p@as.example.com", IssuerError::Userinfo);
    refused("https://@as.example.com", IssuerError::Userinfo);
}

#[test]
fn the_own_host_is_known_in_any_case_and_with_a_dot() {
    let issuer = Issuer::parse("https://AS.example.com:8443/tenant").unwrap();
    for own in ["as.example.com", "AS.EXAMPLE.COM", "as.example.com."] {
        assert!(issuer.is_own_host(own), "{own}");
    }
    for other in [
        "",
        ".",
        "example.com",
        "as.example.com..",
        "as.example.com:8443",
        "xas.example.com",
        "as.example.com.evil.net",
        "as.example.co",
    ] {
        assert!(!issuer.is_own_host(other), "{other}");
    }
    assert!(
        Issuer::parse("https://as.example.com.")
            .unwrap()
            .is_own_host("as.example.com")
    );
    assert!(
        Issuer::parse("http://[::1]:3000")
            .unwrap()
            .is_own_host("[::1]")
    );
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    let rules: HashSet<_> = IssuerError::ALL.iter().map(|error| error.rule()).collect();
    assert_eq!(rules.len(), IssuerError::ALL.len());
    assert!(rules.iter().all(|rule| rule.starts_with("issuer.")));
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_accepted_owns_its_host(
        text in any::<String>(), start in "(https?://[a-zA-Z.]{0,9})?",
    ) {
        if let Ok(issuer) = Issuer::parse(&format!("{start}{text}")) {
            prop_assert!(issuer.is_own_host(issuer.host()));
            prop_assert_eq!(issuer.host(), issuer.host().to_ascii_lowercase());
        }
    }
}
