//! Statuses and words of wrong usage.

use std::process::{Command, Stdio};

use crate::{cimd, stderr, stdout};

fn check(arguments: &[&str], input: &str, status: i32, complaint: &str) {
    let output = cimd(arguments, input.as_bytes());
    assert_eq!(
        output.status.code(),
        Some(status),
        "{arguments:?}: {output:?}"
    );
    assert!(
        stderr(&output).contains(complaint),
        "{arguments:?}: {output:?}"
    );
}

#[test]
fn wrong_usage_ends_with_64() {
    check(&[], "", 64, "Usage");
    check(&["jugde"], "", 64, "unrecognized subcommand");
    check(&["judge"], "", 64, "<KIND>");
    check(&["judge", "clientid"], "", 64, "client-id");
    check(&["resolve"], "", 64, "<URL>");
    let unknown = ["judge", "document", "--profile", "mcp"];
    check(&unknown, "", 64, "not one of cimd-02, mcp-2025-11-25");
    let unknown = ["resolve", "https://c.example.com/", "--profile", "mcp"];
    check(&unknown, "", 64, "not one of cimd-02, mcp-2025-11-25");
    check(
        &["resolve", "https://c.example.com/", "--danger-map", "c"],
        "",
        64,
        "no `=`",
    );
    check(
        &[
            "resolve",
            "https://c.example.com/",
            "--danger-map",
            "c=127.0.0.1",
        ],
        "",
        64,
        "127.0.0.1",
    );
}

#[test]
fn help_and_version_are_no_failure() {
    let help = cimd(&["--help"], b"");
    assert!(help.status.success());
    assert!(
        stdout(&help).contains("judge") && stdout(&help).contains("resolve"),
        "{help:?}"
    );
    let version = cimd(&["--version"], b"");
    assert_eq!(
        stdout(&version).trim(),
        concat!("cimd ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_record_that_cannot_be_read_is_named_by_its_line() {
    let judge = ["judge", "address"];
    check(
        &judge,
        "{\"ip\":\"192.0.2.1\"}\n\n{\"ip\":\n",
        64,
        "line 3: ",
    );
    check(&judge, "[]", 64, "line 1: not a JSON object");
    check(
        &judge,
        "{\"url\":\"192.0.2.1\"}",
        64,
        "line 1: no member `ip`",
    );
    check(&judge, &"[".repeat(100_000), 64, "line 1: ");
    check(
        &judge,
        &" ".repeat(1_048_577),
        64,
        "line 1: longer than 1048576 bytes",
    );
    check(
        &["judge", "redirect-uri"],
        "{\"requested\":\"\"}",
        64,
        "no member `registered`",
    );
    check(
        &["judge", "freshness"],
        "{}",
        64,
        "no member `headers` or `response_headers`",
    );
}

#[test]
fn input_that_is_no_utf_8_is_refused() {
    let output = cimd(&["judge", "client-id"], b"{\"url\":\"\xff\"}");
    assert_eq!(output.status.code(), Some(64), "{output:?}");
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let script = "yes '{\"ip\":\"192.0.2.1\"}' | head -n 20000 | { \"$0\" judge address; echo $? >&2; } | head -n 1";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_cimd")])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(stderr(&output), "0\n");
}
