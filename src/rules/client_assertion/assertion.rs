//! From a text to proof.

use std::time::SystemTime;

use crate::rules::client_assertion::claims::Claims;
use crate::rules::client_assertion::error::{ClaimsError, ClientAssertionError};
use crate::rules::client_assertion::expectations::Expectations;
use crate::rules::client_assertion::typ::Typ;
use crate::rules::jwks::Jwk;
use crate::rules::jws::{Algorithm, Jws, JwsError};

/// A client assertion that can be read. Nothing that it claims is known to be true.
#[derive(Clone, Debug)]
pub struct Assertion<'a> {
    jws: Jws<'a>,
    typ: Typ,
    claims: Claims,
}

impl<'a> Assertion<'a> {
    /// Reads an assertion.
    ///
    /// # Errors
    ///
    /// Where it is no assertion to anybody: a broken text, a refused algorithm, another kind of
    /// token, a claim that is missing or of another type.
    pub fn parse(text: &'a str) -> Result<Self, ClientAssertionError> {
        let jws = Jws::parse(text)?;
        Ok(Assertion {
            typ: Typ::read(jws.typ()).ok_or(ClaimsError::Typ)?,
            claims: Claims::read(jws.payload())?,
            jws,
        })
    }

    /// Holds it against what is expected.
    ///
    /// # Errors
    ///
    /// The first of the rules 2 to 7 of [this module](crate::rules::client_assertion) that it
    /// breaks.
    pub fn judge(self, expected: &Expectations<'_>) -> Result<Judged<'a>, ClientAssertionError> {
        let is_other = |alg| Algorithm::from_name(alg) != Some(self.jws.algorithm());
        if expected.rules.explicit_typ && self.typ != Typ::ClientAssertion {
            return Err(ClaimsError::Typ.into());
        }
        if expected.signing_alg.is_some_and(is_other) {
            return Err(ClaimsError::SigningAlgorithm.into());
        }
        self.claims.judge_parties(expected)?;
        Ok(Judged {
            usable_until: self.claims.times.judge(expected)?,
            jws: self.jws,
            jti: self.claims.jti,
        })
    }
}

/// An assertion that claims what it must, and lacks only the proof.
#[derive(Clone, Debug)]
pub struct Judged<'a> {
    jws: Jws<'a>,
    jti: Box<str>,
    usable_until: SystemTime,
}

impl Judged<'_> {
    /// Verifies it with the client's keys.
    ///
    /// # Errors
    ///
    /// [`JwsError::KeyUnknown`], which a newer set of keys may change, [`JwsError::KeyUnfit`] and
    /// [`JwsError::Signature`].
    pub fn verify(&self, keys: &[Jwk]) -> Result<Verified, JwsError> {
        let key = self.jws.verify(keys)?;
        Ok(Verified {
            key_thumbprint: key.public_key().thumbprint(),
            kid: key.kid().map(Into::into),
            jti: self.jti.clone(),
            usable_until: self.usable_until,
        })
    }
}

/// An assertion that the client signed. Whether it was used before is still to be asked.
#[derive(Clone, Debug)]
pub struct Verified {
    key_thumbprint: [u8; 32],
    kid: Option<Box<str>>,
    jti: Box<str>,
    usable_until: SystemTime,
}

impl Verified {
    /// The JWK thumbprint (RFC 7638, SHA-256) of the key that signed it.
    pub fn key_thumbprint(&self) -> &[u8; 32] {
        &self.key_thumbprint
    }

    /// The publisher's name for that key.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The client's name for this assertion, never the same twice.
    pub fn jti(&self) -> &str {
        &self.jti
    }

    /// When it is over, the skew included: until then its `jti` has to be remembered.
    pub fn usable_until(&self) -> SystemTime {
        self.usable_until
    }
}
