//! The rules of one server, as data.

use tower_cimd::rules::auth_method::{AuthMethod, Selection};
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::rule_set::RuleSet;

use crate::document::rules;

#[test]
fn a_rule_set_is_named_by_every_one_of_its_fields() {
    let mut digests = vec![rules().digest()];
    let mut change = |change: &dyn Fn(&mut RuleSet)| {
        let mut rules = rules();
        change(&mut rules);
        digests.push(rules.digest());
    };
    change(&|rules| rules.issuer = Issuer::parse("https://as.example.net").unwrap());
    change(&|rules| rules.client_id.query = false);
    change(&|rules| rules.client_id.root_path = false);
    change(&|rules| rules.client_id.bad_ports = true);
    change(&|rules| rules.client_id.max_bytes = 1024);
    change(&|rules| rules.client_id.danger_special_use_names = true);
    change(&|rules| rules.redirect_uri.dotted_schemes = false);
    change(&|rules| rules.redirect_uri.undotted_schemes = true);
    change(&|rules| rules.document.max_bytes = 1024);
    change(&|rules| rules.document.text_plain = vec!["https://a.example/b/".into()]);
    change(&|rules| rules.document.own_host = vec!["https://a.example/b/".into()]);
    change(&|rules| rules.document.require_explicit_auth_method = true);
    change(&|rules| rules.document.required_members = vec!["client_name"]);
    change(&|rules| rules.document.required_members = vec!["client_name", "scope"]);
    change(&|rules| rules.server.auth_methods.reverse());
    change(&|rules| rules.server.auth_methods.truncate(1));
    change(&|rules| rules.server.selection = Selection::ClientChoice);
    change(&|rules| rules.server.grant_types.push("code".into()));
    change(&|rules| rules.server.response_types.insert(0, "code".into()));
    change(&|rules| rules.server.grant_types = vec!["authorization_coderefresh_token".into()]);
    let distinct: std::collections::BTreeSet<_> = digests.iter().collect();
    assert_eq!(distinct.len(), digests.len());
    assert_eq!(rules().digest(), rules().digest());
}

/// The digest goes into shared stores: another value is another generation of entries.
#[test]
fn the_digest_of_the_default_rules_is_the_same_on_every_machine() {
    let rules = RuleSet::new(Issuer::parse("https://as.example.com").unwrap());
    let hex: String = rules
        .digest()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    assert_eq!(
        hex,
        "71132c6fd16b84ba32bca074ba7a7fd51a7f59c293b5c91bf8c1419b6355aabe"
    );
}

#[test]
fn a_new_rule_set_supports_what_every_server_does_and_no_more() {
    let server = RuleSet::new(Issuer::parse("https://as.example.com").unwrap()).server;
    assert_eq!(server.auth_methods, [AuthMethod::None]);
    assert_eq!(server.grant_types, ["authorization_code", "refresh_token"]);
    assert_eq!(server.response_types, ["code"]);
}
