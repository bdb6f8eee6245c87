//! Real published documents, each under its URL and in the media type in which it is served.

use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::Client;
use tower_cimd::rules::document::DocumentError;
use tower_cimd::rules::rule_set::RuleSet;

use crate::document::{derive_at, publish, rules};

macro_rules! published {
    ($file:literal) => {
        include_str!(concat!("../../documents/", $file))
    };
}

const RAW_GITHUB: &str =
    "https://raw.githubusercontent.com/comidasgratis/comidas.gratis/main/public/client-id.jsonld";

const DOCUMENTS: [(&str, &str); 24] = [
    (
        "https://520d7cb212a6.ngrok-free.app/client-metadata.json",
        published!("520d7cb212a6.ngrok-free.app--client-metadata.json"),
    ),
    (
        "https://app.gmstn.systems/oauth-client-metadata.json",
        published!("app.gmstn.systems--oauth-client-metadata.json"),
    ),
    (
        "https://chatgpt.com/oauth/client.json",
        published!("chatgpt.com--client.json"),
    ),
    (
        "https://chatgpt.com/oauth/codex/client.json",
        published!("chatgpt.com--codex-client.json"),
    ),
    (
        "https://chatgpt.com/oauth/kDmjx77UnKOM/client.json",
        published!("chatgpt.com--connector-kDmjx77UnKOM-client.json"),
    ),
    (
        "https://claude.ai/oauth/claude-code-client-metadata",
        published!("claude.ai--claude-code-client-metadata.json"),
    ),
    (
        "https://claude.ai/oauth/mcp-oauth-client-metadata",
        published!("claude.ai--mcp-oauth-client-metadata.json"),
    ),
    (
        "https://client.dev/oauth/local-metadata.json",
        published!("client.dev--local-metadata.json"),
    ),
    (
        "https://client.dev/oauth/metadata.json",
        published!("client.dev--metadata.json"),
    ),
    (
        "https://colibri.social/oauth-client-metadata.json",
        published!("colibri.social--oauth-client-metadata.json"),
    ),
    (
        "https://cursor.com/oauth/mcp-client.json",
        published!("cursor.com--mcp-client.json"),
    ),
    (
        "https://elk.jeswr.org/clientid.jsonld",
        published!("elk.jeswr.org--clientid.jsonld"),
    ),
    (
        "https://flushes.app/client-metadata.json",
        published!("flushes.app--client-metadata.json"),
    ),
    (
        "https://goose-docs.ai/oauth/client-metadata.json",
        published!("goose-docs.ai--client-metadata.2026-spring.json"),
    ),
    (
        "https://goose-docs.ai/oauth/client-metadata.json",
        published!("goose-docs.ai--client-metadata.json"),
    ),
    (
        "https://greengale.app/client-metadata.json",
        published!("greengale.app--client-metadata.json"),
    ),
    (
        "https://indielogin.com/id",
        published!("indielogin.com--id.json"),
    ),
    (
        "https://nousresearch.github.io/hermes-agent/docs/oauth/client-metadata.json",
        published!("nousresearch.github.io--hermes-agent-client-metadata.json"),
    ),
    (
        "https://pdsls.dev/oauth-client-metadata.json",
        published!("pdsls.dev--oauth-client-metadata.json"),
    ),
    (
        "https://poddit.app/clientid.jsonld",
        published!("poddit.app--clientid.jsonld"),
    ),
    (
        RAW_GITHUB,
        published!("raw.githubusercontent.com--comidas.gratis-client-id.jsonld"),
    ),
    (
        "https://vscode.dev/oauth/client-metadata.json",
        published!("vscode.dev--client-metadata.json"),
    ),
    (
        "https://whtwnd.com/oauth/client-metadata.json",
        published!("whtwnd.com--client-metadata.json"),
    ),
    (
        "https://zed.dev/oauth/client-metadata.json",
        published!("zed.dev--client-metadata.json"),
    ),
];

fn media_type(client_id: &str) -> &'static str {
    match client_id {
        RAW_GITHUB => "text/plain; charset=utf-8",
        id if id.ends_with(".jsonld") => "application/ld+json",
        _ => "application/json",
    }
}

fn judge(client_id: &str, body: &str, rules: &RuleSet) -> Result<Client, DocumentError> {
    derive_at(
        client_id,
        &publish(body, Some(media_type(client_id))),
        rules,
    )
}

/// The last of the documents published at this URL, which must be accepted.
fn client(client_id: &str, rules: &RuleSet) -> Client {
    let mut documents = DOCUMENTS.iter().rev();
    let (_, body) = documents.find(|(id, _)| *id == client_id).unwrap();
    judge(client_id, body, rules).unwrap()
}

fn refusals(rules: &RuleSet) -> Vec<(&'static str, &'static str, Option<&'static str>)> {
    let refusal = |(id, body): &(&'static str, &str)| {
        let error = judge(id, body, rules).err()?;
        Some((*id, error.rule(), error.member()))
    };
    DOCUMENTS.iter().filter_map(refusal).collect()
}

fn public_only() -> RuleSet {
    let mut rules = rules();
    rules.server.auth_methods = vec![AuthMethod::None];
    rules
}

#[test]
fn all_real_documents_but_two_are_accepted() {
    assert_eq!(
        refusals(&rules()),
        [
            (
                "https://colibri.social/oauth-client-metadata.json",
                "document.keys.none",
                Some("jwks")
            ),
            (RAW_GITHUB, "document.media_type", None),
        ]
    );
}

