//! A loose memory of the keys.

/// A Bloom filter of 128 bits over thumbprints, four bits each.
///
/// It never forgets a key, so that an overlap of two sets is never missed: a rotation must not cost
/// a publisher its users. It may take a new key for an old one, once in 2^16 times with two keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sketch(pub(super) [u8; 16]);

impl Sketch {
    pub(super) fn of<'k>(keys: impl IntoIterator<Item = &'k [u8; 32]>) -> Self {
        Sketch::default().with(keys)
    }

    /// The memory of these keys too.
    pub(super) fn with<'k>(self, keys: impl IntoIterator<Item = &'k [u8; 32]>) -> Self {
        let held = u128::from_be_bytes(self.0);
        let bits = keys.into_iter().fold(held, |bits, key| bits | bits_of(key));
        Sketch(bits.to_be_bytes())
    }

    pub(super) fn is_empty(self) -> bool {
        self == Sketch::default()
    }

    pub(super) fn may_contain(self, key: &[u8; 32]) -> bool {
        u128::from_be_bytes(self.0) & bits_of(key) == bits_of(key)
    }
}

/// A thumbprint is a hash already: each of its first four octets names one of the bits.
fn bits_of(key: &[u8; 32]) -> u128 {
    let octets = key.iter().take(4);
    octets.fold(0, |bits, octet| bits | 1 << (octet & 127))
}
