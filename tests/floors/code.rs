//! Rust text with everything blanked that is not code.

/// `text` with comments, string and character literals blanked, so that a word found in it is a
/// word of the program. Lines and columns stay where they were.
pub(crate) fn code(text: &str) -> String {
    let mut rest = text;
    let mut code = String::with_capacity(text.len());
    while let Some(first) = rest.chars().next() {
        let blank = blank_length(rest, code.chars().next_back());
        let taken = if blank == 0 { first.len_utf8() } else { blank };
        let (token, tail) = rest.split_at(taken);
        code.extend(
            token
                .chars()
                .map(|c| if blank > 0 && c != '\n' { ' ' } else { c }),
        );
        rest = tail;
    }
    code
}

/// The length of the comment or literal that `rest` starts with, 0 where it starts with code.
fn blank_length(rest: &str, before: Option<char>) -> usize {
    if rest.starts_with("//") {
        rest.find('\n').unwrap_or(rest.len())
    } else if rest.starts_with("/*") {
        block_comment(rest)
    } else if let Some(string) = rest.strip_prefix('"') {
        1 + until_closing(string, '"')
    } else if rest.starts_with('\'') {
        character(rest)
    } else if before.is_none_or(|c| !is_word(c)) {
        raw_string(rest)
    } else {
        0
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        match &rest[at..] {
            inner if inner.starts_with("/*") => (depth, at) = (depth + 1, at + 2),
            inner if inner.starts_with("*/") => (depth, at) = (depth - 1, at + 2),
            inner => at += inner.chars().next().map_or(1, char::len_utf8),
        }
        if depth == 0 || at >= rest.len() {
            return at.min(rest.len());
        }
    }
}

/// The length up to and with the next `quote` that no backslash escapes.
fn until_closing(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a character literal; 0 for a lifetime, whose quote is never closed.
fn character(rest: &str) -> usize {
    let mut inner = rest[1..].chars();
    match (inner.next(), inner.next()) {
        (Some('\\'), _) => 1 + until_closing(&rest[1..], '\''),
        (Some(c), Some('\'')) => 2 + c.len_utf8(),
        _ => 0,
    }
}

/// The length of `r"…"`, `r#"…"#`, `br"…"` and their like; 0 for any other word.
fn raw_string(rest: &str) -> usize {
    let Some(body) = ["r", "br", "cr"]
        .iter()
        .find_map(|prefix| rest.strip_prefix(*prefix))
    else {
        return 0;
    };
    let hashes = body.len() - body.trim_start_matches('#').len();
    if !body[hashes..].starts_with('"') {
        return 0;
    }
    let start = rest.len() - body.len() + hashes + 1;
    let end = format!("\"{}", "#".repeat(hashes));
    rest[start..]
        .find(&end)
        .map_or(rest.len(), |at| start + at + end.len())
}

/// The words of `code` with the byte at which each starts.
pub(crate) fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = |at: usize| code[..at].chars().next_back().is_none_or(|c| !is_word(c));
    code.char_indices().filter_map(move |(at, c)| {
        let word = &code[at..];
        let end = word.find(|c| !is_word(c)).unwrap_or(word.len());
        (is_word(c) && starts(at)).then(|| (at, &word[..end]))
    })
}

/// The number of the line, from 1, on which byte `at` stands.
pub(crate) fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[test]
fn comments_and_literals_are_no_code() {
    let blank = |text: &str| assert_eq!(code(text).trim(), "", "{text}");
    blank("// tokio::spawn");
    blank("/* a /* nested */ unsafe */");
    blank(r#""an \" unsafe string""#);
    blank(r##"r#"a raw "unsafe" string"#"##);
    blank(r"'\''");
    blank("'\"'");
}

#[test]
fn code_around_comments_and_literals_stays() {
    let kept = |text: &str, expected: &str| {
        let words: Vec<_> = words(&code(text))
            .map(|(_, word)| word.to_owned())
            .collect();
        assert_eq!(words.join(" "), expected, "{text}");
    };
    kept("fn a<'a>(x: &'a str) {} // b", "fn a a x a str");
    kept("let c = '{'; let d", "let c let d");
    kept("for r in br {}", "for r in br");
    kept(r#"x("tokio") + bar"#, "x bar");
    assert_eq!(line_of("a\nb\nc", 4), 3);
}
