//! Which rule decides about a client_id.

use tower_cimd::resolve::patterns::AllowedClients;
use tower_cimd::resolve::policy::{Admission, Policy};
use tower_cimd::resolve::rulebook::{Effect, Rule, Rulebook};

use crate::rulebook::{book, id, rule};

/// The name of the rule that decides; nothing where the default does.
fn decides(book: &Rulebook, client_id: &str, name: &str) {
    let found = book.rule_for(&id(client_id)).map_or("", Rule::name);
    assert_eq!(found, name, "{client_id}");
}

fn check(clients: &str, matching: &[&str], others: &[&str]) {
    let denying = book([rule(Effect::Deny, clients)]);
    for client_id in matching {
        decides(&denying, client_id, clients);
    }
    for client_id in others {
        decides(&denying, client_id, "");
    }
}

#[test]
fn a_host_matches_itself_in_any_letter_case() {
    check(
        "Example.com",
        &["https://example.com/a", "https://EXAMPLE.com/b/c?d"],
        &[
            "https://www.example.com/a",
            "https://example.org/a",
            "https://notexample.com/a",
        ],
    );
}

#[test]
fn a_wildcard_matches_every_host_below_and_not_the_name_itself() {
    check(
        "*.example.com",
        &["https://a.example.com/x", "https://a.b.c.Example.com/x"],
        &[
            "https://example.com/x",
            "https://aexample.com/x",
            "https://example.com.evil.net/x",
        ],
    );
}

#[test]
fn a_path_matches_by_whole_segments() {
    check(
        "example.com/a",
        &[
            "https://example.com/a",
            "https://example.com/a/b",
            "https://example.com/a?b",
            "https://example.com/a/",
        ],
        &[
            "https://example.com/ab",
            "https://example.com/A",
            "https://example.com/b/a",
            "https://example.com/%61",
        ],
    );
    check(
        "example.com/a/",
        &["https://example.com/a/", "https://example.com/a/b"],
        &["https://example.com/a", "https://example.com/ab"],
    );
    check(
        "*.example.com/a/b",
        &["https://x.example.com/a/b", "https://x.example.com/a/b/c/d"],
        &[
            "https://x.example.com/a",
            "https://x.example.com/a/bc",
            "https://example.com/a/b",
        ],
    );
    check("example.com/", &["https://example.com/a"], &[]);
}

#[test]
fn a_client_id_matches_byte_for_byte() {
    check(
        "https://example.com/a",
        &["https://example.com/a"],
        &[
            "https://example.com/a/b",
            "https://EXAMPLE.com/a",
            "https://example.com:443/a",
            "https://example.com/a?b",
        ],
    );
}

#[test]
fn an_asterisk_matches_everybody() {
    check(
        "*",
        &["https://example.com/a", "https://a.example.org:8443/b"],
        &[],
    );
}

#[test]
fn a_port_that_is_written_is_the_only_one() {
    check(
        "example.com:8443",
        &["https://example.com:8443/a"],
        &[
            "https://example.com/a",
            "https://example.com:443/a",
            "https://example.com:8444/a",
        ],
    );
    check(
        "example.com:443",
        &["https://example.com/a", "https://example.com:443/a"],
        &[],
    );
}

/// Neither lets in what was to be kept out.
#[test]
fn without_a_port_only_a_rule_that_allows_means_443() {
    let other_port = "https://example.com:8443/a";
    for (effect, name) in [
        (Effect::Allow, ""),
        (Effect::Quarantine, "example.com"),
        (Effect::Deny, "example.com"),
    ] {
        let book = book([rule(effect, "example.com")]);
        decides(&book, other_port, name);
        decides(&book, "https://example.com/a", "example.com");
    }
}

#[test]
fn the_first_rule_that_matches_decides() {
    let rules = [
        "example.com/a",
        "*",
        "example.com",
        "https://example.com/a/b",
    ];
    for effect in [Effect::Allow, Effect::Quarantine] {
        let book = book(rules.map(|clients| rule(effect, clients)));
        decides(&book, "https://example.com/a/b", "example.com/a");
        decides(&book, "https://example.com/b", "*");
    }
}

#[test]
fn deny_wins_over_everything_whatever_the_order() {
    let denied = "https://a.example.com/x/y";
    for denying in [
        "*",
        "*.example.com",
        "a.example.com",
        "a.example.com/x",
        denied,
    ] {
        for allowing in ["a.example.com", "*.example.com", "a.example.com/x/y"] {
            let no = || Rule::new("no", Effect::Deny, [denying]).unwrap();
            let yes = || Rule::new("yes", Effect::Allow, [allowing]).unwrap();
            let named = || Rule::new("named", Effect::Allow, [denied]).unwrap();
            decides(&book([no(), yes(), named()]), denied, "no");
            decides(&book([named(), yes(), no()]), denied, "no");
        }
    }
}

#[test]
fn a_later_rule_for_the_same_counts_where_an_earlier_one_has_another_port() {
    let other = Rule::new("8443", Effect::Allow, ["example.com:8443"]).unwrap();
    let usual = Rule::new("443", Effect::Allow, ["example.com"]).unwrap();
    let book = book([other, usual]);
    decides(&book, "https://example.com/a", "443");
    decides(&book, "https://example.com:8443/a", "8443");
}

/// The index comes to what a look at each pattern comes to.
#[test]
fn the_index_matches_what_the_patterns_match() {
    let patterns = [
        "example.com",
        "*.example.com",
        "a.example.com",
        "example.com/a",
        "example.com/a/",
        "example.com/a/b",
        "*.example.com/a",
        "example.com:8443",
        "example.com:8443/a",
        "*.b.example.com",
        "example.com/",
        "b.example.com/a/b/c",
    ];
    let hosts = [
        "example.com",
        "a.example.com",
        "b.example.com",
        "a.b.example.com",
        "example.org",
    ];
    let paths = [
        "/a",
        "/a/",
        "/ab",
        "/a/b",
        "/a/b/",
        "/a/bc",
        "/b",
        "/a/b/c",
        "/a/b/c/d/e",
        "/x/a",
    ];
    for pattern in patterns {
        let book = book([rule(Effect::Allow, pattern)]).otherwise(Effect::Deny);
        let oracle = AllowedClients::matching([pattern]).unwrap();
        for host in hosts {
            for (port, path) in paths.iter().flat_map(|path| [("", path), (":8443", path)]) {
                let client_id = id(&format!("https://{host}{port}{path}"));
                let refuses = |answer| answer == Admission::Refused;
                assert_eq!(
                    refuses(book.admits(&client_id)),
                    refuses(oracle.admits(&client_id)),
                    "{pattern} {client_id}"
                );
            }
        }
    }
}

#[test]
fn a_thousand_rules_are_told_apart() {
    let hosts = (0..500).map(|n| format!("host{n}.example.com"));
    let paths = (0..500).map(|n| format!("shared.example.com/p{n}"));
    let rules: Vec<String> = hosts.chain(paths).collect();
    let book = book(rules.iter().map(|clients| rule(Effect::Allow, clients)));
    for clients in &rules {
        let client_id = match clients.contains('/') {
            true => format!("https://{clients}/client.json"),
            false => format!("https://{clients}/oauth"),
        };
        decides(&book, &client_id, clients);
    }
    decides(&book, "https://shared.example.com/p", "");
    decides(&book, "https://shared.example.com/p5000", "");
}
