//! The protected header.

use crate::rules::assertion::MAX_BYTES;
use crate::rules::json::{Object, Value};
use crate::rules::jws::algorithm::Algorithm;
use crate::rules::jws::error::JwsError;

/// What a header says that counts.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<Box<str>>,
    pub(super) typ: Option<Box<str>>,
}

impl Header {
    pub(super) fn read(header: &[u8]) -> Result<Self, JwsError> {
        let header = Object::read(header, MAX_BYTES).map_err(|_| JwsError::Header)?;
        let algorithm = text(&header, "alg")?
            .and_then(Algorithm::from_name)
            .ok_or(JwsError::Algorithm)?;
        let has = |name: &&str| header.get(name).is_some();
        if has(&"crit") {
            return Err(JwsError::Critical);
        }
        if ["b64", "zip"].iter().any(has) {
            return Err(JwsError::PayloadEncoding);
        }
        Ok(Header {
            algorithm,
            kid: text(&header, "kid")?.map(Into::into),
            typ: text(&header, "typ")?.map(Into::into),
        })
    }
}

fn text<'o>(header: &'o Object<'_>, name: &str) -> Result<Option<&'o str>, JwsError> {
    match header.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(JwsError::Header),
    }
}
