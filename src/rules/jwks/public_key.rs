//! The key itself.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::rules::json::{Object, Value};

/// A public key that verifies signatures, its numbers big-endian.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PublicKey {
    /// `RSA` (RFC 7518 §6.3), of at least 2048 bits.
    Rsa {
        /// The modulus, without leading zeros.
        n: Box<[u8]>,
        /// The exponent, without leading zeros.
        e: Box<[u8]>,
    },
    /// `EC` (RFC 7518 §6.2).
    Ec {
        /// Where the point lies.
        curve: EcCurve,
        /// The x coordinate, as long as the curve's field.
        x: Box<[u8]>,
        /// The y coordinate, as long as the curve's field.
        y: Box<[u8]>,
    },
    /// `OKP` (RFC 8037 §2).
    Okp {
        /// Which signature it is for.
        curve: OkpCurve,
        /// The public key.
        x: Box<[u8]>,
    },
}

/// A curve of `EC` keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EcCurve {
    /// `P-256`
    P256,
    /// `P-384`
    P384,
    /// `P-521`
    P521,
}

/// A curve of `OKP` keys for signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OkpCurve {
    /// `Ed25519`
    Ed25519,
    /// `Ed448`
    Ed448,
}

impl PublicKey {
    /// The key in a JWK; `None` for one that we cannot use.
    pub(super) fn read(jwk: &Object<'_>) -> Option<Self> {
        match text(jwk, "kty")? {
            "RSA" => rsa(jwk),
            "EC" => ec(jwk),
            "OKP" => okp(jwk),
            _ => None,
        }
    }

    /// The registered name of the key type.
    pub const fn kty(&self) -> &'static str {
        match self {
            PublicKey::Rsa { .. } => "RSA",
            PublicKey::Ec { .. } => "EC",
            PublicKey::Okp { .. } => "OKP",
        }
    }

    /// The names of the signature algorithms that this key can verify (RFC 7518 §3.1, RFC 8037
    /// §3.1, RFC 9864 §2).
    pub const fn algorithms(&self) -> &'static [&'static str] {
        match self {
            PublicKey::Rsa { .. } => &["RS256", "PS256", "RS384", "PS384", "RS512", "PS512"],
            PublicKey::Ec { curve, .. } => match curve {
                EcCurve::P256 => &["ES256"],
                EcCurve::P384 => &["ES384"],
                EcCurve::P521 => &["ES512"],
            },
            PublicKey::Okp { curve, .. } => match curve {
                OkpCurve::Ed25519 => &["EdDSA", "Ed25519"],
                OkpCurve::Ed448 => &["EdDSA", "Ed448"],
            },
        }
    }
}

fn rsa(jwk: &Object<'_>) -> Option<PublicKey> {
    let (n, e) = (number(jwk, "n")?, number(jwk, "e")?);
    let odd_above_one = e.last()? % 2 == 1 && *e != [1];
    (bits(&n) >= RSA_MIN_BITS && odd_above_one).then_some(PublicKey::Rsa { n, e })
}

fn ec(jwk: &Object<'_>) -> Option<PublicKey> {
    let (curve, octets) = match text(jwk, "crv")? {
        "P-256" => (EcCurve::P256, 32),
        "P-384" => (EcCurve::P384, 48),
        "P-521" => (EcCurve::P521, 66),
        _ => return None,
    };
    let (x, y) = (octets_of(jwk, "x", octets)?, octets_of(jwk, "y", octets)?);
    Some(PublicKey::Ec { curve, x, y })
}

fn okp(jwk: &Object<'_>) -> Option<PublicKey> {
    let (curve, octets) = match text(jwk, "crv")? {
        "Ed25519" => (OkpCurve::Ed25519, 32),
        "Ed448" => (OkpCurve::Ed448, 57),
        _ => return None,
    };
    let x = octets_of(jwk, "x", octets)?;
    Some(PublicKey::Okp { curve, x })
}

/// A number of any length. Leading zeros are against RFC 7518 §2 and harmless, so they are dropped.
fn number(jwk: &Object<'_>, name: &str) -> Option<Box<[u8]>> {
    let octets = decoded(jwk, name)?;
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    Some(octets.get(zeros..)?.into())
}

fn octets_of(jwk: &Object<'_>, name: &str, length: usize) -> Option<Box<[u8]>> {
    decoded(jwk, name)
        .filter(|octets| octets.len() == length)
        .map(Vec::into_boxed_slice)
}

fn decoded(jwk: &Object<'_>, name: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text(jwk, name)?).ok()
}

fn bits(number: &[u8]) -> usize {
    let leading = number.first().map_or(0, |octet| octet.leading_zeros());
    number.len() * 8 - leading as usize
}

pub(super) fn text<'o>(jwk: &'o Object<'_>, name: &str) -> Option<&'o str> {
    match jwk.get(name)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// RFC 7518 §3.3 and §3.5: a key of this size or larger must be used.
const RSA_MIN_BITS: usize = 2048;
