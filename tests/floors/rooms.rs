//! Rooms stay small.

use crate::code::{line_of, words};
use crate::house::{File, House};

/// Every file of over 400 lines, and every function of over 60.
pub(crate) fn findings(house: &House) -> Vec<String> {
    let findings = house.files.iter().flat_map(|file| {
        let functions = functions(file).filter(|function| function.lines > FUNCTION_LINES);
        let long = functions.map(|function| {
            format!(
                "{}:{}: a function of {} lines",
                file.path, function.line, function.lines
            )
        });
        let lines = file.code.lines().count();
        let large = (lines > FILE_LINES).then(|| format!("{}: {lines} lines", file.path));
        long.chain(large).collect::<Vec<_>>()
    });
    findings.collect()
}

struct Function {
    line: usize,
    lines: usize,
}

fn functions(file: &File) -> impl Iterator<Item = Function> {
    let starts = words(&file.code).filter(|(_, word)| *word == "fn");
    starts.filter_map(|(at, _)| {
        let text = &file.code[at..];
        let body = text
            .find(['{', ';'])
            .filter(|sign| text[*sign..].starts_with('{'))?;
        let end = body + closing(&text[body..])?;
        Some(Function {
            line: line_of(&file.code, at),
            lines: line_of(text, end),
        })
    })
}

/// Where the brace is that closes the one at the start of `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => return None,
        }
        (depth == 0).then_some(at)
    })
}

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

#[test]
fn a_function_of_61_lines_is_too_long() {
    let function = |lines: usize| format!("fn a() {{{}}}\nfn b();\n", "\n".repeat(lines - 1));
    let found = |lines| findings(&House::of(&[("rules/a.rs", &function(lines))])).len();
    assert_eq!(found(60), 0);
    assert_eq!(found(61), 1);
}

#[test]
fn a_file_of_401_lines_is_too_large() {
    let found = |lines| findings(&House::of(&[("rules/a.rs", &"\n".repeat(lines))])).len();
    assert_eq!(found(400), 0);
    assert_eq!(found(401), 1);
}
