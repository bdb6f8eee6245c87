//! Decoding of `application/x-www-form-urlencoded`, octet by octet.

use std::borrow::Cow;

use crate::rules::client_id::ClientId;

/// The decoded octets of a name or a value: `+` is a space, `%41` an `A`, and a `%` that begins no
/// escape stands for itself, as the URL Standard's parser has it.
///
/// It allocates nothing, which is what lets a request without a Client Identifier URL pass at the
/// cost of a scan.
#[derive(Clone, Debug)]
pub(crate) struct Decoded<'a> {
    rest: &'a [u8],
}

impl<'a> Decoded<'a> {
    pub(crate) fn new(encoded: &'a [u8]) -> Self {
        Decoded { rest: encoded }
    }
}

impl Iterator for Decoded<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(match first {
            b'+' => b' ',
            b'%' => match escape(rest) {
                Some(octet) => {
                    self.rest = rest.get(2..).unwrap_or_default();
                    octet
                }
                None => b'%',
            },
            other => other,
        })
    }
}

/// The decoded text, borrowed where nothing was encoded; `None` where it is not UTF-8.
pub(crate) fn text(encoded: &[u8]) -> Option<Cow<'_, str>> {
    if is_literal(encoded) {
        return std::str::from_utf8(encoded).ok().map(Cow::Borrowed);
    }
    let mut decoded = Vec::with_capacity(encoded.len());
    decode_into(&mut decoded, encoded);
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// Appends the decoded octets.
pub(super) fn decode_into(decoded: &mut Vec<u8>, encoded: &[u8]) {
    let literal = special(encoded).unwrap_or(encoded.len());
    let (literal, mut rest) = encoded.split_at(literal);
    decoded.extend_from_slice(literal);
    // Escapes stand close together: looking at each octet is faster than a vectorised search.
    while !rest.is_empty() {
        let mut octets = Decoded::new(rest);
        decoded.extend(octets.next());
        rest = octets.rest;
        let special = |octet: &u8| matches!(octet, b'%' | b'+');
        let literal = rest.iter().position(special).unwrap_or(rest.len());
        let (literal, after) = rest.split_at(literal);
        decoded.extend_from_slice(literal);
        rest = after;
    }
}

/// Whether every `%` begins an escape and the decoded octets are UTF-8, so that no two decoders
/// can disagree about the text.
pub(crate) fn is_unambiguous(encoded: &[u8]) -> bool {
    let ascii = |escape| matches!(escape, Some(octet) if octet < 0x80);
    if encoded.is_ascii() && escapes(encoded).all(ascii) {
        return true;
    }
    is_well_escaped(encoded) && text(encoded).is_some()
}

/// Whether every `%` begins an escape.
pub(crate) fn is_well_escaped(encoded: &[u8]) -> bool {
    escapes(encoded).all(|escape| escape.is_some())
}

/// What each `%` stands for; `None` where it begins no escape.
fn escapes(encoded: &[u8]) -> impl Iterator<Item = Option<u8>> + '_ {
    memchr::memchr_iter(b'%', encoded)
        .map(|percent| escape(encoded.get(percent + 1..).unwrap_or_default()))
}

/// The octet of an escape whose `%` went before.
fn escape(digits: &[u8]) -> Option<u8> {
    let [high, low, ..] = digits else {
        return None;
    };
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// Whether the decoded text is URL form, told from its first octets.
pub(crate) fn is_url_form(encoded: &[u8]) -> bool {
    if !matches!(encoded.first(), Some(b'h' | b'H' | b'%')) {
        return false;
    }
    let mut start = [0; "https://".len()];
    for (slot, octet) in start.iter_mut().zip(Decoded::new(encoded)) {
        *slot = octet;
    }
    std::str::from_utf8(&start).is_ok_and(ClientId::is_url_form)
}

/// Whether the octets stand for themselves.
pub(crate) fn is_literal(encoded: &[u8]) -> bool {
    special(encoded).is_none()
}

/// The first octet that does not stand for itself.
fn special(encoded: &[u8]) -> Option<usize> {
    memchr::memchr2(b'%', b'+', encoded)
}

fn digit(octet: u8) -> Option<u8> {
    match octet {
        b'0'..=b'9' => Some(octet - b'0'),
        b'a'..=b'f' => Some(octet - b'a' + 10),
        b'A'..=b'F' => Some(octet - b'A' + 10),
        _ => None,
    }
}
