//! Whom a client assertion claims to speak for.
//!
//! A request may carry a `client_assertion` and no `client_id` (RFC 7521 §4.2). The document whose
//! keys could verify it is then known only by the `iss` and `sub` that it claims itself: they
//! identify, they prove nothing, and whoever uses them treats them as any other text from a
//! stranger.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value;

/// The longest assertion that is taken from a client with a Client Identifier URL, in bytes. Real
/// ones are under one kilobyte; a certificate chain in the header makes several.
pub const MAX_BYTES: usize = 16 * 1024;

/// Why nobody can be told from an assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum AssertionError {
    /// It does not have the three parts of a signed JWT (RFC 7515 §7.1).
    #[error("the assertion does not have three parts")]
    Parts,
    /// Its claims are not base64url without padding (RFC 7515 §2).
    #[error("the claims of the assertion are not base64url")]
    Base64,
    /// Its claims are not one JSON object (RFC 7519 §7.2).
    #[error("the claims of the assertion are not a JSON object")]
    Claims,
}

impl AssertionError {
    /// Every kind, for tables and tests.
    pub const ALL: &'static [AssertionError] = &[
        AssertionError::Parts,
        AssertionError::Base64,
        AssertionError::Claims,
    ];

    /// The broken rule's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            AssertionError::Parts => "assertion.parts",
            AssertionError::Base64 => "assertion.base64",
            AssertionError::Claims => "assertion.claims",
        }
    }
}

/// Every `iss` and `sub` of an assertion that is a text, unverified and in order.
///
/// An assertion that is in order names one client in both. One that names two, or one claim twice,
/// is read differently by different libraries, so that all of its names are handed out. Time and
/// memory are linear in the assertion, whatever its length; [`MAX_BYTES`] is the caller's to hold.
///
/// # Errors
///
/// [`AssertionError`], where it is no JWT whose claims can be read.
pub fn claimed_ids(assertion: &str) -> Result<Vec<String>, AssertionError> {
    let mut parts = assertion.splitn(4, '.');
    let (Some(_), Some(claims), Some(_), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(AssertionError::Parts);
    };
    let claims = URL_SAFE_NO_PAD
        .decode(claims)
        .map_err(|_| AssertionError::Base64)?;
    let ClaimedIds(ids) = serde_json::from_slice(&claims).map_err(|_| AssertionError::Claims)?;
    Ok(ids)
}

struct ClaimedIds(Vec<String>);

impl<'de> Deserialize<'de> for ClaimedIds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Claims)
    }
}

struct Claims;

impl<'de> Visitor<'de> for Claims {
    type Value = ClaimedIds;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut claims: A) -> Result<ClaimedIds, A::Error> {
        let mut ids = Vec::new();
        while let Some(name) = claims.next_key::<String>()? {
            if !matches!(name.as_str(), "iss" | "sub") {
                claims.next_value::<IgnoredAny>()?;
            } else if let Value::String(id) = claims.next_value()? {
                ids.push(id);
            }
        }
        Ok(ClaimedIds(ids))
    }
}
