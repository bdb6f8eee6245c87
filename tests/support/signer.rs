//! Keys that sign client assertions.
#![allow(dead_code)] // Each binary uses its own part.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair,
    KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// A key pair and the algorithm that it is used with.
pub(crate) struct Signer {
    pub(crate) alg: &'static str,
    pair: Pair,
}

enum Pair {
    Ec(&'static str, EcdsaKeyPair),
    Okp(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl Signer {
    /// A new key for this algorithm.
    pub(crate) fn new(alg: &'static str) -> Self {
        let pair = match alg {
            "ES256" => Pair::Ec(
                "P-256",
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
            ),
            "ES384" => Pair::Ec(
                "P-384",
                EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap(),
            ),
            "EdDSA" | "Ed25519" => Pair::Okp(Ed25519KeyPair::generate().unwrap()),
            "RS256" | "PS256" => Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap()),
            other => panic!("no signer for {other}"),
        };
        Signer { alg, pair }
    }

    /// The public key, without any other member than it must have.
    pub(crate) fn bare_jwk(&self) -> Value {
        match &self.pair {
            Pair::Ec(crv, pair) => {
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                json!({"kty": "EC", "crv": crv, "x": encoded(x), "y": encoded(y)})
            }
            Pair::Okp(pair) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": encoded(pair.public_key().as_ref())})
            }
            Pair::Rsa(pair) => {
                let key = pair.public_key();
                let n = encoded(key.modulus().big_endian_without_leading_zero());
                let e = encoded(key.exponent().big_endian_without_leading_zero());
                json!({"kty": "RSA", "n": n, "e": e})
            }
        }
    }

    /// The public key of this name.
    pub(crate) fn jwk(&self, kid: &str) -> Value {
        let mut jwk = self.bare_jwk();
        jwk["kid"] = kid.into();
        jwk
    }

    /// A JWS of these texts, whatever they are.
    pub(crate) fn sign(&self, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", encoded(header), encoded(payload));
        let signature = encoded(self.signature(signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    /// An assertion with these claims, signed with the key of this name.
    pub(crate) fn assertion(&self, kid: &str, claims: &Value) -> String {
        let header = json!({"alg": self.alg, "kid": kid});
        self.sign(&header.to_string(), &claims.to_string())
    }

    fn signature(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Ec(_, pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Pair::Okp(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let signed = match self.alg {
                    "RS256" => pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature),
                    _ => pair.sign(&RSA_PSS_SHA256, &random, message, &mut signature),
                };
                signed.unwrap();
                signature
            }
        }
    }
}

pub(crate) fn encoded(octets: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(octets)
}
