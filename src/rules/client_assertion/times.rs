//! When an assertion may be used.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::rules::client_assertion::error::ClaimsError;
use crate::rules::client_assertion::expectations::Expectations;
use crate::rules::json::{Object, Value};

/// `exp`, `nbf` and `iat`, counted from 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    exp: Duration,
    nbf: Option<Duration>,
    iat: Option<Duration>,
}

impl Times {
    pub(super) fn read(claims: &Object<'_>) -> Result<Self, ClaimsError> {
        let time = |name, fault: ClaimsError| match claims.get(name) {
            None => Ok(None),
            Some(Value::Number(seconds)) => Ok(Some(since_1970(seconds.as_f64()))),
            Some(_) => Err(fault),
        };
        Ok(Times {
            exp: time("exp", ClaimsError::Exp)?.ok_or(ClaimsError::Exp)?,
            nbf: time("nbf", ClaimsError::Nbf)?,
            iat: time("iat", ClaimsError::Iat)?,
        })
    }

    /// Until when it is usable: its `exp` with the skew.
    pub(super) fn judge(self, expected: &Expectations<'_>) -> Result<SystemTime, ClaimsError> {
        let (now, skew) = (expected.now, expected.rules.skew);
        let elapsed = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let soon = elapsed.saturating_add(skew);
        let usable_for = self.exp.saturating_add(skew).saturating_sub(elapsed);
        if usable_for.is_zero() {
            return Err(ClaimsError::Expired);
        }
        if self.exp > soon.saturating_add(expected.rules.max_lifetime) {
            return Err(ClaimsError::Lifetime);
        }
        if self.nbf.is_some_and(|nbf| nbf > soon) {
            return Err(ClaimsError::Nbf);
        }
        if self.iat.is_some_and(|iat| iat > soon) {
            return Err(ClaimsError::Iat);
        }
        now.checked_add(usable_for).ok_or(ClaimsError::Lifetime)
    }
}

/// A NumericDate (RFC 7519 §2): what lies before 1970 is 1970, what no clock reaches is the end.
fn since_1970(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
}
