//! What a fetch came to, and whom that holds back.

use crate::resolve::error::ResolveError;
use crate::rules::blame::Blame;

/// What a fetch came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Landing {
    /// A client.
    Valid,
    /// The origin answered, and not with a valid document: holds back the client_id.
    Refused,
    /// The origin answered that it does not serve us now: holds back the client_id.
    Unavailable,
    /// No answer: holds back the host as well, because no client_id on it will fare better.
    Silent,
    /// Nobody was asked.
    Unasked,
}

impl Landing {
    pub(crate) fn of(outcome: Result<(), &ResolveError>) -> Self {
        let Err(error) = outcome else {
            return Landing::Valid;
        };
        match error {
            ResolveError::Publication(error) if error.blame() == Blame::Weather => {
                Landing::Unavailable
            }
            ResolveError::Publication(_) | ResolveError::Body(_) | ResolveError::Document(_) => {
                Landing::Refused
            }
            ResolveError::Weather(_) => Landing::Silent,
            ResolveError::ClientId(_)
            | ResolveError::OwnHost
            | ResolveError::Blocked
            | ResolveError::Refused(_)
            | ResolveError::PinExpired
            | ResolveError::PolicyUnavailable
            | ResolveError::Busy
            | ResolveError::Spent { .. }
            | ResolveError::Spaced { .. }
            | ResolveError::HeldBack { .. }
            | ResolveError::Registered
            | ResolveError::Crashed => Landing::Unasked,
        }
    }

    /// Whether the host is within reach.
    pub(crate) fn is_answer(self) -> bool {
        match self {
            Landing::Valid | Landing::Refused | Landing::Unavailable => true,
            Landing::Silent | Landing::Unasked => false,
        }
    }
}
