//! Why a grant is of no use to a client.

use crate::rules::binding::BindingError;
use crate::rules::blame::Blame;
use crate::rules::change::ChangeKinds;

/// Why a token request is refused for the grant that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum GrantError {
    /// The parameter is missing that the `grant_type` demands, and no document is fetched for that.
    #[error("the request names no grant")]
    Missing,
    /// Nobody issued it to this client, and no document is fetched for that.
    #[error("the grant is unknown")]
    Unknown,
    /// The client has changed, so that it is not used any longer.
    #[error("the client has changed since the grant was issued")]
    Changed(ChangeKinds),
    /// What was stored with it is no binding of this client.
    #[error("the grant is not bound to this client")]
    Binding(#[source] BindingError),
    /// The host could not be asked, or was late.
    #[error("the grants could not be asked")]
    Unavailable,
}

impl GrantError {
    /// The stable name of every rule, for tables and tests.
    pub const RULES: &'static [&'static str] = &[
        "grant.missing",
        "grant.unknown",
        "grant.changed",
        "binding.unknown_version",
        "binding.damaged",
        "grant.unavailable",
    ];

    /// The broken rule's stable name.
    pub const fn rule(&self) -> &'static str {
        match self {
            GrantError::Missing => "grant.missing",
            GrantError::Unknown => "grant.unknown",
            GrantError::Changed(_) => "grant.changed",
            GrantError::Binding(error) => error.rule(),
            GrantError::Unavailable => "grant.unavailable",
        }
    }

    /// Whose fault it is.
    pub const fn blame(&self) -> Blame {
        match self {
            GrantError::Missing | GrantError::Unknown | GrantError::Binding(_) => Blame::Request,
            GrantError::Changed(_) => Blame::Document,
            GrantError::Unavailable => Blame::Ourselves,
        }
    }
}
