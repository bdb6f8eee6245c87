//! `cimd resolve`, as a user runs it.

use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;
use tokio::process::Command;

use crate::origin::{Answer, Origin};

/// A file with the origin's authority, for as long as a test needs it.
struct Root(PathBuf);

impl Root {
    fn of(origin: &Origin) -> Root {
        let name = format!("root-{}-{}.pem", std::process::id(), origin.addr().port());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, origin.ca_pem()).unwrap();
        Root(path)
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn cimd(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cimd"));
    command
        .arg("resolve")
        .args(arguments)
        .output()
        .await
        .unwrap()
}

/// Runs `cimd resolve URL --json` against the origin.
async fn resolve(origin: &Origin, url: &str) -> (Option<i32>, Value) {
    let root = Root::of(origin);
    let map = format!("client.example.com={}", origin.addr());
    let root = root.0.to_str().unwrap();
    let output = cimd(&[url, "--json", "--danger-root", root, "--danger-map", &map]).await;
    let report = serde_json::from_slice(&output.stdout);
    (
        output.status.code(),
        report.unwrap_or_else(|error| panic!("{error}: {output:?}")),
    )
}

#[tokio::test]
async fn a_client_is_printed() {
    let origin = Origin::start().await;
    origin.publish(URL, DOCUMENT);
    let (status, report) = resolve(&origin, URL).await;
    assert_eq!(status, Some(0), "{report}");
    assert_eq!(report["verdict"], "accept");
    assert_eq!(report["client"]["client_id"], URL);
    assert_eq!(
        report["client"]["redirect_uris"][0],
        "https://client.example.com/cb"
    );
    assert!(report["elapsed_ms"].is_number());
}

#[tokio::test]
async fn a_terminal_is_shown_no_control_characters() {
    let origin = Origin::start().await;
    origin.publish(URL, DOCUMENT);
    let (root, map) = (
        Root::of(&origin),
        format!("client.example.com={}", origin.addr()),
    );
    let root = root.0.to_str().unwrap();
    let output = cimd(&[URL, "--danger-root", root, "--danger-map", &map]).await;
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains(URL) && text.contains(r"\u{1b}[2J"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[tokio::test]
async fn a_refused_client_is_status_1() {
    let origin = Origin::start().await;
    for (answer, rule) in [
        (Answer::status(404), "document.status.gone"),
        (
            Answer::ok("{}").header("content-type", "application/json"),
            "document.client_id",
        ),
        (
            Answer::ok(DOCUMENT).header("content-type", "text/html"),
            "document.media_type",
        ),
        (
            Answer::ok(vec![b' '; 6_000]).header("content-type", "application/json"),
            "document.size",
        ),
    ] {
        origin.answer(URL, answer);
        let (status, report) = resolve(&origin, URL).await;
        assert_eq!(
            (status, report["verdict"].as_str()),
            (Some(1), Some("reject")),
            "{report}"
        );
        assert!(!report["why"].as_str().unwrap().is_empty());
        assert_eq!(report["rule"], rule);
    }
    let (status, report) = resolve(&origin, "https://127.0.0.1/client.json").await;
    assert_eq!(status, Some(1), "{report}");
}

/// MCP requires a `client_name`.
#[tokio::test]
async fn a_document_is_held_against_the_profile_that_is_named() {
    let origin = Origin::start().await;
    let nameless =
        format!(r#"{{"client_id":"{URL}","redirect_uris":["https://client.example.com/cb"]}}"#);
    origin.publish(URL, nameless);
    let root = Root::of(&origin);
    let map = format!("client.example.com={}", origin.addr());
    let root = root.0.to_str().unwrap();
    let dial = [URL, "--danger-root", root, "--danger-map", &map];
    for (profile, status) in [("cimd-02", 0), ("mcp-2025-11-25", 1), ("mcp-2026-07-28", 1)] {
        let output = cimd(&[&dial[..], &["--profile", profile]].concat()).await;
        assert_eq!(output.status.code(), Some(status), "{profile}: {output:?}");
    }
}

#[tokio::test]
async fn weather_is_status_2() {
    let origin = Origin::start().await;
    origin.answer(URL, Answer::status(503));
    assert_eq!(resolve(&origin, URL).await.0, Some(2));
    let map = "client.example.com=127.0.0.1:1";
    let refused = cimd(&[URL, "--danger-map", map]).await;
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
}

#[tokio::test]
async fn wrong_usage_is_status_64() {
    for arguments in [
        &[][..],
        &[URL, "--no-such-flag"],
        &[URL, "--danger-map", "client.example.com"],
        &[URL, "--danger-map", "client.example.com=10.0.0.1:443"],
        &[URL, "--danger-root", "/nonexistent/root.pem"],
        &[URL, "--danger-root", env!("CARGO_MANIFEST_PATH")],
    ] {
        let output = cimd(arguments).await;
        assert_eq!(output.status.code(), Some(64), "{arguments:?}: {output:?}");
        assert!(!output.stderr.is_empty());
    }
}

const URL: &str = "https://client.example.com/client.json";

const DOCUMENT: &str = r#"{
    "client_id": "https://client.example.com/client.json",
    "client_name": "\u001b[2J Client",
    "redirect_uris": ["https://client.example.com/cb"]
}"#;
