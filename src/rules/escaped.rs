//! A stranger's text in HTML.

use std::fmt;

/// A text whose `Display` is safe in HTML: between tags, and in an attribute's value between
/// quotes of either kind.
///
/// Not in an attribute without quotes, in a script, a style or the name of anything; and it does
/// not make a URL safe to follow. The five characters that end a text or a quoted value are
/// written as entities, all others as they are.
///
/// ```
/// use tower_cimd::rules::escaped::Escaped;
///
/// let name = "<b>\"A\" & 'B'</b>";
/// let html = format!("<p title=\"{0}\">{0}</p>", Escaped(name));
/// assert!(html.contains(">&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;</p>"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((at, entity)) = first_entity(rest) {
            let (plain, from) = rest.split_at(at);
            f.write_str(plain)?;
            f.write_str(entity)?;
            rest = from.get(1..).unwrap_or_default();
        }
        f.write_str(rest)
    }
}

/// Where the first character with a meaning stands, and what stands for it.
fn first_entity(text: &str) -> Option<(usize, &'static str)> {
    text.bytes()
        .enumerate()
        .find_map(|(at, byte)| Some((at, entity(byte)?)))
}

fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
}
