//! Scope: well formed, within the document, within the server.

use crate::rules::checks::error::CheckError;
use crate::rules::client::Client;

impl Client {
    /// Checks a `scope` against the document, which sets no bound where it has none, and against
    /// `ceiling`, the most that the server grants.
    ///
    /// # Errors
    ///
    /// `scope.syntax`, `scope.beyond_server` or `scope.beyond_document`.
    pub fn check_scope(
        &self,
        scope: Option<&str>,
        ceiling: Option<&[String]>,
    ) -> Result<(), CheckError> {
        grants_scope(scope, ceiling)?;
        self.lists_scope(scope)
    }

    pub(super) fn lists_scope(&self, scope: Option<&str>) -> Result<(), CheckError> {
        let Some(bound) = self.scope() else {
            return Ok(());
        };
        match words(scope).all(|word| words(Some(bound)).any(|it| it == word)) {
            true => Ok(()),
            false => Err(CheckError::ScopeBeyondDocument),
        }
    }
}

pub(super) fn grants_scope(
    scope: Option<&str>,
    ceiling: Option<&[String]>,
) -> Result<(), CheckError> {
    // RFC 6749 §3.3; spaces too many are forgiven.
    let legal = |byte| matches!(byte, b' ' | 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    if !scope.unwrap_or_default().bytes().all(legal) {
        return Err(CheckError::ScopeSyntax);
    }
    let within = |ceiling: &[String]| words(scope).all(|word| ceiling.iter().any(|it| it == word));
    match ceiling.is_none_or(within) {
        true => Ok(()),
        false => Err(CheckError::ScopeBeyondServer),
    }
}

pub(super) fn words(scope: Option<&str>) -> impl Iterator<Item = &str> {
    scope
        .unwrap_or_default()
        .split(' ')
        .filter(|word| !word.is_empty())
}
