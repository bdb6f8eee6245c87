//! Files that are wrong, and the one error that each of them gives.

use std::fs;

use serde_json::Value;
use tower_cimd::config::{Place, Settings};

use crate::files::Folder;

const ROWS: &str = include_str!("wrong.json");

/// Each row has the text of a file, and where and what its one fault is.
fn rows() -> Vec<Value> {
    let rows: Vec<Value> = serde_json::from_str(ROWS).unwrap();
    // Without the feature a section says but that.
    let has_store = cfg!(feature = "redis");
    let is_of_store = |row: &Value| row["key"].as_str().unwrap().starts_with("store");
    rows.into_iter()
        .filter(|row| has_store || !is_of_store(row))
        .collect()
}

#[test]
fn each_wrong_file_gives_one_error_with_file_line_and_key() {
    let folder = Folder::new();
    let mut differing = Vec::new();
    for row in rows() {
        let path = folder.write("settings.toml", row["file"].as_str().unwrap());
        let error = Settings::from_file(&path).unwrap_err();
        let expected = format!(
            "{}:{}: {}: {}",
            path.display(),
            row["line"],
            row["key"].as_str().unwrap(),
            row["message"].as_str().unwrap()
        );
        if error.to_string() != expected || error.faults().len() != 1 {
            differing.push(format!("{}\n{expected}\n{error}", row["file"]));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
}

#[test]
fn there_are_sixty_of_them_and_every_section_is_among_them() {
    let rows: Vec<Value> = serde_json::from_str(ROWS).unwrap();
    assert!(rows.len() >= 60, "{}", rows.len());
    let schema = Settings::schema();
    for section in schema["properties"].as_object().unwrap().keys() {
        let is_of_it = |row: &Value| row["key"].as_str().unwrap().starts_with(section);
        assert!(rows.iter().any(is_of_it), "{section}");
    }
}

#[test]
fn no_error_repeats_a_value_that_may_be_a_secret() {
    for row in rows() {
        let error = row["file"]
            .as_str()
            .unwrap()
            .parse::<Settings>()
            .unwrap_err();
        for secret in ["hunter2", "0123456789abcdef"] {
            assert!(!format!("{error} {error:?}").contains(secret), "{error}");
        }
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once_and_in_its_place() {
    let text = "issuer = 5\n\n[limits]\nhots = 1\nrefresh = 1\n\n[egress]\nnat64 = 1\n";
    let error = text.parse::<Settings>().unwrap_err();
    let lines: Vec<_> = error
        .faults()
        .iter()
        .map(|fault| match &fault.place {
            Some(Place::Line { line, .. }) => (*line, fault.key.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    let mut expected = vec![
        (1, "issuer"),
        (4, "limits.hots"),
        (5, "limits.refresh"),
        (8, "egress.nat64"),
    ];
    expected.sort_by_key(|(line, _)| *line);
    let mut lines = lines;
    lines.sort_by_key(|(line, _)| *line);
    assert_eq!(lines, expected);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = Settings::from_file("no/such/settings.toml").unwrap_err();
    assert!(
        error.to_string().starts_with("no/such/settings.toml: "),
        "{error}"
    );
    let folder = Folder::new();
    let path = folder.write("settings.toml", [0xff, 0xfe]);
    assert!(Settings::from_file(&path).is_err());
    assert!(fs::metadata(path).is_ok());
}
