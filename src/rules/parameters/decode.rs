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
    decoded.extend(Decoded::new(encoded));
    String::from_utf8(decoded).ok().map(Cow::Owned)
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
    let mut start = [0; "https://".len()];
    for (slot, octet) in start.iter_mut().zip(Decoded::new(encoded)) {
        *slot = octet;
    }
    std::str::from_utf8(&start).is_ok_and(ClientId::is_url_form)
}

/// Whether the octets stand for themselves.
pub(crate) fn is_literal(encoded: &[u8]) -> bool {
    memchr::memchr2(b'%', b'+', encoded).is_none()
}

fn digit(octet: u8) -> Option<u8> {
    match octet {
        b'0'..=b'9' => Some(octet - b'0'),
        b'a'..=b'f' => Some(octet - b'a' + 10),
        b'A'..=b'F' => Some(octet - b'A' + 10),
        _ => None,
    }
}
