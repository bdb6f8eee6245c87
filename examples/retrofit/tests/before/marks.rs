//! Which lines are CIMD's: they end in `// CIMD`, or stand between `// CIMD {` and `// }`.
#![allow(dead_code, reason = "the build and the tests use a part each")]

/// The lines that were there before. The page of the whole crate is left out, for it cannot be included.
pub(crate) fn without(source: &str) -> String {
    let before = lines(source).filter(|(_, is_marked)| !is_marked);
    let before = before.map(|(line, _)| line);
    before
        .filter(|line| !line.starts_with("//!"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The lines that were added and say something: neither blank, nor a comment, nor a bracket alone.
pub(crate) fn added(source: &str) -> Vec<&str> {
    let says = |line: &str| {
        let line = line.trim();
        !line.starts_with("//") && line.bytes().any(|byte| byte.is_ascii_alphanumeric())
    };
    let marked = lines(source).filter(|(line, is_marked)| *is_marked && says(line));
    marked.map(|(line, _)| line).collect()
}

/// Each line, and whether it is marked.
fn lines(source: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut inside = false;
    source.lines().map(move |line| {
        let is_end = inside && line.trim() == "// }";
        inside = (inside || line.trim() == "// CIMD {") && !is_end;
        let ends = ["// CIMD", "# CIMD", "-- CIMD"];
        let is_marked = ends.iter().any(|mark| line.ends_with(mark));
        (line, inside || is_end || is_marked)
    })
}
