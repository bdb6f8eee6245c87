//! One validator, many rule sets: every published document under every profile.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value as Json, json};
use tower_cimd::rules::document::DocumentError;
use tower_cimd::rules::profile::Profile;
use tower_cimd::rules::rule_set::RuleSet;

use crate::document::{CLIENT_ID, derive, derive_at, document, publish, rules};

/// The rule that refuses a document, and the member that breaks it.
type Refusal = (&'static str, Option<&'static str>);

/// One file of `tests/documents`: what `cimd-02`, `mcp-2025-11-25` and `mcp-2026-07-28` make of it.
type Row = (&'static str, [Option<Refusal>; 3]);

const VALID: Option<Refusal> = None;

/// `private_key_jwt`, and neither `jwks` nor `jwks_uri`: -02 §8.2, under every profile.
const NO_KEYS: Option<Refusal> = Some(("document.keys.none", Some("jwks")));

/// `text/plain`: -02 §4, under every profile.
const MEDIA_TYPE: Option<Refusal> = Some(("document.media_type", None));

/// `systems.gmstn.app:/login/`: MCP has redirection URIs "either localhost or HTTPS".
const SCHEME: Option<Refusal> = Some(("redirect_uri.dotted_scheme", Some("redirect_uris")));

#[rustfmt::skip]
const PUBLISHED: [Row; 24] = [
    ("520d7cb212a6.ngrok-free.app--client-metadata.json", [VALID, VALID, VALID]),
    ("app.gmstn.systems--oauth-client-metadata.json", [VALID, SCHEME, SCHEME]),
    ("chatgpt.com--client.json", [VALID, VALID, VALID]),
    ("chatgpt.com--codex-client.json", [VALID, VALID, VALID]),
    ("chatgpt.com--connector-kDmjx77UnKOM-client.json", [VALID, VALID, VALID]),
    ("claude.ai--claude-code-client-metadata.json", [VALID, VALID, VALID]),
    ("claude.ai--mcp-oauth-client-metadata.json", [VALID, VALID, VALID]),
    ("client.dev--local-metadata.json", [VALID, VALID, VALID]),
    ("client.dev--metadata.json", [VALID, VALID, VALID]),
    ("colibri.social--oauth-client-metadata.json", [NO_KEYS, NO_KEYS, NO_KEYS]),
    ("cursor.com--mcp-client.json", [VALID, VALID, VALID]),
    ("elk.jeswr.org--clientid.jsonld", [VALID, VALID, VALID]),
    ("flushes.app--client-metadata.json", [VALID, VALID, VALID]),
    ("goose-docs.ai--client-metadata.2026-spring.json", [VALID, VALID, VALID]),
    ("goose-docs.ai--client-metadata.json", [VALID, VALID, VALID]),
    ("greengale.app--client-metadata.json", [VALID, VALID, VALID]),
    ("indielogin.com--id.json", [VALID, VALID, VALID]),
    ("nousresearch.github.io--hermes-agent-client-metadata.json", [VALID, VALID, VALID]),
    ("pdsls.dev--oauth-client-metadata.json", [VALID, VALID, VALID]),
    ("poddit.app--clientid.jsonld", [VALID, VALID, VALID]),
    ("raw.githubusercontent.com--comidas.gratis-client-id.jsonld", [MEDIA_TYPE, MEDIA_TYPE, MEDIA_TYPE]),
    ("vscode.dev--client-metadata.json", [VALID, VALID, VALID]),
    ("whtwnd.com--client-metadata.json", [VALID, VALID, VALID]),
    ("zed.dev--client-metadata.json", [VALID, VALID, VALID]),
];

fn under(profile: &Profile) -> RuleSet {
    let mut rules = rules();
    profile.apply(&mut rules);
    rules
}

fn refusal(error: DocumentError) -> Refusal {
    (error.rule(), error.member())
}

/// Where a file is published, by the table beside the files.
fn url_of(file: &str) -> String {
    let sources = include_str!("../documents/SOURCES.md");
    let row = sources
        .lines()
        .find(|line| line.starts_with(&format!("| `{file}` |")));
    let row = row.unwrap_or_else(|| panic!("{file} has no row"));
    row.split(" | ").nth(1).unwrap().trim().to_owned()
}

fn media_type_of(file: &str) -> &'static str {
    match file {
        _ if file.starts_with("raw.githubusercontent.com") => "text/plain; charset=utf-8",
        _ if file.ends_with(".jsonld") => "application/ld+json",
        _ => "application/json",
    }
}

