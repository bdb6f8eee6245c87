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
    /// The authority alone of what stands after `scheme://`.
    pub(crate) fn authority(rest: &'a str) -> Self {
        Parts {
            authority: cut(rest).0,
            ..Parts::path("")
        }
    }

    /// Cuts what stands after `scheme://`.
    pub(crate) fn after_scheme(rest: &'a str) -> Self {
        let (authority, rest) = cut(rest);
        let (path, rest) = rest.split_at(find(rest, |byte| matches!(byte, b'?' | b'#')));
        let (query, fragment) = rest.split_at(find(rest, |byte| byte == b'#'));
        Parts {
            authority,
            path,
            query: query.strip_prefix('?'),
            fragment: fragment.strip_prefix('#'),
        }
    }

    /// What stands after the colon of a URI without `//`, such as a URN, as one path.
    pub(crate) const fn path(rest: &'a str) -> Self {
        Parts {
            authority: "",
            path: rest,
            query: None,
            fragment: None,
        }
    }

    /// Looks for a character that no URI holds where it stands.
    ///
    /// # Errors
    ///
    /// The first [`BadCharacter`].
    pub(crate) fn check_characters(&self) -> Result<(), BadCharacter> {
        // Brackets belong to an IP literal (RFC 3986 §3.2.2) and stand nowhere else.
        check(self.authority, true)?;
        check(self.path, false)?;
        check(self.query.unwrap_or_default(), false)?;
        check(self.fragment.unwrap_or_default(), false)
    }

    /// Whether there is userinfo, which an empty one before the `@` is too.
    pub(crate) fn has_userinfo(&self) -> bool {
        self.authority.contains('@')
    }

    /// The host, an IPv6 literal with its brackets, and what follows the colon after it.
    ///
    /// Of use where there is no userinfo.
    pub(crate) fn host_and_port(&self) -> (&'a str, Option<&'a str>) {
        let literal = match self.authority.starts_with('[') {
            true => find(self.authority, |byte| byte == b']'),
            false => 0,
        };
        let (_, rest) = self.authority.split_at(literal);
        let colon = literal + find(rest, |byte| byte == b':');
        let (host, port) = self.authority.split_at(colon);
        (host, port.strip_prefix(':'))
    }

    /// Whether a segment of the path is `.` or `..`, also where dots are written `%2e`.
    pub(crate) fn has_dot_segment(&self) -> bool {
        self.path.split('/').any(is_dot_segment)
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
    /// A printable character that is neither reserved nor unreserved, or a bracket after the host.
    Excluded,
    /// `%` without two hexadecimal digits after it.
    PercentEscape,
}

fn check(text: &str, brackets: bool) -> Result<(), BadCharacter> {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'%' if !is_hex(bytes.next()) || !is_hex(bytes.next()) => {
                return Err(BadCharacter::PercentEscape);
            }
            b'[' | b']' if brackets => {}
            b'\\' => return Err(BadCharacter::Backslash),
            b'"' | b'<' | b'>' | b'[' | b']' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                return Err(BadCharacter::Excluded);
            }
            0x21..=0x7e => {}
            0x00..=0x20 | 0x7f => return Err(BadCharacter::Whitespace),
            0x80.. => return Err(BadCharacter::NonAscii),
        }
    }
    Ok(())
}

/// The authority, and what follows it.
fn cut(rest: &str) -> (&str, &str) {
    rest.split_at(find(rest, |byte| matches!(byte, b'/' | b'?' | b'#')))
}

/// Where the first of some ASCII characters stands, or the end.
fn find(text: &str, wanted: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(wanted).unwrap_or(text.len())
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
