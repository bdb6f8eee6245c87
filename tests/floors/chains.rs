//! No `if let … && …`: Rust 1.85, the oldest that is supported, does not know it.

use crate::code::{line_of, words};
use crate::house::House;

/// Every condition that joins a `let` to something else, and every match guard with a `let`.
pub(crate) fn findings(house: &House) -> Vec<String> {
    let findings = house.files.iter().flat_map(|file| {
        let heads = words(&file.code).filter(|(_, word)| ["if", "while"].contains(word));
        heads.filter_map(|(at, word)| {
            let chained = is_chained(&file.code[at + word.len()..]);
            chained.then(|| format!("{}:{}: a let chain", file.path, line_of(&file.code, at)))
        })
    });
    findings.collect()
}

/// Whether the condition that `text` starts with is a chain or a guard with a `let`.
fn is_chained(text: &str) -> bool {
    let (condition, is_guard) = condition(text);
    let lets = words(&condition).filter(|(_, word)| *word == "let").count();
    lets > 0 && (is_guard || condition.contains("&&") || condition.contains("||"))
}

/// The condition without what stands in its brackets, and whether `=>` ends it.
fn condition(text: &str) -> (String, bool) {
    let (mut depth, mut condition) = (0_usize, String::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '{' | ';' if depth == 0 => break,
            _ if depth == 0 && text[at..].starts_with("=>") => return (condition, true),
            _ if depth == 0 => condition.push(c),
            _ => {}
        }
    }
    (condition, false)
}

#[test]
fn a_let_chain_is_found() {
    let check = |text: &str, expected: usize| {
        assert_eq!(
            findings(&House::of(&[("rules/a.rs", text)])).len(),
            expected,
            "{text}"
        );
    };
    check("if let Some(a) = b && a > 1 { c }", 1);
    check("if a && let Some(b) = c { d }", 1);
    check("while let Some(a) = b\n    && a > 1\n{ c }", 1);
    check("match a { Some(b) if let Some(c) = b => d }", 1);
    check("if let Some(a) = b { c && d }", 0);
    check("if let Some(a) = f(b && c) { d }", 0);
    check("if a && b { let c = d; }", 0);
    check("match a { Some(b) if b && c => { let d = e; } }", 0);
}
