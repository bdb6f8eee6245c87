//! Published keys (RFC 7517), public and asymmetric or refused.
//!
//! 1. A set is an object whose `keys` is an array of objects.
//! 2. A key with any private or symmetric member refuses the whole set, whatever its value
//!    (draft-ietf-oauth-client-id-metadata-document-02 §4.1): a publisher who leaks one key is not
//!    believed about the others.
//! 3. A key that is not for verifying signatures, or that we cannot use, is left out, as RFC 7517
//!    §5 asks: another `kty`, curve, `use`, `key_ops` or `alg`, a member that is missing or not
//!    base64url, an RSA modulus under 2048 bits (RFC 7518 §3.3).
//!
//! Certificates (`x5c`, `x5u`, `x5t`) are not looked at: nothing here trusts a key for them.
//! Whether a point lies on its curve is for the verifier to find.

mod public_key;
mod thumbprint;
mod key;
mod set;

pub use crate::rules::jwks::key::Jwk;
pub use crate::rules::jwks::public_key::{EcCurve, OkpCurve, PublicKey};
pub use crate::rules::jwks::set::{JwkSet, JwksError};
