//! The one place that computes with keys.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
    VerificationAlgorithm,
};

use crate::rules::jwks::{EcCurve, OkpCurve, PublicKey};
use crate::rules::jws::algorithm::Algorithm;

/// Whether the holder of `key` signed `message` with `algorithm`; never by a key of another kind.
///
/// The library finds points that are not on their curve, values out of range, and RSA keys of
/// unreasonable size.
pub(super) fn is_valid(
    algorithm: Algorithm,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let rsa = |parameters: &RsaParameters, n: &[u8], e: &[u8]| {
        let key = RsaPublicKeyComponents { n, e };
        key.verify(parameters, message, signature).is_ok()
    };
    let plain = |algorithm: &'static dyn VerificationAlgorithm, key: &[u8]| {
        let key = UnparsedPublicKey::new(algorithm, key);
        key.verify(message, signature).is_ok()
    };
    match (algorithm, key) {
        (Algorithm::Rs256, PublicKey::Rsa { n, e }) => rsa(&RSA_PKCS1_2048_8192_SHA256, n, e),
        (Algorithm::Ps256, PublicKey::Rsa { n, e }) => rsa(&RSA_PSS_2048_8192_SHA256, n, e),
        (Algorithm::Es256, PublicKey::Ec { curve, x, y }) => {
            *curve == EcCurve::P256 && plain(&ECDSA_P256_SHA256_FIXED, &point(x, y))
        }
        (Algorithm::Es384, PublicKey::Ec { curve, x, y }) => {
            *curve == EcCurve::P384 && plain(&ECDSA_P384_SHA384_FIXED, &point(x, y))
        }
        (Algorithm::EdDsa, PublicKey::Okp { curve, x }) => {
            *curve == OkpCurve::Ed25519 && plain(&ED25519, x)
        }
        (
            Algorithm::Rs256
            | Algorithm::Ps256
            | Algorithm::Es256
            | Algorithm::Es384
            | Algorithm::EdDsa,
            PublicKey::Rsa { .. } | PublicKey::Ec { .. } | PublicKey::Okp { .. },
        ) => false,
    }
}

/// The uncompressed point (SEC 1 §2.3.3).
fn point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[UNCOMPRESSED], x, y].concat()
}

const UNCOMPRESSED: u8 = 4;
