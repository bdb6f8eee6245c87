//! The name that a key has of itself.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::rules::jwks::public_key::{EcCurve, OkpCurve, PublicKey};

impl PublicKey {
    /// The JWK thumbprint with SHA-256 (RFC 7638 §3; RFC 8037 §2 for `OKP`): the same for a key
    /// whatever its publisher calls it.
    pub fn thumbprint(&self) -> [u8; 32] {
        // The members are literal or base64url, so that nothing in them needs an escape.
        let canonical = match self {
            PublicKey::Rsa { n, e } => {
                let (e, n) = (encoded(e), encoded(n));
                format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#)
            }
            PublicKey::Ec { curve, x, y } => {
                let (crv, x, y) = (ec_name(*curve), encoded(x), encoded(y));
                format!(r#"{{"crv":"{crv}","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            PublicKey::Okp { curve, x } => {
                let (crv, x) = (okp_name(*curve), encoded(x));
                format!(r#"{{"crv":"{crv}","kty":"OKP","x":"{x}"}}"#)
            }
        };
        Sha256::digest(canonical).into()
    }
}

fn encoded(octets: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}

const fn ec_name(curve: EcCurve) -> &'static str {
    match curve {
        EcCurve::P256 => "P-256",
        EcCurve::P384 => "P-384",
        EcCurve::P521 => "P-521",
    }
}

const fn okp_name(curve: OkpCurve) -> &'static str {
    match curve {
        OkpCurve::Ed25519 => "Ed25519",
        OkpCurve::Ed448 => "Ed448",
    }
}
