//! What is behind a rejection, and what of it is told.

use std::error::Error;
use std::time::Duration;

use crate::layer::code::Code;
use crate::layer::grants::GrantError;
#[cfg(feature = "private-key-jwt")]
use crate::resolve::authentication::AuthenticationError;
use crate::resolve::error::{ResolveError, whole_seconds};
use crate::resolve::transaction::TransactionError;
use crate::rules::blame::Blame;
use crate::rules::checks::CheckError;
use crate::rules::leg::Leg;
use crate::rules::locate::LocateError;

/// The error of another part for which the layer refuses.
#[derive(Clone, Debug)]
pub(crate) enum Cause {
    Checked(CheckError),
    Located(LocateError),
    Resolved(ResolveError),
    Transacted(TransactionError),
    Granted(GrantError),
    #[cfg(feature = "private-key-jwt")]
    Unauthenticated(AuthenticationError),
}

impl Cause {
    /// Whose fault it is, where the kind of the rejection does not say it all.
    pub(crate) fn blame(&self) -> Option<Blame> {
        match self {
            Cause::Checked(_) | Cause::Located(_) | Cause::Resolved(_) => None,
            Cause::Transacted(error) => Some(error.blame()),
            Cause::Granted(error) => Some(error.blame()),
            #[cfg(feature = "private-key-jwt")]
            Cause::Unauthenticated(error) => Some(error.blame()),
        }
    }

    /// The OAuth error code on this leg, where the kind of the rejection does not say it all.
    pub(crate) fn code(&self, leg: Option<Leg>) -> Option<&'static str> {
        match self {
            Cause::Checked(error) => Some(error.error()),
            // The -03 branch §6, of authorization requests; RFC 6749 §5.2 has the other endpoints.
            Cause::Resolved(error) => (leg == Some(Leg::Authorization)
                && error.is_without_a_method_in_common())
            .then_some(Code::UnauthorizedClient.as_str()),
            Cause::Located(_) | Cause::Transacted(_) | Cause::Granted(_) => None,
            #[cfg(feature = "private-key-jwt")]
            Cause::Unauthenticated(_) => None,
        }
    }

    pub(crate) fn description(&self) -> String {
        match self {
            Cause::Checked(error) => format!("{error} ({})", error.rule()),
            Cause::Located(error) => format!("{error} ({})", error.rule()),
            Cause::Resolved(error) => error.description(),
            Cause::Transacted(error) => format!("{error} ({})", error.rule()),
            Cause::Granted(error) => format!("{error} ({})", error.rule()),
            #[cfg(feature = "private-key-jwt")]
            Cause::Unauthenticated(error) => format!("{error} ({})", error.rule()),
        }
    }

    pub(crate) fn rule(&self) -> &'static str {
        match self {
            Cause::Checked(error) => error.rule(),
            Cause::Located(error) => error.rule(),
            Cause::Resolved(error) => error.rule(),
            Cause::Transacted(error) => error.rule(),
            Cause::Granted(error) => error.rule(),
            #[cfg(feature = "private-key-jwt")]
            Cause::Unauthenticated(error) => error.rule(),
        }
    }

    /// The broken rule as the operator is told it: in full, where a stranger is not (T18).
    pub(crate) fn rule_in_full(&self) -> &'static str {
        match self {
            Cause::Checked(error) => error.rule(),
            Cause::Located(error) => error.rule(),
            Cause::Resolved(error) => error.cause(),
            Cause::Transacted(error) => error.rule(),
            Cause::Granted(error) => error.rule(),
            #[cfg(feature = "private-key-jwt")]
            Cause::Unauthenticated(error) => error.cause(),
        }
    }

    pub(crate) fn member(&self) -> Option<&'static str> {
        match self {
            Cause::Checked(error) => Some(error.parameter()),
            Cause::Located(error) => error.member(),
            Cause::Resolved(error) => error.member(),
            Cause::Transacted(_) | Cause::Granted(_) => None,
            #[cfg(feature = "private-key-jwt")]
            Cause::Unauthenticated(_) => Some("client_assertion"),
        }
    }

    /// Seconds.
    pub(crate) fn retry_after(&self) -> u64 {
        let known: Option<Duration> = match self {
            Cause::Checked(_) | Cause::Located(_) | Cause::Transacted(_) | Cause::Granted(_) => {
                None
            }
            Cause::Resolved(error) => error.retry_after(),
            #[cfg(feature = "private-key-jwt")]
            Cause::Unauthenticated(error) => error.retry_after(),
        };
        known.map_or(0, whole_seconds)
    }

    pub(crate) fn error(&self) -> &(dyn Error + 'static) {
        match self {
            Cause::Checked(error) => error,
            Cause::Located(error) => error,
            Cause::Resolved(error) => error,
            Cause::Transacted(error) => error,
            Cause::Granted(error) => error,
            #[cfg(feature = "private-key-jwt")]
            Cause::Unauthenticated(error) => error,
        }
    }
}
