//! The grant that a token request names.

use std::fmt;

use crate::layer::grants::error::GrantError;
use crate::rules::parameters::Parameters;

/// The grant that a token request names: a stranger's text until the host has found it.
///
/// `Debug` shows its kind alone, for the text is a credential.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Grant<'a> {
    /// `code` (RFC 6749 §4.1.3).
    Code(&'a str),
    /// `refresh_token` (RFC 6749 §6).
    RefreshToken(&'a str),
    /// `device_code` (RFC 8628 §3.4).
    DeviceCode(&'a str),
}

impl<'a> Grant<'a> {
    /// The grant of a token request; `None` for a `grant_type` that names none, as
    /// `client_credentials` does.
    ///
    /// # Errors
    ///
    /// [`GrantError::Missing`] where the `grant_type` has to name one, or is missing itself.
    pub(crate) fn of(parameters: &'a Parameters) -> Result<Option<Self>, GrantError> {
        let (name, grant): (&str, fn(&'a str) -> Self) = match parameters.get("grant_type") {
            Some("authorization_code") => ("code", Grant::Code),
            Some("refresh_token") => ("refresh_token", Grant::RefreshToken),
            Some(DEVICE_CODE) => ("device_code", Grant::DeviceCode),
            Some(_) => return Ok(None),
            None => return Err(GrantError::Missing),
        };
        let text = parameters.get(name).ok_or(GrantError::Missing)?;
        Ok(Some(grant(text)))
    }

    /// The text that names it.
    pub const fn text(&self) -> &'a str {
        match self {
            Grant::Code(text) | Grant::RefreshToken(text) | Grant::DeviceCode(text) => text,
        }
    }

    /// The parameter in which it stands.
    pub const fn parameter(&self) -> &'static str {
        match self {
            Grant::Code(_) => "code",
            Grant::RefreshToken(_) => "refresh_token",
            Grant::DeviceCode(_) => "device_code",
        }
    }
}

impl fmt::Debug for Grant<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grant({})", self.parameter())
    }
}

const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";
