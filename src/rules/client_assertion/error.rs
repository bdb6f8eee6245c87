//! Why an assertion is refused.

use crate::rules::jws::JwsError;
use crate::rules::refusal::refusals;

/// Why an assertion is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum ClientAssertionError {
    /// It is no signed text, or not signed by a key of the client.
    #[error(transparent)]
    Jws(#[from] JwsError),
    /// It claims something else than it must.
    #[error(transparent)]
    Claims(#[from] ClaimsError),
}

impl ClientAssertionError {
    /// The stable name of the broken rule: all that a stranger is told.
    pub const fn rule(self) -> &'static str {
        match self {
            ClientAssertionError::Jws(error) => error.rule(),
            ClientAssertionError::Claims(error) => error.rule(),
        }
    }
}

refusals! {
    /// What an assertion claims that it must not, or does not claim and must.
    ClaimsError {
        /// The payload is not one unambiguous JSON object.
        Claims => "assertion.claims", "the claims of the assertion are not a valid JSON object";
        /// Declared as another kind of token; or not as a client assertion, where it must be.
        Typ => "assertion.typ", "the type of the assertion is not that of a client assertion";
        /// Signed with another algorithm than the client's document names.
        SigningAlgorithm => "assertion.signing_alg", "the assertion is not signed with the algorithm that the client registered";
        /// `iss` is not the client_id.
        Iss => "assertion.iss", "iss is not the client_id";
        /// `sub` is not the client_id.
        Sub => "assertion.sub", "sub is not the client_id";
        /// `aud` is not this server, or not this server alone.
        Aud => "assertion.aud", "aud is not the issuer of this server as its only value";
        /// `exp` is missing or no number.
        Exp => "assertion.exp", "exp is missing or not a number";
        /// `exp` is past.
        Expired => "assertion.expired", "the assertion has expired";
        /// `exp` is further off than is accepted.
        Lifetime => "assertion.lifetime", "exp is further in the future than this server accepts";
        /// `nbf` is in the future or no number.
        Nbf => "assertion.nbf", "nbf is in the future or not a number";
        /// `iat` is in the future or no number.
        Iat => "assertion.iat", "iat is in the future or not a number";
        /// `jti` is missing, empty or no text.
        Jti => "assertion.jti", "jti is missing or not a text";
    }
}
