//! Why a client is not authenticated.

use std::time::Duration;

use crate::resolve::keys::KeysError;
use crate::rules::blame::Blame;
use crate::rules::client_assertion::ClientAssertionError;
use crate::rules::jws::JwsError;

/// Why a client is not authenticated.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthenticationError {
    /// The client may not use `private_key_jwt` here.
    #[error("the client does not authenticate with private_key_jwt here")]
    Method,
    /// The assertion is refused.
    #[error("the assertion is refused")]
    Assertion(#[from] ClientAssertionError),
    /// The assertion was used before.
    #[error("the assertion was used before")]
    Replayed,
    /// There are no keys to verify it with.
    #[error("the keys of the client cannot be used")]
    Keys(#[from] KeysError),
    /// No more assertions can be remembered.
    #[error("too many assertions are remembered")]
    ReplayStoreFull,
    /// Whether the assertion was used before cannot be known.
    #[error("the store of used assertions could not be asked")]
    ReplayStore,
}

impl AuthenticationError {
    /// Whose fault it is. What the request or the document is to blame for is `invalid_client`
    /// (RFC 6749 §5.2); the rest is 503, and the same assertion may be sent again.
    pub fn blame(&self) -> Blame {
        match self {
            AuthenticationError::Method
            | AuthenticationError::Assertion(_)
            | AuthenticationError::Replayed => Blame::Request,
            AuthenticationError::Keys(error) => error.blame(),
            AuthenticationError::ReplayStoreFull => Blame::Weather,
            AuthenticationError::ReplayStore => Blame::Ourselves,
        }
    }

    /// The stable name of the broken rule: all that a stranger is told.
    pub fn rule(&self) -> &'static str {
        match self {
            AuthenticationError::Method => "assertion.method",
            AuthenticationError::Assertion(error) => error.rule(),
            AuthenticationError::Replayed => "assertion.replayed",
            AuthenticationError::Keys(error) => error.rule(),
            AuthenticationError::ReplayStoreFull => "replay.full",
            AuthenticationError::ReplayStore => "replay.unavailable",
        }
    }

    /// The stable name of the broken rule, in full.
    ///
    /// # Security
    ///
    /// Not for strangers: see [`ResolveError::cause`](crate::resolve::ResolveError::cause).
    pub fn cause(&self) -> &'static str {
        match self {
            AuthenticationError::Keys(error) => error.cause(),
            AuthenticationError::Method
            | AuthenticationError::Assertion(_)
            | AuthenticationError::Replayed
            | AuthenticationError::ReplayStoreFull
            | AuthenticationError::ReplayStore => self.rule(),
        }
    }

    /// When it is worth trying again, where that is known.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            AuthenticationError::Keys(
                KeysError::HeldBack { retry_after } | KeysError::Spent { retry_after },
            ) => Some(*retry_after),
            _ => None,
        }
    }
}

impl From<JwsError> for AuthenticationError {
    fn from(error: JwsError) -> Self {
        AuthenticationError::Assertion(error.into())
    }
}
