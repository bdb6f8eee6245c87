//! Rules on registrable domains.

use tower_cimd::resolve::patterns::PatternError;
use tower_cimd::resolve::rulebook::{ClientPatternError, Effect, Rule};

fn error(clients: &str) -> Option<PatternError> {
    match Rule::new("r", Effect::Deny, [clients]) {
        Ok(_) => None,
        Err(ClientPatternError::Pattern(error)) => Some(error),
        Err(other) => panic!("{clients}: {other:?}"),
    }
}

#[cfg(not(feature = "public-suffix"))]
#[test]
fn without_the_list_a_rule_on_a_domain_is_an_error_that_says_so() {
    let unsupported = error("site:example.com").expect("an error");
    assert_eq!(unsupported, PatternError::SiteUnsupported);
    assert!(unsupported.to_string().contains("public-suffix"));
}

#[cfg(feature = "public-suffix")]
mod with_the_list {
    use tower_cimd::resolve::patterns::AllowedClients;
    use tower_cimd::resolve::policy::{Admission, Policy};
    use tower_cimd::resolve::rulebook::{RuleError, Rulebook};

    use super::*;
    use crate::rulebook::{admits, book, id, rule};

    #[track_caller]
    fn check(clients: &str, matching: &[&str], others: &[&str]) {
        let denying = book([rule(Effect::Deny, clients)]);
        let allowed = AllowedClients::matching([clients]).expect("a pattern");
        for (hosts, matches) in [(matching, true), (others, false)] {
            for host in hosts {
                let client_id = id(&format!("https://{host}/a/b"));
                let found = denying.rule_for(&client_id).map(Rule::name);
                assert_eq!(found, matches.then_some(clients), "{client_id}");
                let admitted = allowed.admits(&client_id) != Admission::Refused;
                assert_eq!(admitted, matches, "{client_id}");
            }
        }
    }

    #[test]
    fn a_domain_is_itself_and_every_host_below() {
        check(
            "site:example.com",
            &["example.com", "a.example.com", "A.b.EXAMPLE.com"],
            &[
                "example.org",
                "notexample.com",
                "example.com.evil.net",
                "example.com.co",
            ],
        );
        check(
            "site:Example.CO.uk",
            &["example.co.uk", "a.example.co.uk"],
            &["other.co.uk", "example.uk", "example.ac.uk"],
        );
        check(
            "site:xn--mgba3gch31f.xn--p1ai",
            &["a.xn--mgba3gch31f.xn--p1ai"],
            &["b.xn--p1ai"],
        );
    }

    /// The private section of the list counts.
    #[test]
    fn tenants_of_one_host_are_domains_of_their_own() {
        check(
            "site:a.github.io",
            &["a.github.io", "b.a.github.io"],
            &["b.github.io", "github.io"],
        );
        check(
            "site:amazonaws.com",
            &["amazonaws.com", "console.amazonaws.com"],
            &["bucket.s3.amazonaws.com", "s3.amazonaws.com"],
        );
    }

    /// The list's own rule for what it does not know.
    #[test]
    fn below_an_unknown_suffix_one_label_is_registered() {
        check(
            "site:example.a-new-tld",
            &["example.a-new-tld", "x.y.example.a-new-tld"],
            &["other.a-new-tld"],
        );
    }

    #[test]
    fn exceptions_and_wildcards_of_the_list_count() {
        check(
            "site:city.kawasaki.jp",
            &["city.kawasaki.jp", "a.city.kawasaki.jp"],
            &["a.b.kawasaki.jp"],
        );
        assert_eq!(
            error("site:b.kawasaki.jp"),
            Some(PatternError::PublicSuffix)
        );
    }

    #[test]
    fn a_port_and_a_path_may_stand_behind_it() {
        let book = book([rule(Effect::Allow, "site:example.com/a")]).otherwise(Effect::Deny);
        for (client_id, admission) in [
            ("https://x.example.com/a/b", Admission::Admitted),
            ("https://x.example.com/ab", Admission::Refused),
            ("https://x.example.com:8443/a/b", Admission::Refused),
        ] {
            assert_eq!(admits(&book, client_id), admission, "{client_id}");
        }
        let ported = Rulebook::new([rule(Effect::Deny, "site:example.com:8443")]).unwrap();
        let admitted = admits(&ported, "https://x.example.com/a");
        assert_eq!(admitted, Admission::Admitted);
        let refused = admits(&ported, "https://x.example.com:8443/a");
        assert_eq!(refused, Admission::Refused);
    }

    #[test]
    fn what_is_no_registrable_domain_is_an_error_that_says_why() {
        for (clients, expected) in [
            ("site:co.uk", PatternError::PublicSuffix),
            ("site:CO.UK", PatternError::PublicSuffix),
            ("site:github.io", PatternError::PublicSuffix),
            ("site:com", PatternError::PublicSuffix),
            ("site:a-new-tld", PatternError::PublicSuffix),
            ("site:www.example.com", PatternError::SiteBelow),
            ("site:b.a.github.io", PatternError::SiteBelow),
            ("site:", PatternError::Host),
            ("site:*.example.com", PatternError::Host),
            ("site:example..com", PatternError::Host),
            ("site:.com", PatternError::Host),
            ("site:https://example.com", PatternError::Port),
            ("site:example.com:0", PatternError::Port),
            ("site:example.com/a//b", PatternError::Path),
            ("Site:example.com", PatternError::Port),
            ("site: example.com", PatternError::Host),
            ("site:site:example.com", PatternError::Port),
        ] {
            assert_eq!(error(clients), Some(expected), "{clients}");
        }
    }

    /// There are as many hosts of a domain as its owner likes.
    #[test]
    fn a_rule_does_not_trust_the_hosts_of_a_domain() {
        let error = Rulebook::new([rule(Effect::Allow, "site:example.com").trusted()]);
        assert_eq!(error.unwrap_err().error, RuleError::TrustedWildcard);
        let allowed = AllowedClients::matching(["site:example.com"]).unwrap();
        let admission = allowed.admits(&id("https://example.com/a"));
        assert_eq!(admission, Admission::Admitted);
    }

    #[test]
    fn deny_wins_over_and_with_a_domain() {
        let client_id = id("https://a.example.com/x");
        for (denying, allowing) in [
            ("site:example.com", "a.example.com"),
            ("site:example.com", "*.example.com"),
            ("a.example.com", "site:example.com"),
            ("*", "site:example.com"),
        ] {
            let no = || Rule::new("no", Effect::Deny, [denying]).unwrap();
            let yes = || Rule::new("yes", Effect::Allow, [allowing]).unwrap();
            for book in [book([no(), yes()]), book([yes(), no()])] {
                assert_eq!(book.rule_for(&client_id).map(Rule::name), Some("no"));
            }
        }
    }
}
