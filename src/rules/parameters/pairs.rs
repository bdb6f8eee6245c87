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
    encoded
        .split(|&octet| octet == b'&')
        .filter(|pair| !pair.is_empty())
        .map(Pair::parse)
}

impl<'a> Pair<'a> {
    fn parse(encoded: &'a [u8]) -> Self {
        let equals = encoded.iter().position(|&octet| octet == b'=');
        match equals.and_then(|equals| encoded.split_at_checked(equals)) {
            Some((name, value)) => Pair {
                name,
                value: value.get(1..).unwrap_or_default(),
            },
            None => Pair {
                name: encoded,
                value: b"",
            },
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
