//! One key of a set.

use crate::rules::json::{Object, Value};
use crate::rules::jwks::public_key::{PublicKey, text};

/// A published key that verifies signatures, and what its publisher says about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Jwk {
    kid: Option<Box<str>>,
    alg: Option<Box<str>>,
    public_key: PublicKey,
}

impl Jwk {
    /// The key in a JWK; `None` for one that we cannot use to verify signatures.
    pub(super) fn read(jwk: &Object<'_>) -> Option<Self> {
        let public_key = PublicKey::read(jwk)?;
        let (kid, alg) = (optional_text(jwk, "kid")?, optional_text(jwk, "alg")?);
        let fits = alg.is_none_or(|alg| public_key.algorithms().contains(&alg));
        (fits && is_for_verifying(jwk)?).then(|| Jwk {
            kid: kid.map(Into::into),
            alg: alg.map(Into::into),
            public_key,
        })
    }

    /// The key's identifier, an opaque text of the publisher.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The one algorithm that the key is for, where its publisher names one.
    pub fn alg(&self) -> Option<&str> {
        self.alg.as_deref()
    }

    /// The key itself.
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }
}

/// By `use` and `key_ops` (RFC 7517 §4.2, §4.3), where they are present.
fn is_for_verifying(jwk: &Object<'_>) -> Option<bool> {
    let by_use = optional_text(jwk, "use")?.is_none_or(|purpose| purpose == "sig");
    let by_operations = match jwk.get("key_ops") {
        None => true,
        Some(Value::Array(operations)) => operations.contains(&Value::String("verify".into())),
        Some(_) => false,
    };
    Some(by_use && by_operations)
}

/// `None` for a member of another type, `Some(None)` for one that is absent.
fn optional_text<'o>(jwk: &'o Object<'_>, name: &str) -> Option<Option<&'o str>> {
    match jwk.get(name) {
        None => Some(None),
        Some(_) => text(jwk, name).map(Some),
    }
}
