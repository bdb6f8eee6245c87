//! Names and values, still encoded.

use crate::rules::parameters::decode::Decoded;

/// One `name=value`, still encoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) value: &'a [u8],
}

/// The pairs of a query or form in order, without the empty ones between two ampersands.
///
/// A semicolon separates nothing, and a name without `=` has an empty value (URL Standard §5.1).
pub(crate) fn pairs(encoded: &[u8]) -> impl Iterator<Item = Pair<'_>> {
    pieces(encoded).map(Pair::parse)
}

/// The pairs whose decoded name is this one, which holds no encoded octet: `client%5Fid` is
/// `client_id`.
pub(crate) fn named<'a>(
    encoded: &'a [u8],
    name: &'static str,
) -> impl Iterator<Item = Pair<'a>> + use<'a> {
    let first = name.as_bytes().first();
    // Most names are told apart by their first octet, before they are parsed.
    pieces(encoded)
        .filter(move |piece| piece.first() == first || piece.starts_with(b"%"))
        .map(Pair::parse)
        .filter(move |pair| pair.is_named(name))
}

/// What stands between ampersands, where anything does.
fn pieces(encoded: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = encoded;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = memchr::memchr(b'&', rest).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            if !piece.is_empty() {
                return Some(piece);
            }
        }
        None
    })
}

impl<'a> Pair<'a> {
    fn parse(encoded: &'a [u8]) -> Self {
        // Names are short: looking at each octet is faster than a vectorised search.
        let equals = encoded.iter().position(|&octet| octet == b'=');
        let (name, value) = encoded.split_at(equals.unwrap_or(encoded.len()));
        Pair {
            name,
            value: value.get(1..).unwrap_or_default(),
        }
    }

    /// Whether the decoded name is this one, which holds no encoded octet: `client%5Fid` is
    /// `client_id`.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        let (encoded, name) = (self.name, name.as_bytes());
        // An escape is longer than what it stands for.
        match encoded.len() == name.len() {
            true => encoded == name,
            false => encoded.len() > name.len() && Decoded::new(encoded).eq(name.iter().copied()),
        }
    }
}
