//! Files that settings lead to.

use sha2::{Digest, Sha256};
use tower_cimd::config::Settings;
use tower_cimd::resolve::policy::FetchContext;
use tower_cimd::resolve::{Resolution, StaticFetch};
use tower_cimd::rules::client::Source;

use crate::files::Folder;
use crate::support::document;

const CLIENT_ID: &str = "https://client.example.com/oauth";

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn settings(folder: &Folder, sha256: &str) -> Settings {
    let text = format!(
        "issuer = \"https://as.example.com\"\n\n[[pins]]\nclient_id = {CLIENT_ID:?}\n\
         file = \"client.json\"\nsha256 = {sha256:?}\nexpires = 2126-01-31T00:00:00+01:00\n"
    );
    Settings::from_file(folder.write("settings.toml", text)).unwrap()
}

#[tokio::test]
async fn a_pin_is_read_beside_the_settings_and_used() {
    let folder = Folder::new();
    folder.write("client.json", document(CLIENT_ID));
    let digest = hexadecimal(&Sha256::digest(document(CLIENT_ID)));
    let builder = settings(&folder, &digest).builder().unwrap();
    let resolver = builder.fetch(StaticFetch::new()).build().unwrap();
    let context = FetchContext::detached(None);
    match resolver.resolve(CLIENT_ID, &context).await {
        Ok(Resolution::Client(client)) => assert_eq!(client.source(), Source::Pinned),
        other => panic!("{other:?}"),
    }
}

/// What a wrong pin gives, without the name of the folder.
fn refused(folder: &Folder, sha256: &str) -> String {
    let error = settings(folder, sha256).check().unwrap_err().to_string();
    error.split_once("settings.toml:").unwrap().1.to_owned()
}

#[test]
fn a_file_that_was_exchanged_is_refused_with_its_line() {
    let folder = Folder::new();
    folder.write("client.json", document(CLIENT_ID));
    let digest = hexadecimal(&Sha256::digest("another"));
    assert_eq!(
        refused(&folder, &digest),
        "6: pins[0].sha256: is not the digest of the file"
    );
}

#[test]
fn a_file_that_is_not_there_is_named_with_its_line() {
    let folder = Folder::new();
    let error = refused(&folder, &"0".repeat(64));
    assert!(error.starts_with("5: pins[0].file: "), "{error}");
    assert!(error.contains("client.json: "), "{error}");
}

#[test]
fn a_pin_that_the_rules_refuse_is_told_with_its_line() {
    let folder = Folder::new();
    let invalid = r#"{"client_id": "https://other.example.com/oauth"}"#;
    folder.write("client.json", invalid);
    let error = refused(&folder, &hexadecimal(&Sha256::digest(invalid)));
    assert!(error.starts_with("5: pins[0].file: the pin of "), "{error}");
}
