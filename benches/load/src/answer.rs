//! Answers of a server under load.

/// What the handler saw. As long as each other, so that no server writes more than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// A client that was resolved.
    Client,
    /// None.
    Nobody,
}

impl Body {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Body::Client => "client",
            Body::Nobody => "nobody",
        }
    }
}

/// Where the first answer in `buffer` ends, once all of it is there, and whether it is the `expected`
/// one.
pub(crate) fn first(buffer: &[u8], expected: Body) -> Option<(usize, bool)> {
    let head = 4 + buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let end = head + content_length(&buffer[..head]);
    let body = buffer.get(head..end)?;
    let is_right = buffer.starts_with(b"HTTP/1.1 200 OK") && body == expected.text().as_bytes();
    Some((end, is_right))
}

fn content_length(head: &[u8]) -> usize {
    let name = b"content-length: ";
    let at = head.windows(name.len()).position(|bytes| bytes == name);
    let digits = at.map_or(&[][..], |at| &head[at + name.len()..]);
    digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .fold(0, |length, digit| 10 * length + usize::from(digit - b'0'))
}
