//! The README is true.

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
