//! What the pages of real clients say.

use std::fs;

use serde_json::{Value as Json, from_str};
use tower_cimd::rules::consent::{Caution, ConsentContext, ConsentView};

use super::client_at;

/// The lead, the emphasis, the path and the name of a published client, and the cautions for its
/// first redirection URI.
fn check(file: &str, shown: (&str, &str, Option<&str>, &str), cautions: &[Caution]) {
    let body = fs::read_to_string(format!("tests/documents/{file}")).unwrap();
    let members: Json = from_str(&body).unwrap();
    let client_id = members["client_id"].as_str().unwrap().to_owned();
    let client = client_at(&client_id, members);
    let view = ConsentView::new(
        &client,
        ConsentContext {
            redirect_uri: client.redirect_uris().first(),
            ..ConsentContext::default()
        },
    );
    let (host, name) = view.host_and_name();
    let page = (host.lead(), host.emphasis(), view.path(), name.unwrap());
    assert_eq!(page, shown, "{file}");
    assert_eq!(view.cautions(), cautions, "{file}");
}

use Caution::*;

#[test]
fn clients_of_their_own_website_need_no_caution() {
    check(
        "claude.ai--mcp-oauth-client-metadata.json",
        ("", "claude.ai", None, "Claude"),
        &[],
    );
    check(
        "client.dev--metadata.json",
        ("", "client.dev", None, "client.dev"),
        &[],
    );
    check(
        "elk.jeswr.org--clientid.jsonld",
        ("elk.", "jeswr.org", None, "Elk (Solid edition)"),
        &[],
    );
    check(
        "greengale.app--client-metadata.json",
        ("", "greengale.app", None, "GreenGale"),
        &[],
    );
}

#[test]
fn programs_on_the_device_are_told_as_such() {
    let loopback = &[LoopbackRedirect, LoopbackOnly];
    check(
        "claude.ai--claude-code-client-metadata.json",
        ("", "claude.ai", None, "Claude Code"),
        loopback,
    );
    check(
        "zed.dev--client-metadata.json",
        ("", "zed.dev", None, "Zed"),
        loopback,
    );
    check(
        "goose-docs.ai--client-metadata.json",
        ("", "goose-docs.ai", None, "goose"),
        loopback,
    );
    check(
        "vscode.dev--client-metadata.json",
        ("", "vscode.dev", None, "Visual Studio Code"),
        &[LoopbackRedirect],
    );
    check(
        "app.gmstn.systems--oauth-client-metadata.json",
        ("app.", "gmstn.systems", None, "Gemstone"),
        &[PrivateUseRedirect],
    );
}

#[test]
fn strangers_on_shared_hosts_are_told_by_the_whole_address() {
    check(
        "520d7cb212a6.ngrok-free.app--client-metadata.json",
        (
            "",
            "520d7cb212a6.ngrok-free.app",
            Some("/client-metadata.json"),
            "Hypercert Scaffold",
        ),
        &[SharedHost],
    );
    check(
        "nousresearch.github.io--hermes-agent-client-metadata.json",
        (
            "",
            "nousresearch.github.io",
            Some("/hermes-agent/docs/oauth/client-metadata.json"),
            "Hermes Agent",
        ),
        &[LoopbackRedirect, LoopbackOnly, SharedHost],
    );
    check(
        "raw.githubusercontent.com--comidas.gratis-client-id.jsonld",
        (
            "",
            "raw.githubusercontent.com",
            Some("/comidasgratis/comidas.gratis/main/public/client-id.jsonld"),
            "comidas.gratis",
        ),
        &[LoopbackRedirect, NameLikeDomain, SharedHost],
    );
}

#[test]
fn an_answer_that_goes_to_another_host_is_told() {
    check(
        "cursor.com--mcp-client.json",
        ("", "cursor.com", None, "Cursor"),
        &[ForeignRedirect],
    );
}
