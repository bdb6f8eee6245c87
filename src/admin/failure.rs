//! Why a request of an operator's comes to nothing.

use std::error::Error as _;

use http::StatusCode;

use crate::resolve::operator::OrderError;
use crate::rules::blame::Blame;
use crate::rules::reason;

/// Why a request that the guard let in is refused.
#[derive(Clone, Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("you may look, and not change anything")]
    Right,
    #[error("the request does not come from a page of this server")]
    CrossSite,
    #[error("the form is too old, or of somebody else: go back, reload the page, and try again")]
    Token,
    #[error("the body is not of the media type that this route takes")]
    MediaType,
    #[error("the body is too large, or did not arrive whole")]
    Body,
    #[error("the body cannot be read")]
    Malformed,
    #[error("the field {0} is missing, or not what it should be")]
    Field(&'static str),
    #[error("no such client is in the cache of this node")]
    UnknownClient,
    #[error("the rules are no rulebook")]
    Rulebook(String),
    #[error(transparent)]
    Order(OrderError),
}

impl Failure {
    /// The stable code.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Failure::Right => "admin.right",
            Failure::CrossSite => "admin.cross_site",
            Failure::Token => "admin.token",
            Failure::MediaType => "admin.media_type",
            Failure::Body => "admin.body",
            Failure::Malformed => "admin.malformed",
            Failure::Field(_) => "admin.field",
            Failure::UnknownClient => "admin.unknown_client",
            Failure::Rulebook(_) => "admin.rulebook",
            Failure::Order(error) => error.rule(),
        }
    }

    pub(super) fn status(&self) -> StatusCode {
        match self {
            Failure::Right | Failure::CrossSite | Failure::Token => StatusCode::FORBIDDEN,
            Failure::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Failure::Body => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::Malformed | Failure::Field(_) | Failure::Rulebook(_) => {
                StatusCode::BAD_REQUEST
            }
            Failure::UnknownClient => StatusCode::NOT_FOUND,
            Failure::Order(error) => status(error),
        }
    }

    /// The member of the request that it is about.
    pub(super) fn field(&self) -> Option<&'static str> {
        match self {
            Failure::Field(name) => Some(name),
            Failure::Right
            | Failure::CrossSite
            | Failure::Token
            | Failure::MediaType
            | Failure::Body
            | Failure::Malformed
            | Failure::UnknownClient
            | Failure::Rulebook(_)
            | Failure::Order(_) => None,
        }
    }

    /// What it came of, in our own words: one step, and not down to the network, where addresses
    /// would stand (T18, T19).
    pub(super) fn detail(&self) -> Option<String> {
        match self {
            Failure::Rulebook(why) => Some(why.clone()),
            Failure::Order(error) => error.source().map(ToString::to_string),
            Failure::Right
            | Failure::CrossSite
            | Failure::Token
            | Failure::MediaType
            | Failure::Body
            | Failure::Malformed
            | Failure::Field(_)
            | Failure::UnknownClient => None,
        }
    }

    /// What to do about it.
    pub(super) fn mend(&self) -> Option<&'static str> {
        reason::mend(self.code())
    }
}

fn status(error: &OrderError) -> StatusCode {
    match error {
        OrderError::Pattern(_) | OrderError::Text | OrderError::Pin(_) | OrderError::Expired => {
            StatusCode::BAD_REQUEST
        }
        OrderError::NotHeld | OrderError::Unknown => StatusCode::NOT_FOUND,
        OrderError::Full | OrderError::Contended => StatusCode::CONFLICT,
        OrderError::Store => StatusCode::SERVICE_UNAVAILABLE,
        OrderError::Refresh(error) => match error.blame() {
            Blame::Request => StatusCode::BAD_REQUEST,
            Blame::Policy => StatusCode::CONFLICT,
            Blame::Document | Blame::Weather => StatusCode::BAD_GATEWAY,
            Blame::Ourselves => StatusCode::SERVICE_UNAVAILABLE,
        },
    }
}
