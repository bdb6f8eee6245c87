//! A set of keys.

use crate::rules::json::{Object, Value};
use crate::rules::jwks::key::Jwk;
use crate::rules::jwks::public_key::text;
use crate::rules::refusal::refusals;

/// A JWK Set (RFC 7517 §5) without private or symmetric keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JwkSet {
    keys: Box<[Jwk]>,
}

impl JwkSet {
    /// Reads a set, and keeps of it the keys that verify signatures.
    ///
    /// The number of keys is not bounded here: a document's size bounds what is inline.
    ///
    /// # Errors
    ///
    /// A value that is not a set of keys, and a set that holds a secret. Keys that are merely of
    /// no use to us are left out, as [this module](crate::rules::jwks) lists.
    pub fn read(set: &Value<'_>) -> Result<Self, JwksError> {
        let Value::Object(set) = set else {
            return Err(JwksError::NotAnObject);
        };
        let Some(Value::Array(keys)) = set.get("keys") else {
            return Err(JwksError::NoKeys);
        };
        let keys: Vec<&Object<'_>> = keys.iter().map(public).collect::<Result<_, _>>()?;
        Ok(JwkSet {
            keys: keys.into_iter().filter_map(Jwk::read).collect(),
        })
    }

    /// The keys that verify signatures, in the publisher's order; none, where there is none.
    pub fn keys(&self) -> &[Jwk] {
        &self.keys
    }
}

refusals! {
    /// Why a set of keys is refused.
    JwksError {
        /// Not a JSON object: an array of keys, or a text that contains JSON.
        NotAnObject => "document.jwks.not_an_object", "jwks is not a JWK Set object";
        /// No array named `keys`.
        NoKeys => "document.jwks.no_keys", "jwks has no array of keys";
        /// An entry that is not an object.
        NotAKey => "document.jwks.not_a_key", "an entry of the key set is not an object";
        /// A private or symmetric key.
        Secret => "document.jwks.secret", "the key set holds a private or symmetric key";
    }
}

fn public<'v, 'a>(entry: &'v Value<'a>) -> Result<&'v Object<'a>, JwksError> {
    let Value::Object(jwk) = entry else {
        return Err(JwksError::NotAKey);
    };
    let secret = text(jwk, "kty") == Some("oct")
        || SECRET_MEMBERS.iter().any(|name| jwk.get(name).is_some());
    if secret {
        return Err(JwksError::Secret);
    }
    Ok(jwk)
}

/// Private parts of RSA, EC and OKP keys (RFC 7518 §6, RFC 8037 §2), the symmetric key, and the
/// private part of AKP keys (draft-ietf-cose-dilithium). Presence counts, whatever the value.
const SECRET_MEMBERS: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];
