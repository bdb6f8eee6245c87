//! Real documents that have changed.

use tower_cimd::rules::change::{Change, ChangePolicy, Changes, Consequence};
use tower_cimd::rules::client::Client;

use super::names;
use crate::document::{derive_at, publish, rules};

pub(crate) const GOOSE: &str = "https://goose-docs.ai/oauth/client-metadata.json";

fn goose(body: &str) -> Client {
    derive_at(GOOSE, &publish(body, Some("application/json")), &rules()).unwrap()
}

/// In the spring of 2026.
pub(crate) fn goose_in_spring() -> Client {
    goose(include_str!(
        "../../documents/goose-docs.ai--client-metadata.2026-spring.json"
    ))
}

/// Later in that year.
pub(crate) fn goose_now() -> Client {
    goose(include_str!(
        "../../documents/goose-docs.ai--client-metadata.json"
    ))
}

#[test]
fn goose_has_moved_to_literal_addresses_and_asks_for_more() {
    let changes = Changes::between(&goose_in_spring(), &goose_now());
    let told: Vec<String> = changes.iter().map(tell).collect();
    assert_eq!(
        told,
        [
            "redirect_uri_removed http://localhost/oauth_callback",
            "redirect_origin_added http://127.0.0.1/oauth_callback",
            "redirect_origin_added http://[::1]/oauth_callback",
            "grants_widened refresh_token",
            "scope_widened to no bound",
            "name_changed Goose -> goose",
            "logo_changed - -> https://goose-docs.ai/img/logo_light.png",
        ]
    );
    assert_eq!(
        ChangePolicy::default().judge(&changes),
        Consequence::AskAgain
    );
}

#[test]
fn goose_could_have_gone_the_other_way() {
    let changes = Changes::between(&goose_now(), &goose_in_spring());
    assert_eq!(
        names(changes.kinds()),
        [
            "redirect_uri_removed",
            "redirect_origin_added",
            "grants_narrowed",
            "scope_narrowed",
            "name_changed",
            "logo_changed",
        ]
    );
}

fn tell(change: &Change) -> String {
    let kind = change.kind().as_str();
    match change {
        Change::RedirectUriRemoved { uri } | Change::RedirectUriAdded { uri, .. } => {
            format!("{kind} {uri}")
        }
        Change::GrantsWidened { added } => format!("{kind} {}", added.join(" ")),
        Change::ScopeWidened { added: None } => format!("{kind} to no bound"),
        Change::Display { from, to, .. } => {
            let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or("-").to_owned();
            format!("{kind} {} -> {}", text(from), text(to))
        }
        change => panic!("{change:?}"),
    }
}
