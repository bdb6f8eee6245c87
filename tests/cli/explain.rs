//! `cimd explain` and `cimd lint`, as a user runs them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;
use tower_cimd::Resolver;
use tower_cimd::resolve::{Fetched, StaticFetch};
use tower_cimd::rules::auth_method::AuthMethod;

use crate::{cimd, stdout};

/// `UPDATE_PAGES=1 cargo test --features cli --test cli` writes it anew.
#[test]
fn each_published_document_is_explained_as_before() {
    let mut told = String::new();
    for path in documents() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let output = cimd(&["lint", path.to_str().unwrap()], b"");
        told.push_str(&format!(
            "## {name}, status {:?}\n{}\n",
            output.status.code(),
            timeless(stdout(&output))
        ));
    }
    snapshot("tests/cli/explanations.txt", &told);
}

/// The same, over every row of `documents.jsonl` that is invalid.
#[tokio::test]
async fn each_invalid_row_is_explained_by_its_rule() {
    let rows = fs::read_to_string(root().join("tests/vectors/documents.jsonl")).unwrap();
    let mut rules = BTreeMap::new();
    for row in rows
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
    {
        if row["expect"] == "invalid" {
            rules.insert(
                row["id"].as_str().unwrap().to_owned(),
                explained(&row).await,
            );
        }
    }
    let told: String = rules
        .iter()
        .map(|(id, rule)| format!("{id} {rule}\n"))
        .collect();
    snapshot("tests/cli/rules_of_invalid_rows.txt", &told);
}

#[test]
fn a_refusal_has_its_own_exit_status() {
    check(
        &["explain", "https://127.0.0.1/x"],
        1,
        "client_id.ip_literal",
    );
    check(
        &[
            "lint",
            &document("colibri.social--oauth-client-metadata.json"),
        ],
        1,
        "document.keys.none",
    );
    let vscode = document("vscode.dev--client-metadata.json");
    check(&["lint", &vscode], 0, "accepted");
    check(
        &["lint", &vscode, "--redirect-uri", "http://localhost:1/"],
        1,
        "redirect_uri.miss",
    );
    check(
        &[
            "lint",
            &vscode,
            "--client-id",
            "https://vscode.dev/other.json",
        ],
        1,
        "document.client_id",
    );
    check(
        &["lint", &vscode, "--profile", "mcp-2026-07-28"],
        0,
        "accepted",
    );
}

#[test]
fn a_profile_of_no_name_is_wrong_usage() {
    let output = cimd(&["lint", "x.json", "--profile", "mcp"], b"");
    assert_eq!(output.status.code(), Some(64), "{output:?}");
    let output = cimd(&["lint", "there-is-no-such-file.json"], b"");
    assert_eq!(output.status.code(), Some(64), "{output:?}");
}

#[test]
fn a_hostile_text_reaches_no_terminal() {
    let output = cimd(&["explain", "https://client.example.com/\u{1b}[2J"], b"");
    assert!(!output.stdout.contains(&0x1b), "{output:?}");
}

#[test]
fn the_json_is_one_object() {
    let path = document("vscode.dev--client-metadata.json");
    let output = cimd(&["lint", &path, "--json"], b"");
    let told: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(told["conclusion"], "accepted");
    assert_eq!(told["steps"][0]["stage"], "client_id");
}

#[track_caller]
fn check(arguments: &[&str], status: i32, says: &str) {
    let output = cimd(arguments, b"");
    assert_eq!(
        output.status.code(),
        Some(status),
        "{arguments:?} {output:?}"
    );
    assert!(stdout(&output).contains(says), "{arguments:?} {output:?}");
}

/// The rule that is told of a row; `valid` where none is broken.
async fn explained(row: &Value) -> String {
    let client_id = row["client_id_url"].as_str().unwrap();
    let network = StaticFetch::new().answer(client_id, answer(row));
    let resolver = Resolver::builder("https://as.example.com")
        .auth_methods(AuthMethod::ALL.iter().copied())
        .fetch(network)
        .build()
        .unwrap();
    let explanation = resolver.explain(client_id, None).await;
    let last = explanation.steps().last().unwrap();
    last.rule().unwrap_or("valid").to_owned()
}

