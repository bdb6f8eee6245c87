//! `cimd policy try`, as an operator runs it.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::explain::{root, snapshot};
use crate::{cimd, stderr, stdout};

fn file(name: &str) -> String {
    let path = root().join("tests/cli/policy").join(name);
    path.to_str().unwrap().to_owned()
}

/// A file of this test's own.
fn write(name: &str, text: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(format!("policy-{name}"));
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn published() -> String {
    root().join("tests/documents").to_str().unwrap().to_owned()
}

/// A line of a file of documents.
fn line(client_id: &str, document: &str) -> String {
    json!({"client_id": client_id, "document": document}).to_string()
}

fn document(client_id: &str) -> String {
    json!({"client_id": client_id, "redirect_uris": ["https://client.example.com/callback"]})
        .to_string()
}

const A: &str = "https://a.example.com/client.json";
const B: &str = "https://b.example.com/client.json";

/// What comes of these rules for these documents: the exit status, and what is printed.
fn tried(name: &str, rules: &str, documents: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let (rules, documents) = (
        write(&format!("{name}.toml"), rules),
        write(&format!("{name}.jsonl"), documents),
    );
    let arguments = ["policy", "try", &rules, "--documents", &documents];
    let output = cimd(&[&arguments, more].concat(), b"");
    (
        output.status.code(),
        stdout(&output).to_owned(),
        stderr(&output).to_owned(),
    )
}

/// `UPDATE_PAGES=1 cargo test --features cli --test cli` writes it anew.
#[test]
fn what_new_rules_would_change_is_told_as_before() {
    let (new, old, documents) = (file("new.toml"), file("old.toml"), published());
    let mut told = String::new();
    for more in [&[] as &[&str], &["--old", &old], &["--old", &new]] {
        let arguments = ["policy", "try", &new, "--documents", &documents];
        let output = cimd(&[&arguments, more].concat(), b"");
        let beside = match more {
            [_, path] if *path == old => "beside the old",
            [_, _] => "beside themselves",
            _ => "beside none",
        };
        let status = output.status.code();
        told.push_str(&format!(
            "## the new rules {beside}, status {status:?}\n{}\n",
            stdout(&output)
        ));
    }
    snapshot("tests/cli/policy/told.txt", &told);
}

#[test]
fn the_exit_status_says_whether_anything_would_change() {
    let lines = format!("{}\n\n{}\n", line(A, &document(A)), line(B, &document(B)));
    let rules = "default = \"deny\"";
    let (status, told, _) = tried("changes", rules, &lines, &[]);
    assert_eq!(status, Some(1));
    assert!(told.starts_with("2 clients: 2 would be refused,"), "{told}");
    let (status, told, _) = tried("no-changes", "", &lines, &[]);
    assert_eq!(status, Some(0));
    assert!(told.ends_with(" 2 unchanged\n"), "{told}");
    let (status, told, _) = tried("no-documents", rules, "", &[]);
    assert_eq!((status, told.starts_with("0 clients")), (Some(0), true));
}

#[test]
fn rules_in_report_mode_change_nothing_unless_they_are_to_be_enforced() {
    let (lines, rules) = (
        line(A, &document(A)),
        "mode = \"report\"\ndefault = \"deny\"",
    );
    assert_eq!(tried("report", rules, &lines, &[]).0, Some(0));
    assert_eq!(tried("enforced", rules, &lines, &["--enforce"]).0, Some(1));
}

#[test]
fn the_rules_of_a_settings_file_stand_in_its_table_policy() {
    let (lines, settings) = (
        line(A, &document(A)),
        "issuer = \"https://as.example.com\"\n[limits]\nhost = 1_200\n[policy]\ndefault = \"deny\"",
    );
    assert_eq!(tried("settings", settings, &lines, &[]).0, Some(1));
    let wrong = format!("{settings}\nrule = []");
    check_wrong("settings-key", &wrong, &lines, &["line 6", "rule"]);
}

#[test]
fn the_json_is_one_object() {
    let lines = format!("{}\n{}", line(A, &document(A)), line(B, "{}"));
    let rules = "[[rules]]\nname = \"a\"\neffect = \"deny\"\nclients = [\"a.example.com\"]";
    let (status, told, _) = tried("json", rules, &lines, &["--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(status, Some(1));
    assert_eq!(told["clients"], 1);
    assert_eq!(told["counts"]["refused"], 1);
    assert_eq!(told["differences"][0]["client_id"], A);
    assert_eq!(told["differences"][0]["after"]["rule"], "a");
    assert_eq!(told["unjudged"][0]["client_id"], B);
    assert_eq!(told["unjudged"][0]["rule"], "document.client_id");
}

/// Which of two members counts is for the crate to say, and not for who reads the line.
#[test]
fn the_bytes_of_a_document_survive() {
    let repeated = document(A).replacen('{', "{\"client_name\":\"x\",\"client_name\":\"y\",", 1);
    let (_, told, _) = tried("bytes", "", &line(A, &repeated), &[]);
    assert!(told.contains("not judged: document."), "{told}");
}

#[test]
fn a_hostile_text_reaches_no_terminal() {
    let hostile = line("https://a.example.com/\u{1b}[2J", "\u{1b}[2J");
    let (_, told, error) = tried("hostile", "default = \"deny\"", &hostile, &[]);
    assert!(
        !told.contains('\u{1b}') && !error.contains('\u{1b}'),
        "{told}"
    );
}

/// Wrong usage, told with what is wrong and where.
fn check_wrong(name: &str, rules: &str, documents: &str, words: &[&str]) {
    let (status, _, told) = tried(name, rules, documents, &[]);
    assert_eq!(status, Some(64), "{name}: {told}");
    for word in words {
        assert!(told.contains(word), "{name}: {told}");
    }
}

#[test]
fn a_wrong_file_is_wrong_usage_and_the_error_names_the_place() {
    let good = line(A, &document(A));
    let rule = |members: &str| format!("[[rules]]\nname = \"r\"\neffect = \"allow\"\n{members}");
    check_wrong(
        "syntax",
        "mode = ",
        &good,
        &["policy-syntax.toml", "line 1"],
    );
    check_wrong("key", "modes = \"off\"", &good, &["line 1", "modes"]);
    check_wrong("mode", "\nmode = \"on\"", &good, &["line 2", "`on`"]);
    let pattern = rule("clients = [\"a.example.com\", \"*.com\"]");
    check_wrong("pattern", &pattern, &good, &["line 4", "*.com"]);
    let contradiction = rule("clients = [\"*\"]\ntrusted = true");
    let words = ["rule 1 (\"r\")", "not a wildcard"];
    check_wrong("contradiction", &contradiction, &good, &words);
    let bounds = rule("clients = [\"*\"]\nlifetime = { max_seconds = 0 }");
    check_wrong("bounds", &bounds, &good, &["rule 1 (\"r\")", "86,400"]);
    check_wrong("no-json", "", "{", &["policy-no-json.jsonl", "line 1"]);
    let second = format!("{good}\n{{\"client_id\": \"{A}\"}}");
    check_wrong("no-document", "", &second, &["line 2", "document"]);
    let besides = "{\"client_id\": \"a\", \"document\": \"\", \"documents\": 1}";
    check_wrong("unknown-member", "", besides, &["line 1", "documents"]);
    let object = "{\"client_id\": \"a\", \"document\": {}}";
    check_wrong("object", "", object, &["line 1", "string"]);
    let long = " ".repeat(1_048_577);
    check_wrong("long", "", &long, &["line 1", "longer than 1048576 bytes"]);
}

#[test]
fn a_file_that_is_not_there_is_wrong_usage() {
    let (new, empty) = (file("new.toml"), root().join("tests/cli/policy"));
    let empty = empty.to_str().unwrap();
    let documents = published();
    for (arguments, words) in [
        (
            ["policy", "try", "nowhere.toml", "--documents", &documents],
            "nowhere.toml",
        ),
        (
            ["policy", "try", &new, "--documents", "nowhere.jsonl"],
            "nowhere.jsonl",
        ),
        (["policy", "try", &new, "--documents", empty], "no *.json"),
    ] {
        let output = cimd(&arguments, b"");
        assert_eq!(output.status.code(), Some(64), "{output:?}");
        assert!(stderr(&output).contains(words), "{output:?}");
    }
    let output = cimd(&["policy", "try", &new], b"");
    assert_eq!(output.status.code(), Some(64), "{output:?}");
}
