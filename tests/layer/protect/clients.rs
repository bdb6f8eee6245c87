//! Which clients may call: rules on the text, warm and cold.

use tower_cimd::layer::protect::ClientRules;
use tower_cimd::rules::access_token::TokenClaims;
use tower_cimd::{ClientId, ProtectLayer};

use super::{
    ISSUER, RESOURCE, Tokens, World, call, claims, issuer, metadata, serving, turned_away,
};
use crate::rig::{CLIENT, ask};
use crate::support::settle;

fn of(client_id: &str) -> TokenClaims {
    claims().client_id(client_id)
}

fn matching(patterns: &[&str]) -> ClientRules {
    ClientRules::matching(patterns).expect("patterns")
}

async fn good(rules: ClientRules, claims: TokenClaims) {
    let world = World::new(Tokens::saying(claims.clone())).change(|layer| layer.clients(rules));
    assert_eq!(world.call().await.status, 200, "{claims:?}");
}

async fn bad(rules: ClientRules, claims: TokenClaims) {
    let world = World::new(Tokens::saying(claims)).change(|layer| layer.clients(rules));
    turned_away(&world.call().await, 403, "access_denied", "client.denied");
    settle().await;
    assert_eq!(world.table.lookups(), 0, "judged by the text first");
}

#[tokio::test]
async fn without_a_rule_every_client_may_call_and_one_without_a_name() {
    good(ClientRules::any(), of(CLIENT)).await;
    good(ClientRules::any(), of("opaque")).await;
    let nameless = TokenClaims::new(ISSUER).audience([RESOURCE]);
    good(ClientRules::any(), nameless).await;
}

#[tokio::test]
async fn a_pattern_lets_the_clients_of_a_host_call_with_a_cold_cache() {
    good(matching(&["client.example.com"]), of(CLIENT)).await;
    good(matching(&["*.example.com"]), of(CLIENT)).await;
    good(matching(&["client.example.com/oauth"]), of(CLIENT)).await;
    bad(matching(&["example.com"]), of(CLIENT)).await;
    bad(matching(&["client.example.com/other"]), of(CLIENT)).await;
    bad(matching(&["client.example.com:8443"]), of(CLIENT)).await;
}

#[tokio::test]
async fn a_pattern_lets_no_client_call_that_has_no_such_url() {
    bad(matching(&["client.example.com"]), of("opaque")).await;
    bad(matching(&["client.example.com"]), of("client.example.com")).await;
    let nameless = TokenClaims::new(ISSUER).audience([RESOURCE]);
    bad(matching(&["client.example.com"]), nameless).await;
}

#[tokio::test]
async fn a_named_client_may_call_and_no_other_of_its_host() {
    let named = ClientRules::only_named().named(ClientId::parse(CLIENT).expect("a client_id"));
    good(named.clone(), of(CLIENT)).await;
    bad(named.clone(), of("https://client.example.com/other")).await;
    bad(named, of("https://client.example.com/oauth/")).await;
}

#[tokio::test]
async fn a_client_of_the_servers_own_table_may_call_where_it_is_listed() {
    let rules = matching(&["client.example.com"]).registered("backend");
    good(rules.clone(), of("backend")).await;
    good(rules.clone(), of(CLIENT)).await;
    bad(rules.clone(), of("Backend")).await;
    bad(rules, of("frontend")).await;
}

#[tokio::test]
async fn a_denial_is_stronger_than_whatever_allows() {
    let rules = matching(&["*.example.com"]).named(ClientId::parse(CLIENT).expect("a client_id"));
    let rules = rules.denied(["client.example.com"]).expect("a pattern");
    bad(rules.clone(), of(CLIENT)).await;
    good(rules, of("https://other.example.com/oauth")).await;
    let rules = ClientRules::any()
        .denied(["*.example.com"])
        .expect("a pattern");
    bad(rules.clone(), of(CLIENT)).await;
    bad(rules.clone(), of("https://CLIENT.example.com/oauth")).await;
    good(rules, of("opaque")).await;
}

#[test]
fn a_text_that_is_no_pattern_is_found_when_the_rules_are_made() {
    assert!(ClientRules::matching(["https://example.com"]).is_err());
    assert!(ClientRules::any().denied(["*"]).is_err());
}

#[tokio::test]
async fn a_url_that_is_no_client_identifier_is_refused_by_its_rule() {
    for (client_id, rule) in [
        ("https://client.example.com", "client_id.path_missing"),
        ("https://client.example.com/a/../b", "client_id.dot_segment"),
        ("https://client.example.com/a#b", "client_id.fragment"),
    ] {
        let world = World::new(Tokens::saying(of(client_id)));
        let answer = world.call().await;
        turned_away(&answer, 403, "access_denied", rule);
        assert_eq!(world.table.lookups(), 0);
    }
}

/// A layer without a resolver, as in another process than the authorization server's.
fn elsewhere(claims: TokenClaims) -> ProtectLayer {
    let metadata = metadata().authorization_server(issuer("https://other.example.com"));
    ProtectLayer::new(&metadata, Tokens::saying(claims)).clients(matching(&["client.example.com"]))
}

/// T5.
#[tokio::test]
async fn a_rule_on_hosts_believes_only_issuers_that_issue_client_identifier_urls() {
    let answer = ask(&serving(elsewhere(of(CLIENT))), call()).await;
    turned_away(&answer, 403, "access_denied", "client.denied");

    let layer = elsewhere(of(CLIENT)).cimd_issuer(issuer(ISSUER));
    assert_eq!(ask(&serving(layer), call()).await.status, 200);

    let other = TokenClaims::new("https://other.example.com")
        .audience([RESOURCE])
        .client_id(CLIENT);
    let layer = elsewhere(other).cimd_issuer(issuer(ISSUER));
    let answer = ask(&serving(layer), call()).await;
    turned_away(&answer, 403, "access_denied", "client.denied");
}

/// T5.
#[tokio::test]
async fn a_url_claim_of_another_issuer_is_not_looked_up() {
    let other = "https://other.example.com";
    let claims = TokenClaims::new(other)
        .audience([RESOURCE])
        .client_id(CLIENT);
    let world = World::new(Tokens::saying(claims.clone())).warm().await;
    let metadata = metadata().authorization_server(issuer(other));
    let layer = ProtectLayer::new(&metadata, Tokens::saying(claims));
    let layer = layer.resolver(world.resolver.clone());
    let lookups = world.table.lookups();
    let answer = ask(&serving(layer), call()).await;
    assert_eq!(answer.seen(), format!("{CLIENT} - undocumented"));
    assert_eq!(world.table.lookups(), lookups);
}

#[tokio::test]
async fn a_denial_holds_for_a_url_of_any_issuer_and_for_one_that_cannot_be_read() {
    let rules = ClientRules::any()
        .denied(["client.example.com"])
        .expect("a pattern");
    for client_id in [CLIENT, "https://client.example.com/a/../b"] {
        let layer = elsewhere(of(client_id)).clients(rules.clone());
        let answer = ask(&serving(layer), call()).await;
        turned_away(&answer, 403, "access_denied", "client.denied");
    }
}
