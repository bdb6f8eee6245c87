//! Proof Key for Code Exchange (RFC 7636), the method `S256` alone.
//!
//! `plain` has no place here: whoever sees the authorization request would have the verifier
//! (OAuth 2.1 §4.1.1, RFC 9700 §2.1.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Whether `verifier` is the one whose challenge stood in the authorization request (RFC 7636 §4.6,
/// `S256`).
///
/// For the handler that redeems the code. A verifier that breaks the syntax of §4.1 is never the one.
/// How long the comparison takes does not tell where two texts differ.
///
/// ```
/// use tower_cimd::rules::pkce::verify_code_verifier;
///
/// // RFC 7636, Appendix B.
/// let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// assert!(verify_code_verifier(challenge, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
/// assert!(!verify_code_verifier(challenge, challenge));
/// ```
#[must_use]
pub fn verify_code_verifier(challenge: &str, verifier: &str) -> bool {
    let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    is_code_verifier(verifier) && are_equal(computed.as_bytes(), challenge.as_bytes())
}

/// Whether this is a `code_challenge` of the method `S256`: 43 characters of base64url, which are 256
/// bits (RFC 7636 §4.2).
#[must_use]
pub fn is_code_challenge(text: &str) -> bool {
    text.len() == CHALLENGE_LENGTH && text.bytes().all(|byte| is_of(byte, BASE64URL))
}

/// Whether this is a `code_verifier`: 43 to 128 unreserved characters (RFC 7636 §4.1).
#[must_use]
pub fn is_code_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(|byte| is_of(byte, UNRESERVED))
}

fn is_of(byte: u8, kind: u8) -> bool {
    KINDS[usize::from(byte)] & kind != 0
}

fn are_equal(one: &[u8], other: &[u8]) -> bool {
    let differences = one
        .iter()
        .zip(other)
        .fold(0, |found, (a, b)| found | (a ^ b));
    one.len() == other.len() && std::hint::black_box(differences) == 0
}

const CHALLENGE_LENGTH: usize = 43;
const BASE64URL: u8 = 1;
const UNRESERVED: u8 = 2;

/// What each octet may stand in: every authorization request brings a challenge, and is looked at
/// before its client is known and after.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut octet = 0;
    while octet < 128 {
        let byte = octet as u8;
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            kinds[octet] = BASE64URL | UNRESERVED;
        } else if matches!(byte, b'.' | b'~') {
            kinds[octet] = UNRESERVED;
        }
        octet += 1;
    }
    kinds
};
