//! Every real document that we know, under its true client_id.

use std::fs;
use std::path::PathBuf;

use http::StatusCode;
use serde_json::{Value, json};
use tower_cimd::rules::auth_method::AuthMethod::{self, PrivateKeyJwt};

use crate::origin::Origin;
use crate::server::{ask, exchange, resolver, server};

/// What a server that supports `methods` says of the document in `file`.
async fn authorize(file: &str, redirect_uri: &str, methods: &[AuthMethod]) -> (StatusCode, Value) {
    let (origin, client_id) = published(file).await;
    let app = server(resolver(&origin, methods, |_| {}));
    let answer = ask(&app, &client_id, redirect_uri).await;
    assert_eq!(origin.requests(&client_id), 1, "{file}");
    answer
}

async fn published(file: &str) -> (Origin, String) {
    let bytes = read(file);
    let document: Value = serde_json::from_slice(&bytes).unwrap();
    let client_id = document["client_id"].as_str().unwrap().to_owned();
    let origin = Origin::start().await;
    origin.publish_as(&client_id, media_type(file), bytes);
    (origin, client_id)
}

fn read(file: &str) -> Vec<u8> {
    fs::read(
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/documents")
            .join(file),
    )
    .unwrap()
}

/// As `tests/documents/SOURCES.md` has it.
fn media_type(file: &str) -> &'static str {
    match file {
        _ if file.starts_with("raw.githubusercontent.com") => "text/plain; charset=utf-8",
        _ if file.ends_with(".jsonld") => "application/ld+json",
        _ => "application/json",
    }
}

fn files() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let mut files: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    files.retain(|name| name.ends_with(".json") || name.ends_with(".jsonld"));
    files.sort();
    files
}

#[tokio::test]
async fn twenty_two_of_the_twenty_four_documents_are_accepted_with_none_and_private_key_jwt() {
    let files = files();
    assert_eq!(files.len(), 24);
    let mut refused = Vec::new();
    for file in files {
        let first = first_redirect_uri(&file);
        let (status, answer) = authorize(&file, &first, &[AuthMethod::None, PrivateKeyJwt]).await;
        if status != StatusCode::OK {
            refused.push((file, status.as_u16(), answer["error_description"].clone()));
        }
    }
    let [(colibri, 400, keys), (raw, 400, media_type)] = &refused[..] else {
        panic!("{refused:?}");
    };
    assert_eq!(colibri, "colibri.social--oauth-client-metadata.json");
    assert!(keys.as_str().unwrap().contains("jwks"), "{keys}");
    assert_eq!(
        raw,
        "raw.githubusercontent.com--comidas.gratis-client-id.jsonld"
    );
    // Before the body is known to be this client's document, there is one text for everything (T18).
    assert!(
        media_type
            .as_str()
            .unwrap()
            .contains("no valid client metadata document")
    );
}

fn first_redirect_uri(file: &str) -> String {
    let document: Value = serde_json::from_slice(&read(file)).unwrap();
    document["redirect_uris"][0].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_text_plain_document_is_accepted_under_the_prefix_that_a_rule_names() {
    let file = "raw.githubusercontent.com--comidas.gratis-client-id.jsonld";
    let (origin, client_id) = published(file).await;
    let app = server(resolver(&origin, &[AuthMethod::None], |rules| {
        let prefix = "https://raw.githubusercontent.com/comidasgratis/comidas.gratis/";
        rules.document.text_plain.push(prefix.to_owned());
    }));
    let (status, _) = ask(&app, &client_id, "https://comidas.gratis/callback.html").await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn with_none_alone_chatgpt_negotiates_none_and_its_per_connector_document_has_no_method() {
    let redirect_uri = "https://chatgpt.com/connector_platform_oauth_redirect";
    let (status, answer) = authorize(
        "chatgpt.com--client.json",
        redirect_uri,
        &[AuthMethod::None],
    )
    .await;
    assert_eq!(
        (status, &answer["method"]),
        (StatusCode::OK, &json!("none"))
    );

    let connector = "chatgpt.com--connector-kDmjx77UnKOM-client.json";
    let (status, answer) = authorize(connector, "", &[AuthMethod::None]).await;
    assert_eq!(
        (status, &answer["error"]),
        (StatusCode::BAD_REQUEST, &json!("unauthorized_client"))
    );
    let description = answer["error_description"].as_str().unwrap();
    assert!(
        description.contains("token_endpoint_auth_method"),
        "{description}"
    );
}

#[tokio::test]
async fn with_both_methods_chatgpt_is_held_to_private_key_jwt() {
    let both = [AuthMethod::None, PrivateKeyJwt];
    let redirect_uri = "https://chatgpt.com/connector_platform_oauth_redirect";
    let (_, answer) = authorize("chatgpt.com--client.json", redirect_uri, &both).await;
    assert_eq!(answer["method"], json!("private_key_jwt"));
}

#[tokio::test]
async fn claude_code_may_come_back_on_any_port_of_both_of_its_hosts() {
    let file = "claude.ai--claude-code-client-metadata.json";
    for (redirect_uri, expected) in [
        ("http://localhost:54321/callback", true),
        ("http://127.0.0.1:61234/callback", true),
        ("http://localhost/callback", true),
        ("http://[::1]:54321/callback", false),
        ("https://localhost:54321/callback", false),
        ("http://localhost:54321/other", false),
    ] {
        let (status, answer) = authorize(file, redirect_uri, &[AuthMethod::None]).await;
        assert_eq!(status == StatusCode::OK, expected, "{redirect_uri}");
        let error = (!expected).then_some("invalid_request");
        assert_eq!(answer["error"].as_str(), error, "{redirect_uri}");
    }
}

#[tokio::test]
async fn grants_that_the_server_does_not_have_are_dropped_and_a_missing_method_is_none() {
    let ours = json!(["authorization_code", "refresh_token"]);
    for (file, grants) in [
        ("claude.ai--mcp-oauth-client-metadata.json", &ours),
        ("vscode.dev--client-metadata.json", &ours),
        ("client.dev--metadata.json", &json!(["authorization_code"])),
    ] {
        let first = first_redirect_uri(file);
        let (_, answer) = authorize(file, &first, &[AuthMethod::None]).await;
        assert_eq!(&answer["grants"], grants, "{file}");
    }
    let poddit = "poddit.app--clientid.jsonld";
    let (_, answer) = authorize(poddit, "https://poddit.app/", &[AuthMethod::None]).await;
    assert_eq!(answer["method"], json!("none"));
}

#[tokio::test]
async fn a_client_with_a_method_passes_the_token_endpoint_only_where_the_host_authenticates_it() {
    let (origin, client_id) = published("chatgpt.com--client.json").await;
    let app = server(resolver(&origin, &[PrivateKeyJwt], |_| {}));
    let (status, answer) = exchange(&app, "/token", &client_id).await;
    assert_eq!(
        (status, &answer["error"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_client"))
    );

    let (status, answer) = exchange(&app, "/token/authenticating", &client_id).await;
    assert_eq!(
        (status, &answer["authenticated"]),
        (StatusCode::OK, &json!(false))
    );

    let public = server(resolver(&origin, &[AuthMethod::None], |_| {}));
    let (status, answer) = exchange(&public, "/token", &client_id).await;
    assert_eq!(
        (status, &answer["client_id"]),
        (StatusCode::OK, &json!(client_id))
    );
}
