//! A URI as it is written: its characters and its parts, nothing decoded and nothing repaired.
//!
//! A WHATWG parser drops tabs, turns `\` into `/`, resolves dot segments and adds a path before
//! anybody can look. What decides identity is therefore judged here first, by RFC 3986.

/// What stands after `scheme://`, cut where RFC 3986 §3 cuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Parts<'a> {
    /// Between `//` and the path: userinfo, host and port.
    pub(crate) authority: &'a str,
    /// Empty, or from the first `/`.
    pub(crate) path: &'a str,
    /// What follows the first `?`.
    pub(crate) query: Option<&'a str>,
    /// What follows the first `#`.
    pub(crate) fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    /// Cuts what stands after `scheme://`.
    pub(crate) fn after_scheme(rest: &'a str) -> Self {
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Parts {
            authority,
            path,
            query,
            fragment,
        }
    }

    /// Whether there is userinfo, which an empty one before the `@` is too.
    pub(crate) fn has_userinfo(&self) -> bool {
        self.authority.contains('@')
    }

    /// The host, an IPv6 literal with its brackets, and what follows the colon after it.
    ///
    /// Of use where there is no userinfo.
    pub(crate) fn host_and_port(&self) -> (&'a str, Option<&'a str>) {
        let brackets = match self.authority.find(']') {
            Some(end) if self.authority.starts_with('[') => end,
            _ => 0,
        };
        let (bracketed, rest) = self.authority.split_at(brackets);
        match rest.find(':') {
            Some(colon) => {
                let (host, port) = self.authority.split_at(bracketed.len() + colon);
                (host, port.strip_prefix(':'))
            }
            None => (self.authority, None),
        }
    }

    /// Whether a segment of the path is `.` or `..`, also where dots are written `%2e`.
    pub(crate) fn has_dot_segment(&self) -> bool {
        self.path.split('/').any(is_dot_segment)
    }

    /// Whether path or query hold `[` or `]`, which belong in the host alone.
    pub(crate) fn has_stray_bracket(&self) -> bool {
        let brackets = ['[', ']'];
        self.path.contains(brackets) || self.query.is_some_and(|query| query.contains(brackets))
    }
}

/// A character that RFC 3986 has no place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadCharacter {
    /// Outside ASCII: RFC 3986 §1.2.1 wants A-labels in the host and percent escapes elsewhere.
    NonAscii,
    /// A space or a control character; parsers drop some of them.
    Whitespace,
    /// `\`, which other parsers take for `/`.
    Backslash,
    /// One of the printable characters that are neither reserved nor unreserved.
    Excluded,
    /// `%` without two hexadecimal digits after it.
    PercentEscape,
}

/// Looks for a character that no URI holds, anywhere in `text`.
///
/// # Errors
///
/// The first [`BadCharacter`]. Brackets pass here, see [`Parts::has_stray_bracket`].
pub(crate) fn check_characters(text: &str) -> Result<(), BadCharacter> {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' if !is_hex(bytes.next()) || !is_hex(bytes.next()) => {
                return Err(BadCharacter::PercentEscape);
            }
            b'\\' => return Err(BadCharacter::Backslash),
            b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                return Err(BadCharacter::Excluded);
            }
            0x21..=0x7e => {}
            0x00..=0x20 | 0x7f => return Err(BadCharacter::Whitespace),
            0x80.. => return Err(BadCharacter::NonAscii),
        }
    }
    Ok(())
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at)
        .map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_hex(byte: Option<u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_hexdigit())
}

/// `%2e` is another spelling of `.` (RFC 3986 §6.2.2.2), and parsers remove both.
fn is_dot_segment(segment: &str) -> bool {
    let one = strip_dot(segment);
    one.is_some_and(|rest| rest.is_empty() || strip_dot(rest) == Some(""))
}

fn strip_dot(text: &str) -> Option<&str> {
    text.strip_prefix('.')
        .or_else(|| text.strip_prefix("%2e"))
        .or_else(|| text.strip_prefix("%2E"))
}
