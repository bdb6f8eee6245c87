//! The three parts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::rules::assertion::MAX_BYTES;
use crate::rules::jwks::Jwk;
use crate::rules::jws::algorithm::Algorithm;
use crate::rules::jws::error::JwsError;
use crate::rules::jws::header::Header;
use crate::rules::jws::signature;

/// A signed text, judged as far as it can be without a key, and not verified.
#[derive(Clone, Debug)]
pub struct Jws<'a> {
    header: Header,
    payload: Vec<u8>,
    signature: Vec<u8>,
    /// What is signed: header and payload as they came, with the dot between them.
    signed: &'a str,
}

impl<'a> Jws<'a> {
    /// Parses the compact serialization.
    ///
    /// # Errors
    ///
    /// The first of the rules 1 to 4 of [this module](crate::rules::jws) that it breaks.
    pub fn parse(text: &'a str) -> Result<Self, JwsError> {
        if text.len() > MAX_BYTES {
            return Err(JwsError::Size);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(JwsError::Parts)?;
        let (header, payload) = signed.split_once('.').ok_or(JwsError::Parts)?;
        if payload.contains('.') {
            return Err(JwsError::Parts);
        }
        Ok(Jws {
            header: Header::read(&decoded(header)?)?,
            payload: decoded(payload)?,
            signature: decoded(signature)?,
            signed,
        })
    }

    /// The algorithm that it claims to be signed with.
    pub fn algorithm(&self) -> Algorithm {
        self.header.algorithm
    }

    /// The key that it claims to be signed with, by its publisher's name for it.
    pub fn kid(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// What kind of text it claims to be.
    pub fn typ(&self) -> Option<&str> {
        self.header.typ.as_deref()
    }

    /// The payload. Not verified.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The one of `keys` that signed it.
    ///
    /// # Errors
    ///
    /// [`JwsError::KeyUnknown`], which a newer set of keys may change, [`JwsError::KeyUnfit`] and
    /// [`JwsError::Signature`].
    pub fn verify<'k>(&self, keys: &'k [Jwk]) -> Result<&'k Jwk, JwsError> {
        let mut named = keys.iter().filter(|key| self.may_name(key)).peekable();
        if named.peek().is_none() {
            return Err(JwsError::KeyUnknown);
        }
        let mut fit = named
            .filter(|key| self.algorithm().fits(key))
            .take(MAX_KEYS)
            .peekable();
        if fit.peek().is_none() {
            return Err(match self.kid() {
                Some(_) => JwsError::KeyUnfit,
                None => JwsError::KeyUnknown,
            });
        }
        fit.find(|key| self.is_signed_by(key))
            .ok_or(JwsError::Signature)
    }

    fn may_name(&self, key: &Jwk) -> bool {
        self.kid().is_none_or(|kid| key.kid() == Some(kid))
    }

    fn is_signed_by(&self, key: &Jwk) -> bool {
        signature::is_valid(
            self.algorithm(),
            key.public_key(),
            self.signed.as_bytes(),
            &self.signature,
        )
    }
}

fn decoded(part: &str) -> Result<Vec<u8>, JwsError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwsError::Base64)
}

/// The most keys that are tried on one signature: publishers have one or two at a time, and who
/// publishes a hundred shall not have us compute for all of them (T20).
pub const MAX_KEYS: usize = 16;