#[test]
fn raw_github_is_accepted_below_a_configured_path() {
    let mut lax = rules();
    lax.document.text_plain = vec!["https://raw.githubusercontent.com/comidasgratis/".into()];
    assert_eq!(refusals(&lax).len(), 1);
    let client = client(RAW_GITHUB, &lax);
    assert_eq!(client.redirect_uris().len(), 3);
}

#[test]
fn a_server_of_public_clients_refuses_those_that_can_only_sign() {
    let not_mutual = |id| {
        (
            id,
            "document.auth_method.not_mutual",
            Some("token_endpoint_auth_method"),
        )
    };
    assert_eq!(
        refusals(&public_only()),
        [
            not_mutual("https://chatgpt.com/oauth/kDmjx77UnKOM/client.json"),
            not_mutual("https://colibri.social/oauth-client-metadata.json"),
            (RAW_GITHUB, "document.media_type", None),
        ]
    );
}

#[test]
fn chatgpt_signs_where_it_can_and_is_public_where_it_cannot() {
    let id = "https://chatgpt.com/oauth/client.json";
    let signing = client(id, &rules());
    assert_eq!(
        signing.token_endpoint_auth_method(),
        AuthMethod::PrivateKeyJwt
    );
    assert_eq!(
        signing.token_endpoint_auth_methods(),
        [AuthMethod::PrivateKeyJwt]
    );
    assert_eq!(
        signing.jwks_uri(),
        Some("https://chatgpt.com/oauth/jwks.json")
    );
    assert_eq!(signing.token_endpoint_auth_signing_alg(), Some("RS256"));
    let public = client(id, &public_only());
    assert_eq!(public.token_endpoint_auth_method(), AuthMethod::None);
}

#[test]
fn claude_code_is_answered_on_an_ephemeral_port_of_both_its_hosts() {
    let client = client(
        "https://claude.ai/oauth/claude-code-client-metadata",
        &rules(),
    );
    for host in ["localhost", "127.0.0.1"] {
        let find = |port: &str| client.match_redirect_uri(&format!("http://{host}{port}/callback"));
        assert_eq!(
            find(":54212").unwrap().as_str(),
            format!("http://{host}/callback")
        );
        assert_eq!(
            find("").unwrap().as_str(),
            format!("http://{host}/callback")
        );
    }
    assert!(
        client
            .match_redirect_uri("http://[::1]:54212/callback")
            .is_none()
    );
    assert!(
        client
            .match_redirect_uri("https://localhost:54212/callback")
            .is_none()
    );
    assert!(client.is_loopback_only());
}

#[test]
fn grants_that_this_server_does_not_do_are_dropped() {
    let grants = ["authorization_code", "refresh_token"];
    let claude = client(
        "https://claude.ai/oauth/mcp-oauth-client-metadata",
        &rules(),
    );
    assert_eq!(claude.grant_types(), grants);
    assert!(claude.raw().windows(10).any(|text| text == b"jwt-bearer"));
    let vscode = client("https://vscode.dev/oauth/client-metadata.json", &rules());
    assert_eq!(vscode.grant_types(), grants);
    assert!(vscode.raw().windows(11).any(|text| text == b"device_code"));
    assert!(!vscode.is_loopback_only());
}

#[test]
fn a_grant_that_this_server_does_is_kept() {
    let mut device = rules();
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    device.server.grant_types.push(grant.into());
    let vscode = client("https://vscode.dev/oauth/client-metadata.json", &device);
    assert!(vscode.grant_types().iter().any(|kept| kept == grant));
}

#[test]
fn poddit_without_a_method_is_public() {
    let poddit = client("https://poddit.app/clientid.jsonld", &rules());
    assert_eq!(poddit.token_endpoint_auth_method(), AuthMethod::None);
    assert_eq!(
        poddit.grant_types(),
        ["authorization_code", "refresh_token"]
    );
}

#[test]
fn cursor_without_grants_and_responses_has_the_defaults() {
    let cursor = client("https://cursor.com/oauth/mcp-client.json", &rules());
    assert_eq!(cursor.grant_types(), ["authorization_code"]);
    assert_eq!(cursor.response_types(), ["code"]);
    assert_eq!(cursor.redirect_uris().len(), 5);
}

#[test]
fn goose_changed_its_redirects_from_one_revision_to_the_next() {
    let id = "https://goose-docs.ai/oauth/client-metadata.json";
    let mut revisions = DOCUMENTS.iter().filter(|(published, _)| *published == id);
    let mut next = || judge(id, revisions.next().unwrap().1, &rules()).unwrap();
    let (spring, now) = (next(), next());
    assert_ne!(spring.digest(), now.digest());
    assert!(
        spring
            .match_redirect_uri("http://localhost:1/oauth_callback")
            .is_some()
    );
    assert!(
        now.match_redirect_uri("http://localhost:1/oauth_callback")
            .is_none()
    );
    assert!(
        now.match_redirect_uri("http://[::1]:1/oauth_callback")
            .is_some()
    );
}

#[test]
fn greengale_keeps_a_scope_of_strange_but_legal_tokens() {
    let greengale = client("https://greengale.app/client-metadata.json", &rules());
    assert!(
        greengale
            .scope()
            .unwrap()
            .contains("blob:image/* blob:text/*")
    );
    assert!(greengale.dpop_bound_access_tokens());
}

#[test]
fn a_client_of_the_default_server_weighs_less_than_five_kilobytes() {
    for (id, body) in DOCUMENTS {
        if let Ok(client) = judge(id, body, &rules()) {
            assert!(client.weight() < 5 * 1024, "{id} {}", client.weight());
        }
    }
}
