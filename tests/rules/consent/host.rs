//! A host as a person should see it.

use proptest::prelude::*;
use tower_cimd::rules::consent::SharedHost;

use super::host;

fn check(text: &str, lead: &str, emphasis: &str) {
    let host = host(text);
    assert_eq!((host.lead(), host.emphasis()), (lead, emphasis), "{text}");
    assert_eq!(host.as_str(), format!("{lead}{emphasis}"));
}

#[test]
fn below_a_generic_domain_two_labels_count() {
    check("example.com", "", "example.com");
    check("app.example.com", "app.", "example.com");
    check(
        "accounts.google.com.evil.dev",
        "accounts.google.com.",
        "evil.dev",
    );
    check("a.b.c.d.museum", "a.b.c.", "d.museum");
    check("APP.Example.COM", "app.", "example.com");
}

#[test]
fn below_a_country_nobody_can_tell() {
    check("example.co.uk", "", "example.co.uk");
    check("a.example.com.au", "", "a.example.com.au");
    check("login.t.co", "", "login.t.co");
    check("example.de", "", "example.de");
    check("a.b.xn--p1ai", "", "a.b.xn--p1ai");
}

#[test]
fn what_is_no_name_of_the_dns_counts_whole() {
    check("localhost", "", "localhost");
    check("intranet", "", "intranet");
    check("93.184.216.34", "", "93.184.216.34");
    check("[2001:db8::1]", "", "[2001:db8::1]");
    check("example.com.", "", "example.com.");
}

#[test]
fn below_a_shared_name_one_label_more_counts() {
    check("someone.github.io", "", "someone.github.io");
    check("pwa.app.pages.dev", "pwa.", "app.pages.dev");
    check("a.b.vercel.app", "a.", "b.vercel.app");
    check("x.netlify.app", "", "x.netlify.app");
    check(
        "520d7cb212a6.ngrok-free.app",
        "",
        "520d7cb212a6.ngrok-free.app",
    );
    check("b.app.up.railway.app", "b.", "app.up.railway.app");
}

#[test]
fn where_strangers_share_a_host_by_path_its_owner_does_not_vouch_for_them() {
    check("sites.google.com", "", "sites.google.com");
    check("raw.githubusercontent.com", "", "raw.githubusercontent.com");
}

fn shared(text: &str, expected: Option<SharedHost>) {
    assert_eq!(host(text).shared(), expected, "{text}");
}

#[test]
fn shared_hosts_are_known_by_a_table() {
    let (name, path) = (Some(SharedHost::ByName), Some(SharedHost::ByPath));
    shared("someone.github.io", name);
    shared("SOMEONE.GitHub.io", name);
    shared("a.someone.github.io", name);
    shared("x.trycloudflare.com", name);
    shared("bucket.s3.amazonaws.com", name);
    shared("s3.amazonaws.com", path);
    shared("raw.githubusercontent.com", path);
    shared("sites.google.com", path);
}

#[test]
fn a_shared_name_itself_and_what_only_ends_like_it_are_not_shared() {
    shared("github.io", None);
    shared("xgithub.io", None);
    shared("github.io.example.com", None);
    shared("a.raw.githubusercontent.com", None);
    shared("chatgpt.com", None);
    shared("localhost", None);
}

fn unicode(text: &str, expected: Option<&str>, is_punycode: bool) {
    let host = host(text);
    assert_eq!(host.unicode(), expected, "{text}");
    assert_eq!(host.is_punycode(), is_punycode, "{text}");
    assert_eq!(host.as_str(), text);
}

#[test]
fn an_internationalised_host_is_shown_in_both_forms() {
    unicode("xn--exmple-cua.com", Some("exämple.com"), true);
    unicode("a.xn--80ak6aa92e.com", Some("a.аррӏе.com"), true);
    unicode("xn--fiqs8s.example.com", Some("中国.example.com"), true);
    unicode("example.com", None, false);
    unicode("a.xn.example.com", None, false);
}

#[test]
fn a_host_is_shortened_on_the_left_alone() {
    let check = |text: &str, characters: usize, lead: &str| {
        assert_eq!(
            host(text).lead_within(characters),
            lead,
            "{text} {characters}"
        );
    };
    check("accounts.google.com.evil.dev", 20, "accounts.google.com.");
    check("accounts.google.com.evil.dev", 19, "…counts.google.com.");
    check("accounts.google.com.evil.dev", 5, "…com.");
    check("accounts.google.com.evil.dev", 1, "…");
    check("accounts.google.com.evil.dev", 0, "…");
    check("evil.dev", 0, "");
}

proptest! {
    #[test]
    fn whatever_the_host_its_end_is_always_shown(
        text in "([a-z0-9]{1,20}\\.){0,8}[a-z]{1,12}(\\.(com|dev|de|github\\.io))?",
        characters in 0_usize..80,
    ) {
        let host = host(&text);
        prop_assert_eq!(format!("{}{}", host.lead(), host.emphasis()), text.clone());
        let lead = host.lead_within(characters);
        prop_assert!(lead.chars().count() <= characters.max(1));
        prop_assert!(host.lead().ends_with(lead.trim_start_matches('…')));
        prop_assert!(host.lead().is_empty() || host.lead().ends_with('.'));
    }
}
