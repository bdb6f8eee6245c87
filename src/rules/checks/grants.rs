//! Response and grant types: within the server, and within the document.

use crate::rules::checks::error::CheckError;
use crate::rules::client::Client;
use crate::rules::rule_set::ServerCapabilities;

impl Client {
    /// Checks a `response_type` against the server and the document.
    ///
    /// The order of its words means nothing (RFC 6749 §3.1.1).
    ///
    /// # Errors
    ///
    /// `response_type.missing`, `response_type.unsupported` or `response_type.unlisted`.
    pub fn check_response_type(
        &self,
        response_type: Option<&str>,
        server: &ServerCapabilities,
    ) -> Result<(), CheckError> {
        supports_response_type(response_type, server)?;
        self.lists_response_type(response_type)
    }

    /// Checks a `grant_type` against the server, the document and the client's authentication.
    ///
    /// # Errors
    ///
    /// `grant_type.missing`, `grant_type.unsupported`, `grant_type.unlisted` or
    /// `grant_type.client_credentials`.
    pub fn check_grant_type(
        &self,
        grant_type: Option<&str>,
        authenticates: bool,
        server: &ServerCapabilities,
    ) -> Result<(), CheckError> {
        supports_grant_type(grant_type, server)?;
        self.lists_grant_type(grant_type, authenticates)
    }

    pub(super) fn lists_response_type(
        &self,
        response_type: Option<&str>,
    ) -> Result<(), CheckError> {
        let presented = response_type.ok_or(CheckError::ResponseTypeMissing)?;
        match is_among(presented, self.response_types()) {
            true => Ok(()),
            false => Err(CheckError::ResponseTypeUnlisted),
        }
    }

    pub(super) fn lists_grant_type(
        &self,
        grant_type: Option<&str>,
        authenticates: bool,
    ) -> Result<(), CheckError> {
        let presented = grant_type.ok_or(CheckError::GrantTypeMissing)?;
        if !self.grant_types().iter().any(|grant| grant == presented) {
            return Err(CheckError::GrantTypeUnlisted);
        }
        match presented == "client_credentials" && !authenticates {
            true => Err(CheckError::ClientCredentials),
            false => Ok(()),
        }
    }
}

pub(super) fn supports_response_type(
    response_type: Option<&str>,
    server: &ServerCapabilities,
) -> Result<(), CheckError> {
    let presented = response_type.ok_or(CheckError::ResponseTypeMissing)?;
    match is_among(presented, &server.response_types) {
        true => Ok(()),
        false => Err(CheckError::ResponseTypeUnsupported),
    }
}

pub(super) fn supports_grant_type(
    grant_type: Option<&str>,
    server: &ServerCapabilities,
) -> Result<(), CheckError> {
    let presented = grant_type.ok_or(CheckError::GrantTypeMissing)?;
    match server.grant_types.iter().any(|grant| grant == presented) {
        true => Ok(()),
        false => Err(CheckError::GrantTypeUnsupported),
    }
}

fn is_among(presented: &str, types: &[String]) -> bool {
    types
        .iter()
        .any(|known| known == presented || same_words(known, presented))
}

fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split(' ').count();
    words(one) == words(other)
        && one
            .split(' ')
            .all(|word| other.split(' ').any(|it| it == word))
        && other
            .split(' ')
            .all(|word| one.split(' ').any(|it| it == word))
}
