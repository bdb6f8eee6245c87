//! Proof Key for Code Exchange, on both of its legs.

use crate::rules::checks::error::CheckError;
use crate::rules::pkce::{is_code_challenge, is_code_verifier};

/// Checks the `code_challenge` and `code_challenge_method` of an authorization request.
///
/// # Errors
///
/// `code_challenge.missing`, `code_challenge.method` or `code_challenge.syntax`.
pub fn check_code_challenge(
    challenge: Option<&str>,
    method: Option<&str>,
) -> Result<(), CheckError> {
    let challenge = challenge.ok_or(CheckError::CodeChallengeMissing)?;
    // RFC 7636 §4.3: without a method it is `plain`.
    if method != Some("S256") {
        return Err(CheckError::CodeChallengeMethod);
    }
    match is_code_challenge(challenge) {
        true => Ok(()),
        false => Err(CheckError::CodeChallengeSyntax),
    }
}

/// Checks the form of a `code_verifier`. Whether it is the right one,
/// [`verify_code_verifier`](crate::rules::pkce::verify_code_verifier) tells.
///
/// # Errors
///
/// `code_verifier.missing` or `code_verifier.syntax`.
pub fn check_code_verifier(verifier: Option<&str>) -> Result<(), CheckError> {
    match verifier {
        None => Err(CheckError::CodeVerifierMissing),
        Some(verifier) if is_code_verifier(verifier) => Ok(()),
        Some(_) => Err(CheckError::CodeVerifierSyntax),
    }
}
