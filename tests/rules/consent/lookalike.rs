//! Names that point at somebody else.

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use tower_cimd::rules::consent::{ConsentContext, ConsentView, Lookalike, NamedClient};

use super::client_at;

fn named() -> [NamedClient; 4] {
    [
        NamedClient::new("Claude", "claude.ai"),
        NamedClient::new("Visual Studio Code", "vscode.dev"),
        NamedClient::new("Zed", "zed.dev"),
        NamedClient::new("", "empty.example.com"),
    ]
}

fn find(host: &str, members: Json, named: &[NamedClient]) -> Vec<Lookalike> {
    let client = client_at(&format!("https://{host}/client.json"), members);
    let context = ConsentContext {
        named_clients: named,
        ..ConsentContext::default()
    };
    ConsentView::new(&client, context).lookalikes().to_vec()
}

fn is_domain(host: &str, name: &str, expected: bool) {
    let found = find(host, json!({"client_name": name}), &[]);
    assert_eq!(
        found.contains(&Lookalike::Domain),
        expected,
        "{name:?} on {host}"
    );
}

#[test]
fn a_name_like_somebody_elses_domain_is_told() {
    for name in [
        "paypal.com",
        "Sign in at accounts.google.com",
        "PayPal.COM",
        "(paypal.com)",
        "paypal.com.",
        "someone@paypal.com",
        "https://paypal",
        "http://93.184.216.34/",
        "paypal．com",
        "paypal。com",
        "paypal｡com",
        "paypal․com",
        "pay\u{200b}pal\u{2060}.\u{ad}com",
        "раураl.com",
        "xn--pypal-4ve.com",
        "a.xn--p1ai",
        "президент.рф",
        "例え.テスト",
    ] {
        is_domain("client.example.com", name, true);
    }
}

#[test]
fn a_name_that_only_has_dots_is_not_a_domain() {
    for name in [
        "Example",
        "Dr. House",
        "Version 2.0",
        "v1.2.3",
        "U.S.A.",
        "e.g. this",
        "Wait...",
        ".",
        "...com",
        "Col·lecció",
        "A/B",
        "ratio 1:2",
    ] {
        is_domain("client.example.com", name, false);
    }
}

#[test]
fn ones_own_domain_is_no_lie() {
    is_domain("client.dev", "client.dev (localhost)", false);
    is_domain("client.dev", "CLIENT.dev", false);
    is_domain("login.example.com", "example.com", false);
    is_domain("login.example.com", "www.example.com", false);
    is_domain("someone.github.io", "someone.github.io", false);
    is_domain("xn--exmple-cua.com", "exämple.com", false);
    is_domain("app.example.co.uk", "app.example.co.uk", false);
}

#[test]
fn what_is_next_to_ones_own_domain_is_somebody_elses() {
    is_domain("client.dev", "notclient.dev", true);
    is_domain("client.dev", "client.dev.example.com", true);
    is_domain("client.dev", "client.dev or paypal.com", true);
    is_domain("someone.github.io", "github.io", true);
    is_domain("someone.github.io", "other.github.io", true);
    is_domain("app.example.co.uk", "example.co.uk", true);
    is_domain("raw.githubusercontent.com", "comidas.gratis", true);
    is_domain(
        "raw.githubusercontent.com",
        "raw.githubusercontent.com",
        true,
    );
}

/// Which named clients' names are in a name.
fn others(host: &str, name: &str, expected: &[&str]) {
    let found = find(host, json!({"client_name": name}), &named());
    let found = found.iter().filter_map(|lookalike| match lookalike {
        Lookalike::Named(other) => Some(other.name()),
        _ => None,
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{name:?} on {host}");
}

#[test]
fn the_name_of_a_named_client_on_another_host_is_told() {
    for name in [
        "Claude",
        "CLAUDE",
        "Claude Code",
        "The real Claude (by Anthropic)",
        "C l a u d e",
        "C-l_a.u'd\"e",
        "MyClaude2",
        "Cl\u{200b}aude",
        "C1aude",
        "CIaude",
        "C|aude",
        "Claud3",
        "Сlаudе",
        "Cláüdè",
        "Ｃｌａｕｄｅ",
    ] {
        others("client.example.com", name, &["Claude"]);
        others("claude.ai.example.com", name, &["Claude"]);
        others("app.claude.ai", name, &["Claude"]);
        others("claude.ai", name, &[]);
    }
    others(
        "client.example.com",
        "Visual-Studio-Code",
        &["Visual Studio Code"],
    );
    others(
        "client.example.com",
        "Claude in VisualStudioCode",
        &["Claude", "Visual Studio Code"],
    );
}

#[test]
fn a_short_name_is_found_as_a_word_alone() {
    others("client.example.com", "Zed", &["Zed"]);
    others("client.example.com", "ZED editor", &["Zed"]);
    others("client.example.com", "z e d", &["Zed"]);
    others("client.example.com", "(zed)", &["Zed"]);
    others("client.example.com", "Localized", &[]);
    others("client.example.com", "Zedd", &[]);
}

#[test]
fn another_name_is_nobody_elses() {
    for name in ["Claud", "Clade", "Visual Studio", "Code", "Zeta", "", "!"] {
        others("client.example.com", name, &[]);
    }
}

#[test]
fn every_language_is_looked_at() {
    let members = json!({
        "client_name": "Example", "client_name#ja": "Claude", "client_name#fr-CA": "paypal.com",
    });
    let found = find("client.example.com", members, &named());
    assert_eq!(
        found,
        [Lookalike::Domain, Lookalike::Named(named()[0].clone())]
    );
}

#[test]
fn what_is_too_long_to_be_shown_is_looked_at_too() {
    let name = format!("{} paypal.com", "a ".repeat(64));
    is_domain("client.example.com", &name, true);
}

proptest! {
    #[test]
    fn a_name_is_found_whatever_stands_around_it(
        before in "[a-z ]{0,20}", after in "[a-z ]{0,20}", signs in "[-_.'! \u{200b}\u{202e}]{0,3}",
    ) {
        let name = format!("{before}Cla{signs}ude{after}");
        let found = find("client.example.com", json!({"client_name": name}), &named());
        prop_assert!(found.contains(&Lookalike::Named(named()[0].clone())));
    }

    #[test]
    fn no_name_panics(name in "\\PC{0,80}|[a.:/xn-]{0,20}") {
        find("client.example.com", json!({"client_name": name}), &named());
    }
}