#[test]
fn every_published_document_is_judged_by_every_profile() {
    for (file, expected) in PUBLISHED {
        let body = fs::read_to_string(format!("tests/documents/{file}")).unwrap();
        let publication = publish(body, Some(media_type_of(file)));
        assert_eq!(expected.len(), Profile::ALL.len());
        for (profile, expected) in Profile::ALL.iter().zip(expected) {
            let judged = derive_at(&url_of(file), &publication, &under(profile));
            assert_eq!(judged.err().map(refusal), expected, "{file} {profile}");
        }
    }
}

#[test]
fn no_published_document_is_left_out_of_the_table() {
    let files = fs::read_dir("tests/documents").unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> = files.filter(|name| name != "SOURCES.md").collect();
    let rows: BTreeSet<String> = PUBLISHED.iter().map(|(file, _)| (*file).into()).collect();
    assert_eq!(files, rows);
}

/// What a document with these members comes to: under `cimd-02`, and under both of MCP.
fn check(members: Json, cimd: Option<Refusal>, mcp: Option<Refusal>) {
    for (profile, expected) in Profile::ALL.iter().zip([cimd, mcp, mcp]) {
        let judged = derive(members.clone(), &under(profile));
        assert_eq!(judged.err().map(refusal), expected, "{members} {profile}");
    }
}

const NO_NAME: Option<Refusal> = Some(("document.required", Some("client_name")));
const NO_REDIRECT: Option<Refusal> = Some(("document.required", Some("redirect_uris")));
const NAME_TYPE: Option<Refusal> = Some(("document.wrong_type", Some("client_name")));

#[test]
fn mcp_demands_a_name() {
    check(json!({"client_name": "A"}), VALID, VALID);
    check(json!({}), VALID, NO_NAME);
    check(json!({"client_name": null}), VALID, NO_NAME);
    check(json!({"client_name": ""}), VALID, NO_NAME);
    check(json!({"client_name": " \n"}), VALID, NO_NAME);
    check(json!({"client_name#ja": "A"}), VALID, NO_NAME);
    check(json!({"client_name": 1}), NAME_TYPE, NAME_TYPE);
    check(json!({"client_name": []}), NAME_TYPE, NO_NAME);
}

#[test]
fn mcp_demands_redirection_uris_of_clients_without_redirection_too() {
    let with = |redirects: Json| json!({"client_name": "A", "redirect_uris": redirects});
    let none = Some(("document.redirect_uris.none", Some("redirect_uris")));
    check(with(json!("absent")), none, NO_REDIRECT);
    check(with(json!(null)), none, NO_REDIRECT);
    check(with(json!([])), none, NO_REDIRECT);

    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    for (profile, expected) in Profile::ALL.iter().zip([VALID, NO_REDIRECT, NO_REDIRECT]) {
        let mut rules = under(profile);
        rules.server.grant_types.push(grant.into());
        let device = json!({
            "client_name": "A", "redirect_uris": "absent", "grant_types": [grant],
        });
        assert_eq!(
            derive(device, &rules).err().map(refusal),
            expected,
            "{profile}"
        );
    }
}

