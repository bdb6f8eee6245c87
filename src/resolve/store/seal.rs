//! What only holders of the key can write (T7).

use std::fmt;

use bytes::{BufMut, Bytes, BytesMut};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::resolve::store::refusal::StoreRefusal;

/// Seals with one key, and opens what that or another one has sealed.
///
/// A seal is HMAC-SHA-256 over every byte before it, the id of the key included. It proves who
/// wrote, not when or where: whoever can write to the store can put a sealed value elsewhere, or
/// back. So what is sealed says where it belongs and when it was made.
pub(crate) struct Seal {
    key: Key,
    other: Option<Key>,
}

struct Key {
    id: [u8; ID],
    mac: Hmac<Sha256>,
}

impl Seal {
    /// `None` where a secret is shorter than [`LEAST_KEY_BYTES`].
    pub(crate) fn new(secret: &[u8], other: Option<&[u8]>) -> Option<Self> {
        Some(Seal {
            key: Key::new(secret)?,
            other: match other {
                Some(secret) => Some(Key::new(secret)?),
                None => None,
            },
        })
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
    pub(crate) fn open(&self, sealed: &Bytes) -> Result<Bytes, StoreRefusal> {
        let text = sealed.len().checked_sub(TAG).ok_or(StoreRefusal::Form)?;
        let (signed, tag) = sealed.split_at(text);
        match signed.split_first() {
            Some((&VERSION, rest)) => {
                let id = rest.first_chunk::<ID>().ok_or(StoreRefusal::Form)?;
                let key = self.named(id).ok_or(StoreRefusal::Key)?;
                let verified = key.mac(signed).verify_slice(tag);
                verified.map_err(|_| StoreRefusal::Seal)?;
                Ok(sealed.slice(1 + ID..text))
            }
            _ => Err(StoreRefusal::Form),
        }
    }

    fn named(&self, id: &[u8; ID]) -> Option<&Key> {
        let mut keys = [Some(&self.key), self.other.as_ref()].into_iter().flatten();
        keys.find(|key| key.id == *id)
    }
}

impl Key {
    fn new(secret: &[u8]) -> Option<Self> {
        if secret.len() < LEAST_KEY_BYTES {
            return None;
        }
        let mac = Hmac::new_from_slice(secret).ok()?;
        // The id is made of the key, so that it needs no setting that nodes could disagree about.
        let digest = Mac::chain_update(Hmac::clone(&mac), ID_LABEL)
            .finalize()
            .into_bytes();
        let id = *digest.first_chunk()?;
        Some(Key { id, mac })
    }

    fn mac(&self, signed: &[u8]) -> Hmac<Sha256> {
        self.mac.clone().chain_update(LABEL).chain_update(signed)
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
/// What the key is used for, so that a host's other uses of it cannot be confused with these.
const LABEL: &[u8] = b"tower-cimd store seal 1";
const ID_LABEL: &[u8] = b"tower-cimd store key id 1";