fn answer(row: &Value) -> Fetched {
    let status = row["status"]
        .as_u64()
        .map_or(200, |status| u16::try_from(status).unwrap());
    Fetched {
        status: StatusCode::from_u16(status).unwrap(),
        headers: headers(row),
        body: body(row).into(),
    }
}

fn headers(row: &Value) -> HeaderMap {
    let field = |(name, value): (&str, &Value)| {
        let value = HeaderValue::from_bytes(value.as_str()?.as_bytes()).ok()?;
        Some((HeaderName::try_from(name).ok()?, value))
    };
    match (&row["headers_list"], &row["headers"]) {
        (Value::Array(list), _) => list
            .iter()
            .filter_map(|pair| field((pair[0].as_str()?, &pair[1])))
            .collect(),
        (_, Value::Object(fields)) => fields
            .iter()
            .filter_map(|(name, value)| field((name, value)))
            .collect(),
        _ => [field(("content-type", &"application/json".into())).unwrap()]
            .into_iter()
            .collect(),
    }
}

fn body(row: &Value) -> Vec<u8> {
    if let Some(text) = row["body"].as_str() {
        return text.into();
    }
    if let Some(text) = row["body_b64"].as_str() {
        return STANDARD.decode(text).unwrap();
    }
    let text = |name: &str| row["body_generator"][name].as_str().unwrap_or_default();
    let count = row["body_generator"]["count"].as_u64().unwrap_or_default();
    let repeated = text("repeat").repeat(usize::try_from(count).unwrap());
    [text("prefix"), &repeated, text("suffix")]
        .concat()
        .into_bytes()
}

/// Without how long the fetch took.
fn timeless(told: &str) -> String {
    let line = |line: &str| match line.split_once(" bytes in ") {
        Some((bytes, _)) => format!("{bytes} bytes\n"),
        None => format!("{line}\n"),
    };
    told.lines().map(line).collect()
}

fn documents() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/documents")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| !path.ends_with("SOURCES.md")).collect();
    paths.sort();
    paths
}

fn document(name: &str) -> String {
    let path = root().join("tests/documents").join(name);
    path.to_str().unwrap().to_owned()
}

pub(crate) fn snapshot(path: &str, told: &str) {
    let path = root().join(path);
    if env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&path, told).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), told);
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of rules alone, and one of settings.
#[test]
fn a_policy_in_a_file_decides() {
    let folder = env::temp_dir().join(format!("tower-cimd-policy-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let vscode = document("vscode.dev--client-metadata.json");
    let rules = "[[rules]]\nname = \"closed\"\neffect = \"deny\"\nclients = [\"vscode.dev\"]\n";
    let settings = format!(
        "issuer = \"https://as.example.com\"\n{}",
        rules.replace("[[rules]]", "[[policy.rules]]")
    );
    let wrong = "issuer = \"https://as.example.com\"\n[policy]\nmod = \"off\"\n";
    for (text, status, says) in [
        (rules, 1, "policy.admits"),
        (&settings, 1, "policy.admits"),
        ("default = \"allow\"\n", 0, "accepted"),
        ("issuer = \"https://as.example.com\"\n", 0, "accepted"),
        (
            wrong,
            64,
            "policy.mod: there is no such key; did you mean `mode`?",
        ),
    ] {
        let path = folder.join("policy.toml");
        fs::write(&path, text).unwrap();
        let output = cimd(&["lint", &vscode, "--policy", path.to_str().unwrap()], b"");
        assert_eq!(output.status.code(), Some(status), "{text}: {output:?}");
        let told = format!(
            "{}{}",
            stdout(&output),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(told.contains(says), "{text}: {told}");
    }
    fs::remove_dir_all(folder).unwrap();
}
