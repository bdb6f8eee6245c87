//! What only holders of a key can write (T7, T15).

use std::fmt;

use bytes::{BufMut, Bytes, BytesMut};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Seals with one key, and opens what that or another one has sealed.
///
/// A seal is HMAC-SHA-256 over every byte before it, the id of the key included. It proves who
/// wrote, not when or where: whoever has a sealed value can put it elsewhere, or back. So what is
/// sealed says where it belongs and when it was made. What two purposes seal is told apart, though
/// the host may give them the same key.
pub(crate) struct Seal {
    key: Key,
    other: Option<Key>,
}

/// What the seals of a key are for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// What nodes share (T7).
    Store,
    /// A request that waits for its user's consent (T15).
    Transaction,
    /// A form of the operator's page (T19).
    #[cfg(feature = "admin")]
    Form,
}

/// Why nothing is taken from under a seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SealError {
    /// It has not the form of something sealed.
    Form,
    /// Its key is not known here.
    Key,
    /// It was changed, or made without the key.
    Broken,
}

struct Key {
    id: [u8; ID],
    mac: Hmac<Sha256>,
    purpose: Purpose,
}

impl Seal {
    /// `None` where the secret is shorter than [`LEAST_KEY_BYTES`].
    pub(crate) fn new(purpose: Purpose, secret: &[u8]) -> Option<Self> {
        let key = Key::new(purpose, secret)?;
        Some(Seal { key, other: None })
    }

    /// This seal, which also opens what `other` seals.
    pub(crate) fn or(self, other: Seal) -> Self {
        let other = Some(other.key);
        Seal { other, ..self }
    }

    /// `payload` under the seal.
    pub(crate) fn close(&self, payload: &[u8]) -> Bytes {
        let mut sealed = BytesMut::with_capacity(AROUND + payload.len());
        sealed.put_u8(VERSION);
        sealed.put_slice(&self.key.id);
        sealed.put_slice(payload);
        let tag = self.key.mac(&sealed).finalize().into_bytes();
        sealed.put_slice(&tag);
        sealed.freeze()
    }

    /// What is under the seal.
    pub(crate) fn open(&self, sealed: &Bytes) -> Result<Bytes, SealError> {
        let text = sealed.len().checked_sub(TAG).ok_or(SealError::Form)?;
        let (signed, tag) = sealed.split_at(text);
        match signed.split_first() {
            Some((&VERSION, rest)) => {
                let id = rest.first_chunk::<ID>().ok_or(SealError::Form)?;
                let key = self.named(id).ok_or(SealError::Key)?;
                let verified = key.mac(signed).verify_slice(tag);
                verified.map_err(|_| SealError::Broken)?;
                Ok(sealed.slice(1 + ID..text))
            }
            _ => Err(SealError::Form),
        }
    }

    /// A name for a secret of somebody else, under the key that seals.
    pub(crate) fn pseudonym(&self, secret: &[u8]) -> [u8; TAG] {
        self.key.pseudonym(secret)
    }

    /// Whether this is the name for the secret, under any key that opens.
    pub(crate) fn is_pseudonym(&self, name: &[u8; TAG], secret: &[u8]) -> bool {
        self.keys().any(|key| key.pseudonym(secret) == *name)
    }

    fn named(&self, id: &[u8; ID]) -> Option<&Key> {
        self.keys().find(|key| key.id == *id)
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        [Some(&self.key), self.other.as_ref()].into_iter().flatten()
    }
}

impl Key {
    fn new(purpose: Purpose, secret: &[u8]) -> Option<Self> {
        if secret.len() < LEAST_KEY_BYTES {
            return None;
        }
        let mac = Hmac::new_from_slice(secret).ok()?;
        // The id is made of the key, so that it needs no setting that nodes could disagree about.
        let digest = Mac::chain_update(Hmac::clone(&mac), purpose.id_label())
            .finalize()
            .into_bytes();
        let id = *digest.first_chunk()?;
        Some(Key { id, mac, purpose })
    }

    fn mac(&self, signed: &[u8]) -> Hmac<Sha256> {
        let label = self.purpose.label();
        self.mac.clone().chain_update(label).chain_update(signed)
    }

    fn pseudonym(&self, secret: &[u8]) -> [u8; TAG] {
        let mac = self.mac.clone().chain_update(PSEUDONYM_LABEL);
        mac.chain_update(secret).finalize().into_bytes().into()
    }
}

/// So that a host's other uses of a key cannot be confused with these, nor these with each other. No
/// label begins with another.
impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Purpose::Store => b"tower-cimd store seal 1",
            Purpose::Transaction => b"tower-cimd transaction seal 1",
            #[cfg(feature = "admin")]
            Purpose::Form => b"tower-cimd form seal 1",
        }
    }

    const fn id_label(self) -> &'static [u8] {
        match self {
            Purpose::Store => b"tower-cimd store key id 1",
            Purpose::Transaction => b"tower-cimd transaction key id 1",
            #[cfg(feature = "admin")]
            Purpose::Form => b"tower-cimd form key id 1",
        }
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

/// Bytes of the shortest key: those of the hash, below which RFC 2104 §3 advises against a key.
pub(crate) const LEAST_KEY_BYTES: usize = 32;
/// Bytes of a seal around its payload.
pub(crate) const AROUND: usize = 1 + ID + TAG;
const VERSION: u8 = 1;
const ID: usize = 8;
const TAG: usize = 32;
const PSEUDONYM_LABEL: &[u8] = b"tower-cimd pseudonym 1";
