//! The pages beside the code are true.

use std::fs;
use std::path::Path;

const README: &str = include_str!("../README.md");

#[test]
fn the_readme_shows_the_drop_in_example() {
    let example = include_str!("../examples/drop_in.rs");
    let (_, program) = example.split_once("\n\n").unwrap();
    assert!(
        README.contains(program),
        "README.md and examples/drop_in.rs differ"
    );
}

#[test]
fn both_commands_are_on_the_first_screen() {
    let screen: Vec<_> = README.lines().take(25).collect();
    for command in ["cargo run --example quickstart", "cargo test"] {
        assert!(screen.contains(&command), "{command}");
    }
}

#[test]
fn every_vector_file_has_its_source_named() {
    let sources = include_str!("vectors/SOURCES.md");
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    for entry in fs::read_dir(vectors).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_ours = ["SOURCES.md", "expected_differences.json"].contains(&name.as_str());
        assert!(is_ours || sources.contains(&format!("`{name}`")), "{name}");
    }
}
