//! Where the members of a JSON object stand in its text.

use std::ops::Range;

/// A member of the outermost object.
#[derive(Debug)]
pub(crate) struct Member {
    /// Unescaped.
    pub(crate) name: String,
    /// Without the white space around it.
    pub(crate) value: Range<usize>,
}

/// The members in their order, of a text that is known to be one JSON object.
pub(crate) fn members(text: &str) -> Vec<Member> {
    let mut members = Vec::new();
    let (mut depth, mut start, mut name) = (0_usize, 0, None);
    for (at, sign) in structure(text) {
        match sign {
            b'{' | b'[' => depth += 1,
            b':' if depth == 1 => name = unescaped(text, start..at),
            b',' if depth == 1 => members.extend(member(text, name.take(), start..at)),
            b'}' | b']' => {
                if depth == 1 {
                    members.extend(member(text, name.take(), start..at));
                }
                depth = depth.saturating_sub(1);
            }
            _ => continue,
        }
        if depth == 1 && matches!(sign, b'{' | b':' | b',') {
            start = at + 1;
        }
    }
    members
}

/// The bytes that stand in no string.
fn structure(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let (mut quoted, mut escaped) = (false, false);
    text.bytes().enumerate().filter(move |(_, byte)| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            _ => return !quoted,
        }
        false
    })
}

fn unescaped(text: &str, name: Range<usize>) -> Option<String> {
    serde_json::from_str(text.get(name)?).ok()
}

fn member(text: &str, name: Option<String>, value: Range<usize>) -> Option<Member> {
    let written = text.get(value.clone())?;
    let start = value.start + (written.len() - written.trim_ascii_start().len());
    Some(Member {
        name: name?,
        value: start..start + written.trim_ascii().len(),
    })
}