#[test]
fn mcp_redirects_to_https_or_loopback_alone() {
    let check = |uri: &str, cimd: Option<&'static str>, mcp: Option<&'static str>| {
        let because = |rule: Option<_>| rule.map(|rule| (rule, Some("redirect_uris")));
        let members = json!({"client_name": "A", "redirect_uris": [uri]});
        check(members, because(cimd), because(mcp));
    };
    let (plain, dotted) = ("redirect_uri.plain_http", "redirect_uri.dotted_scheme");
    let undotted = "redirect_uri.undotted_scheme";
    check("https://app.example.net/cb", None, None);
    check("http://localhost/cb", None, None);
    check("http://127.0.0.1:8080/cb", None, None);
    check("http://[::1]/cb", None, None);
    check("http://app.example.net/cb", Some(plain), Some(plain));
    check("com.example.app:/cb", None, Some(dotted));
    check("cursor://anysphere/cb", Some(undotted), Some(undotted));
    check(
        "javascript:alert(1)",
        Some("redirect_uri.dangerous_scheme"),
        Some("redirect_uri.dangerous_scheme"),
    );
}

#[test]
fn no_profile_allows_what_the_draft_forbids() {
    let secret = Some(("document.forbidden", Some("client_secret")));
    let symmetric = Some((
        "document.auth_method.symmetric",
        Some("token_endpoint_auth_method"),
    ));
    check(
        json!({"client_name": "A", "client_secret": null}),
        secret,
        secret,
    );
    let method = json!({"client_name": "A", "token_endpoint_auth_method": "client_secret_post"});
    check(method, symmetric, symmetric);
}

#[test]
fn an_absent_method_is_none_under_every_profile() {
    check(
        json!({"client_name": "A", "token_endpoint_auth_method": "absent"}),
        VALID,
        VALID,
    );
}

#[test]
fn a_lacking_member_is_told_once_the_document_is_the_clients() {
    let error = derive(json!({}), &under(&Profile::MCP_2026_07_28)).unwrap_err();
    assert!(error.is_disclosable());
    assert_eq!(
        error.description(),
        "the document lacks a member that this server requires"
    );

    let other = publish(
        document(json!({"client_id": "https://a.example.net/"})),
        Some("application/json"),
    );
    let error = derive_at(CLIENT_ID, &other, &under(&Profile::MCP_2026_07_28)).unwrap_err();
    assert_eq!(refusal(error), ("document.client_id", None));
}

#[test]
fn the_default_profile_is_what_a_new_rule_set_holds() {
    assert_eq!(Profile::default(), Profile::ALL[0]);
    assert_eq!(under(&Profile::default()), rules());
}

#[test]
fn a_profile_takes_the_place_of_the_one_before_and_of_nothing_else() {
    let mut rules = rules();
    rules.document.max_bytes = 1024;
    rules.redirect_uri.undotted_schemes = true;
    Profile::MCP_2026_07_28.apply(&mut rules);
    assert!(!rules.redirect_uri.undotted_schemes);
    Profile::CIMD_02.apply(&mut rules);
    assert!(rules.document.required_members.is_empty());
    assert!(rules.redirect_uri.dotted_schemes);
    assert_eq!(rules.document.max_bytes, 1024);
}

/// Two specifications that say the same are one judgement, and share what was judged.
#[test]
fn the_digest_is_that_of_the_rules_and_not_of_the_name() {
    let digest = |profile: Profile| under(&profile).digest();
    assert_ne!(digest(Profile::CIMD_02), digest(Profile::MCP_2025_11_25));
    assert_eq!(
        digest(Profile::MCP_2025_11_25),
        digest(Profile::MCP_2026_07_28)
    );
}

#[test]
fn a_profile_is_found_by_its_name() {
    for profile in Profile::ALL {
        assert_eq!(Profile::named(profile.name()), Some(*profile));
        assert_eq!(profile.to_string(), profile.name());
        assert!(!profile.source().is_empty());
    }
    let names = ["cimd-02", "mcp-2025-11-25", "mcp-2026-07-28"];
    assert_eq!(
        Profile::ALL.iter().map(Profile::name).collect::<Vec<_>>(),
        names
    );
    for unknown in ["", "mcp", "CIMD-02", "cimd-03"] {
        assert_eq!(Profile::named(unknown), None, "{unknown}");
    }
}
