//! Rows of a vector file, and the differences that we stand by.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// The rows of `tests/vectors/{file}`.
pub(crate) fn rows(file: &str) -> Vec<Value> {
    read(file)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Holds `ours` against each row of `file` and against the differences that we stand by.
///
/// `expected` is what the row wants, `None` where it wants nothing in particular, or another check asks
/// for it; `ours` is our verdict. `key` names the member that identifies a row.
pub(crate) fn check(
    file: &str,
    key: &str,
    expected: impl Fn(&Value) -> Option<Value>,
    ours: impl Fn(&Value) -> Value,
) {
    let mut stood_by = differences(file);
    let mut unexplained = Vec::new();
    for row in rows(file) {
        let id = row[key].to_string();
        let Some(expect) = expected(&row) else {
            stood_by.remove(&id);
            continue;
        };
        let verdict = ours(&row);
        if verdict != expect && stood_by.remove(&id).is_none() {
            unexplained.push(format!(
                "{} {id}: expected {expect}, ours {verdict}: {row}",
                row["tier"]
            ));
        }
    }
    assert!(
        unexplained.is_empty(),
        "{} rows differ:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
    assert!(stood_by.is_empty(), "no longer different: {stood_by:?}");
}

/// `expected_differences.json`: file name to a list of `{ "<key>": …, "tier", "expect", "ours", "clause" }`.
fn differences(file: &str) -> BTreeMap<String, Value> {
    let all: Value = serde_json::from_str(&read("expected_differences.json")).unwrap();
    let rows = all[file].as_array().cloned().unwrap_or_default();
    rows.into_iter()
        .map(|row| {
            assert!(
                row["clause"]
                    .as_str()
                    .is_some_and(|clause| clause.len() > 10),
                "no clause: {row}"
            );
            (row["id"].to_string(), row)
        })
        .collect()
}

fn read(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
