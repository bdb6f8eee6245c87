//! The claims.

use crate::rules::assertion::MAX_BYTES;
use crate::rules::client_assertion::error::ClaimsError;
use crate::rules::client_assertion::expectations::Expectations;
use crate::rules::client_assertion::times::Times;
use crate::rules::json::{Object, Value};

/// The claims that count, each of its type.
#[derive(Clone, Debug)]
pub(super) struct Claims {
    iss: Box<str>,
    sub: Box<str>,
    /// The only audience.
    aud: Box<str>,
    pub(super) times: Times,
    pub(super) jti: Box<str>,
}

impl Claims {
    pub(super) fn read(payload: &[u8]) -> Result<Self, ClaimsError> {
        let claims = Object::read(payload, MAX_BYTES).map_err(|_| ClaimsError::Claims)?;
        let text = |name| claims.get(name).and_then(as_text);
        let jti = text("jti").filter(|jti| !jti.is_empty());
        Ok(Claims {
            iss: text("iss").ok_or(ClaimsError::Iss)?.into(),
            sub: text("sub").ok_or(ClaimsError::Sub)?.into(),
            aud: sole_audience(&claims).ok_or(ClaimsError::Aud)?.into(),
            times: Times::read(&claims)?,
            jti: jti.ok_or(ClaimsError::Jti)?.into(),
        })
    }

    /// By whom, about whom, for whom.
    pub(super) fn judge_parties(&self, expected: &Expectations<'_>) -> Result<(), ClaimsError> {
        if *self.iss != *expected.client_id {
            return Err(ClaimsError::Iss);
        }
        if *self.sub != *expected.client_id {
            return Err(ClaimsError::Sub);
        }
        if !expected.is_us(&self.aud) {
            return Err(ClaimsError::Aud);
        }
        Ok(())
    }
}

fn sole_audience<'o>(claims: &'o Object<'_>) -> Option<&'o str> {
    match claims.get("aud")? {
        Value::Array(audiences) => match audiences.as_slice() {
            [audience] => as_text(audience),
            _ => None,
        },
        audience => as_text(audience),
    }
}

fn as_text<'o>(value: &'o Value<'_>) -> Option<&'o str> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}
