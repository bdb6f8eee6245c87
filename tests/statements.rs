//! Each statement of the standards that concerns a server, and each threat, names the tests that hold it, or
//! why none does. The guide's page is made from the list.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::{env, fs};

use serde::Deserialize;

/// A line of `statements.jsonl`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    level: String,
    source: String,
    /// In our own words.
    statement: String,
    /// Each as `path::name`.
    tests: Vec<String>,
    /// Why it is not this crate's, or where we differ.
    #[serde(default)]
    decided: String,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("statements.jsonl").lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

#[test]
fn every_statement_is_there_once_and_in_order() {
    let ids: Vec<_> = rows().into_iter().map(|row| row.id).collect();
    let expected: Vec<_> = FAMILIES.iter().flat_map(Family::ids).collect();
    assert_eq!(ids, expected);
}

#[test]
fn every_statement_says_how_much_it_demands_and_where_it_stands() {
    for row in rows() {
        assert!(LEVELS.contains(&&*row.level), "{}: {}", row.id, row.level);
        assert!(!row.source.is_empty(), "{}", row.id);
        for sentence in [&row.statement, &row.decided] {
            assert!(sentence.is_empty() || sentence.ends_with('.'), "{sentence}");
            assert!(!sentence.contains(['|', '<']), "{sentence}");
        }
        assert!(!row.statement.is_empty(), "{}", row.id);
    }
}

#[test]
fn every_statement_is_held_by_a_test_or_decided() {
    for row in rows() {
        let held = !row.tests.is_empty() || !row.decided.is_empty();
        assert!(held, "{}: {}", row.id, row.statement);
        let distinct: BTreeSet<_> = row.tests.iter().collect();
        assert_eq!(distinct.len(), row.tests.len(), "{}: one twice", row.id);
    }
}

#[test]
fn every_test_that_is_named_is_one() {
    let mut files = HashMap::new();
    let mut missing = Vec::new();
    for row in rows() {
        for test in row.tests {
            let (path, name) = test.split_once("::").expect("path::name");
            let text = files
                .entry(path.to_owned())
                .or_insert_with(|| fs::read_to_string(root().join(path)).unwrap_or_default());
            if !is_test(text, name) {
                missing.push(format!("{}: {test}", row.id));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

#[test]
fn what_is_not_run_is_no_test() {
    let text = "#[test]\nfn a() {}\n\nfn b() {}\n\n/// c.\n#[tokio::test(flavor = \"multi_thread\")]\n\
                /// More.\nasync fn c() {}\n    #[test]\n    fn d(x in any::<u8>()) {}\n// fn e() {}\n";
    let found = ["a", "b", "c", "d", "e", "f"].map(|name| is_test(text, name));
    assert_eq!(found, [true, false, true, true, false, false]);
}

/// `UPDATE_PAGES=1 cargo test --test statements` writes it anew.
#[test]
fn the_page_of_the_guide_is_the_list() {
    let path = root().join("src/guide/statements.md");
    if env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&path, page()).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), page());
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether `text` has a function of this name that the test harness runs.
fn is_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    let head = format!("fn {name}(");
    let Some(at) = lines.iter().position(|line| {
        line.strip_prefix("async ")
            .unwrap_or(line)
            .starts_with(&head)
    }) else {
        return false;
    };
    let above = lines[..at].iter().rev();
    above
        .take_while(|line| line.starts_with("#[") || line.starts_with("///"))
        .any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"))
}

fn page() -> String {
    let rows = rows();
    let part = |family: &Family| {
        let rows = rows.iter().filter(|row| row.id.starts_with(family.letter));
        format!("\n# {}\n\n{HEAD}", family.title) + &rows.map(line).collect::<String>()
    };
    PREFACE.to_owned() + &FAMILIES.iter().map(part).collect::<String>()
}

fn line(row: &Row) -> String {
    let held = [held_by(&row.tests), row.decided.clone()];
    let held: Vec<_> = held.into_iter().filter(|text| !text.is_empty()).collect();
    format!(
        "| {} | {} | {} | {} | {} |\n",
        row.id,
        row.level,
        row.statement,
        row.source,
        held.join(". ")
    )
}

/// The tests, each file named once for those that follow each other in it.
fn held_by(tests: &[String]) -> String {
    let mut text = String::new();
    let mut last = "";
    for test in tests {
        let (path, name) = test.split_once("::").expect("path::name");
        let between = if text.is_empty() {
            ""
        } else if path == last {
            ", "
        } else {
            "; "
        };
        text += between;
        if path != last {
            text += &format!("`{}`: ", path.strip_prefix("tests/").unwrap_or(path));
        }
        text += &format!("`{name}`");
        last = path;
    }
    text
}

/// Statements that are numbered together.
struct Family {
    letter: char,
    count: usize,
    title: &'static str,
}

impl Family {
    const fn new(letter: char, count: usize, title: &'static str) -> Self {
        Family {
            letter,
            count,
            title,
        }
    }

    fn ids(&self) -> impl Iterator<Item = String> {
        (1..=self.count).map(|number| format!("{}{number}", self.letter))
    }
}

const FAMILIES: [Family; 17] = [
    Family::new('C', 58, "Client ID Metadata Documents"),
    Family::new('D', 12, "Their next revision"),
    Family::new('M', 25, "MCP: the authorization server"),
    Family::new('K', 7, "MCP: authentication methods to come"),
    Family::new('P', 11, "MCP: the protected resource"),
    Family::new('R', 22, "OAuth, endpoint by endpoint"),
    Family::new('A', 6, "Redirection URIs"),
    Family::new('B', 16, "Client Identifier URLs"),
    Family::new('J', 22, "What a document holds"),
    Family::new('W', 7, "Which authentication method"),
    Family::new('F', 15, "How it is fetched"),
    Family::new('H', 14, "How long it is used"),
    Family::new('O', 11, "Where HTTP and the draft differ"),
    Family::new('E', 12, "Errors"),
    Family::new('G', 9, "Metadata"),
    Family::new('S', 18, "Security considerations"),
    Family::new('T', 20, "Threats"),
];

/// `rule` where the source has none of the words of RFC 2119, and in lower case where it has them so.
const LEVELS: [&str; 12] = [
    "MUST",
    "MUST NOT",
    "REQUIRED",
    "SHOULD",
    "SHOULD NOT",
    "RECOMMENDED",
    "NOT RECOMMENDED",
    "MAY",
    "should",
    "may",
    "rule",
    "threat",
];

const HEAD: &str = "| | | statement | source | held by |\n|---|---|---|---|---|\n";

const PREFACE: &str = "\
What the standards demand of a server, and which test holds it.

A paper named `-02` is draft-ietf-oauth-client-id-metadata-document-02, `-03` the editors' branch of its next
revision as of September 2026. `rule` is what a standard says without one of the words of RFC 2119, or what we
ask of ourselves. Statements are told in our own words, and the papers decide. Where nothing in this crate can
hold one, because it is the host's or the client's, or where we differ, the last column says so. Files are below
`tests/`, unless they are an example's. This page is made from `tests/statements.jsonl`, and a test finds it
wrong where a test that it names is not there.
";
