//! The catalogue of reasons names what the code names, and the guide's page is the catalogue.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use tower_cimd::rules::reason::{self, Whose};

#[test]
fn every_reason_that_the_code_names_is_in_the_catalogue() {
    let known = known();
    let missing: Vec<_> = written()
        .into_iter()
        .filter(|name| !known.contains(name))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn every_reason_in_the_catalogue_is_named_by_the_code() {
    let written = written();
    let stale: Vec<_> = known()
        .into_iter()
        .filter(|name| !written.contains(name))
        .collect();
    // These are names of whole groups, as strangers are told them.
    let groups = [
        "client_id",
        "document",
        "grant",
        "keys",
        "policy",
        "request",
        "transaction",
    ];
    let stale: Vec<_> = stale
        .iter()
        .filter(|name| !groups.contains(&name.as_str()))
        .collect();
    assert_eq!(stale, [""; 0]);
}

#[test]
fn no_reason_stands_twice_in_the_catalogue() {
    assert_eq!(reason::all().count(), known().len());
}

#[test]
fn every_mend_is_a_sentence_fit_for_an_error_description() {
    for reason in reason::all() {
        let legal = |byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        assert!(reason.mend.bytes().all(legal), "{}", reason.rule);
        assert!(reason.mend.ends_with('.'), "{}", reason.rule);
        assert!(
            reason.mend.starts_with(char::is_uppercase),
            "{}",
            reason.rule
        );
    }
}

#[test]
fn what_passes_by_itself_says_to_wait() {
    for reason in reason::all().filter(|reason| reason.whose == Whose::Time) {
        let says = reason.mend.starts_with("Wait") || reason.mend.contains("again");
        assert!(says, "{}", reason.rule);
    }
}

/// `UPDATE_PAGES=1 cargo test --test reasons` writes it anew.
#[test]
fn the_page_of_the_guide_is_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/reasons.md");
    if env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&path, page()).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), page());
}

fn page() -> String {
    let row = |reason: &reason::Reason| {
        let whose = reason.whose.name();
        // What Markdown would take for a link or a tag.
        let mend = reason.mend.replace('[', "\\[").replace('<', "\\<");
        format!("| `{}` | {whose} | {mend} |\n", reason.rule)
    };
    PREFACE.to_owned() + &reason::all().map(row).collect::<String>()
}

fn known() -> BTreeSet<String> {
    reason::all().map(|reason| reason.rule.to_owned()).collect()
}

/// The names of reasons among the string literals of the sources.
fn written() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut names,
    );
    names
}

fn collect(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !OTHERS.iter().any(|other| path.ends_with(other)) {
            collect(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(literals(&fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The literals that name a reason, comments left out.
fn literals(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(|literal| is_reason(literal))
        .map(str::to_owned)
}

fn is_reason(literal: &str) -> bool {
    let (group, rest) = literal.split_once('.').unwrap_or((literal, ""));
    let legal =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.".contains(&byte);
    match rest {
        "" => ALONE.contains(&group),
        // The page's templates.
        "html" => false,
        _ if SETTINGS.contains(&literal) => false,
        rest => !rest.starts_with("example") && GROUPS.contains(&group) && rest.bytes().all(legal),
    }
}

/// Where reasons are told and not named: the catalogue itself, the command line, and settings, whose keys
/// look alike.
const OTHERS: [&str; 3] = ["rules/reason", "bin", "config"];

/// Groups of reasons for which something is refused, or left alone. The names of the others,
/// `freshness.max_age` and `consent.shared_host`, say what was decided, and nobody has to mend anything.
const GROUPS: &[&str] = &[
    "access_token",
    "address",
    "advertise",
    "assertion",
    "basic",
    "binding",
    "budget",
    "client",
    "client_id",
    "code_challenge",
    "code_verifier",
    "document",
    "dpop",
    "fetch",
    "form",
    "grant",
    "grant_type",
    "issuer",
    "keys",
    "layer",
    "pattern",
    "pin",
    "order",
    "policy",
    "prompt",
    "redirect_uri",
    "registered",
    "replay",
    "request",
    "request_uri",
    "resource",
    "resource_identifier",
    "response_type",
    "rulebook",
    "scope",
    "scopes",
    "server",
    "snapshot",
    "store",
    "transaction",
    "token",
    "verifier",
];

/// Names of settings, which look like those of a group.
const SETTINGS: [&str; 3] = ["store.deadline", "store.lease", "store.node"];

/// Reasons that are a group's name.
const ALONE: [&str; 3] = ["weather", "crashed", "busy"];

const PREFACE: &str = "\
Every reason code, who can do something about it, and what.

A code is the stable name of a rule. The same name stands in the `error_description` of an answer, in the
events, in the output of `cimd explain` and in an [`Explanation`](crate::resolve::Explanation). Where a
stranger is told `weather` or `document`, the operator is told which rule it was (T18): look at the event
`cimd.refused` of that request. This page is made from [`rules::reason`](crate::rules::reason), and a test
holds the two together.

| code | whose | what to do |
|---|---|---|
";
