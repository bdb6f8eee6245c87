//! `cimd config`, as a user runs it.

use std::{env, fs};

use serde_json::Value;
use tower_cimd::config::Settings;

use crate::{cimd, stdout};

#[test]
fn the_default_file_is_printed_and_right() {
    let output = cimd(&["config", "default"], b"");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stdout(&output), Settings::default_file());
    let path = env::temp_dir().join(format!("tower-cimd-default-{}.toml", std::process::id()));
    fs::write(&path, &output.stdout).unwrap();
    let checked = cimd(
        &["config", "check", "--file-only", path.to_str().unwrap()],
        b"",
    );
    assert_eq!(checked.status.code(), Some(0), "{checked:?}");
    fs::write(
        &path,
        "issuer = \"https://as.example.com\"\n[limits]\nhots = 4\n",
    )
    .unwrap();
    let checked = cimd(
        &["config", "check", "--file-only", path.to_str().unwrap()],
        b"",
    );
    assert_eq!(checked.status.code(), Some(1), "{checked:?}");
    let told = String::from_utf8(checked.stderr).unwrap();
    let expected = ":3: limits.hots: there is no such key; did you mean `host`?\n";
    assert!(told.ends_with(expected), "{told}");
    fs::remove_file(path).unwrap();
}

#[test]
fn the_schema_is_printed() {
    let output = cimd(&["config", "schema"], b"");
    let schema: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(schema, Settings::schema());
}
