//! Signature algorithms.

use crate::rules::jwks::{EcCurve, Jwk, OkpCurve, PublicKey};

/// A signature algorithm that is accepted: asymmetric, and widely implemented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// `RS256`: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
    Rs256,
    /// `PS256`: RSASSA-PSS with SHA-256 and a salt of 32 bytes (RFC 7518 §3.5).
    Ps256,
    /// `ES256`: ECDSA on P-256 with SHA-256 (RFC 7518 §3.4).
    Es256,
    /// `ES384`: ECDSA on P-384 with SHA-384 (RFC 7518 §3.4).
    Es384,
    /// `EdDSA` on Ed25519 (RFC 8037 §3.1), also called `Ed25519` (RFC 9864 §2.2).
    EdDsa,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: &'static [Algorithm] = &[
        Algorithm::Rs256,
        Algorithm::Ps256,
        Algorithm::Es256,
        Algorithm::Es384,
        Algorithm::EdDsa,
    ];

    /// The algorithm of this registered name, compared exactly.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|algorithm| algorithm.names().contains(&name))
    }

    /// The registered name, as a server lists it in its metadata.
    pub const fn as_str(self) -> &'static str {
        match self {
            Algorithm::Rs256 => "RS256",
            Algorithm::Ps256 => "PS256",
            Algorithm::Es256 => "ES256",
            Algorithm::Es384 => "ES384",
            Algorithm::EdDsa => "EdDSA",
        }
    }

    /// Whether `key` is one for this algorithm, and its publisher does not say otherwise.
    pub(super) fn fits(self, key: &Jwk) -> bool {
        let by_type = match self {
            Algorithm::Rs256 | Algorithm::Ps256 => {
                matches!(key.public_key(), PublicKey::Rsa { .. })
            }
            Algorithm::Es256 => is_on(key, EcCurve::P256),
            Algorithm::Es384 => is_on(key, EcCurve::P384),
            Algorithm::EdDsa => {
                let curve = OkpCurve::Ed25519;
                matches!(key.public_key(), PublicKey::Okp { curve: of_key, .. } if *of_key == curve)
            }
        };
        by_type && key.alg().is_none_or(|name| self.names().contains(&name))
    }

    const fn names(self) -> &'static [&'static str] {
        match self {
            Algorithm::Rs256 => &["RS256"],
            Algorithm::Ps256 => &["PS256"],
            Algorithm::Es256 => &["ES256"],
            Algorithm::Es384 => &["ES384"],
            Algorithm::EdDsa => &["EdDSA", "Ed25519"],
        }
    }
}

fn is_on(key: &Jwk, curve: EcCurve) -> bool {
    matches!(key.public_key(), PublicKey::Ec { curve: of_key, .. } if *of_key == curve)
}
