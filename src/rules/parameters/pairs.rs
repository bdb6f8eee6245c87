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
    let mut rest = Some(encoded);
    std::iter::from_fn(move || {
        let (pair, after) = split(rest?, b'&');
        rest = after;
        Some(pair)
    })
    .filter(|pair| !pair.is_empty())
    .map(Pair::parse)
}

/// What stands before and behind the first separator.
fn split(encoded: &[u8], separator: u8) -> (&[u8], Option<&[u8]>) {
    let place = memchr::memchr(separator, encoded).unwrap_or(encoded.len());
    let (before, after) = encoded.split_at(place);
    (before, after.get(1..))
}

impl<'a> Pair<'a> {
    fn parse(encoded: &'a [u8]) -> Self {
        let (name, value) = split(encoded, b'=');
        Pair {
            name,
            value: value.unwrap_or_default(),
        }
    }

    /// Whether the decoded name is this one, which holds no encoded octet: `client%5Fid` is
    /// `client_id`.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        let (encoded, name) = (self.name, name.as_bytes());
        encoded == name
            || encoded.len() > name.len() && Decoded::new(encoded).eq(name.iter().copied())
    }
}
