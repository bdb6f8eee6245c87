//! Access tokens that are JWTs (RFC 9068).

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use crate::rules::access_token::claims::{TokenClaims, numeric_date};
use crate::rules::access_token::error::AccessTokenError;
use crate::rules::assertion::MAX_BYTES;
use crate::rules::json::Object;
use crate::rules::jwks::Jwk;
use crate::rules::jws::Jws;

/// A JWT that says to be an access token, and can be read. Nothing that it claims is known to be
/// true.
///
/// Three steps, as with [client assertions](crate::rules::client_assertion), so that no key is
/// asked for a token that would be refused with any key:
///
/// 1. It is a [JWS](crate::rules::jws) of at most 16 KiB whose payload is one strict
///    [JSON object](crate::rules::json), and its `typ` is `at+jwt`, in any case and with or without
///    `application/`: an ID token or an assertion of the same issuer is none (RFC 9068 §4).
/// 2. `iss`, `exp`, `aud`, `sub`, `client_id`, `iat` and `jti` are there, each of its type (§2.2).
/// 3. `iss` is the expected issuer and `aud` has the resource in it, byte for byte; `exp` is not
///    past; `iat`, and `nbf` where it is there, are not in the future, give or take a minute.
/// 4. One of the issuer's keys signed it.
#[derive(Clone, Debug)]
pub struct JwtAccessToken<'a> {
    jws: Jws<'a>,
    claims: TokenClaims,
    since: [Option<SystemTime>; 2],
}

/// What a token has to claim.
#[derive(Clone, Copy, Debug)]
pub struct TokenExpectations<'a> {
    /// By whom.
    pub issuer: &'a str,
    /// For whom.
    pub resource: &'a str,
    /// The time.
    pub now: SystemTime,
}

impl<'a> JwtAccessToken<'a> {
    /// Reads a token.
    ///
    /// # Errors
    ///
    /// Where it is no access token for anybody: rules 1 and 2.
    pub fn parse(text: &'a str) -> Result<Self, AccessTokenError> {
        let jws = Jws::parse(text)?;
        check_typ(jws.typ())?;
        let members = members(jws.payload())?;
        check_texts(&members)?;
        let time = |name, fault| match members.get(name) {
            None => Ok(None),
            Some(time) => numeric_date(time).ok_or(fault).map(Some),
        };
        let iat = time("iat", AccessTokenError::Iat)?.ok_or(AccessTokenError::Iat)?;
        let nbf = time("nbf", AccessTokenError::Nbf)?;
        Ok(JwtAccessToken {
            since: [Some(iat), nbf],
            claims: TokenClaims::read(members)?,
            jws,
        })
    }

    /// Holds it against what is expected.
    ///
    /// # Errors
    ///
    /// Where it is no access token for this resource now: rule 3.
    pub fn judge(
        self,
        expected: &TokenExpectations<'_>,
    ) -> Result<JudgedToken<'a>, AccessTokenError> {
        if !self.claims.is_by(expected.issuer) {
            return Err(AccessTokenError::Iss);
        }
        if !self.claims.is_for(expected.resource) {
            return Err(AccessTokenError::Aud);
        }
        let expires_at = self.claims.expires_at.ok_or(AccessTokenError::Exp)?;
        if expires_at <= expected.now {
            return Err(AccessTokenError::Expired);
        }
        let is_ahead = |time: Option<SystemTime>| {
            time.and_then(|time| time.duration_since(expected.now).ok())
                .is_some_and(|ahead| ahead > SKEW)
        };
        match self.since.map(is_ahead) {
            [true, _] => Err(AccessTokenError::Iat),
            [_, true] => Err(AccessTokenError::Nbf),
            [false, false] => Ok(JudgedToken {
                jws: self.jws,
                claims: self.claims,
            }),
        }
    }
}

/// A token that claims what it must, and lacks only the proof.
#[derive(Clone, Debug)]
pub struct JudgedToken<'a> {
    jws: Jws<'a>,
    claims: TokenClaims,
}

impl JudgedToken<'_> {
    /// What it says, if the holder of one of `keys`, the issuer's, signed it.
    ///
    /// # Errors
    ///
    /// [`AccessTokenError::KeyUnknown`], which a newer set of keys may change, and
    /// [`AccessTokenError::Signature`].
    pub fn verify(&self, keys: &[Jwk]) -> Result<TokenClaims, AccessTokenError> {
        self.jws.verify(keys)?;
        Ok(self.claims.clone())
    }
}

/// The prefix goes without saying (RFC 7515 §4.1.9).
fn check_typ(typ: Option<&str>) -> Result<(), AccessTokenError> {
    let typ = typ.unwrap_or_default().to_ascii_lowercase();
    match typ.strip_prefix("application/").unwrap_or(&typ) {
        "at+jwt" => Ok(()),
        _ => Err(AccessTokenError::Typ),
    }
}

/// The strict reading finds what is ambiguous, so that the other one is the only one.
fn members(payload: &[u8]) -> Result<Map<String, Value>, AccessTokenError> {
    Object::read(payload, MAX_BYTES).map_err(|_| AccessTokenError::Claims)?;
    serde_json::from_slice(payload).map_err(|_| AccessTokenError::Claims)
}

fn check_texts(members: &Map<String, Value>) -> Result<(), AccessTokenError> {
    let has_text = |name: &str| {
        let text = members.get(name).and_then(Value::as_str);
        text.is_some_and(|text| !text.is_empty())
    };
    let missing = REQUIRED_TEXTS.iter().find(|(name, _)| !has_text(name));
    missing.map_or(Ok(()), |(_, fault)| Err(*fault))
}

/// RFC 9068 §2.2, but for `aud` and the times.
const REQUIRED_TEXTS: [(&str, AccessTokenError); 4] = [
    ("iss", AccessTokenError::Iss),
    ("sub", AccessTokenError::Sub),
    ("client_id", AccessTokenError::ClientId),
    ("jti", AccessTokenError::Jti),
];
/// How far the clocks of issuer and resource may be apart.
const SKEW: Duration = Duration::from_secs(60);
