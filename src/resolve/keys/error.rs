//! Why there are no keys.

use std::sync::Arc;
use std::time::Duration;

use crate::resolve::error::BodyError;
use crate::resolve::fetch::FetchError;
use crate::rules::blame::Blame;
use crate::rules::json::JsonError;
use crate::rules::jwks::JwksError;
use crate::rules::publication::PublicationError;

/// Why the keys at a `jwks_uri` cannot be used.
///
/// A stranger is told its [`rule`](KeysError::rule) alone: the URL is a stranger's choice, and
/// what was found there, or not reached, is nobody else's business (T18).
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeysError {
    /// The publisher's answer carries no key set.
    #[error("the answer carries no key set")]
    Publication(#[source] PublicationError),
    /// The body of the answer was refused before it was read.
    #[error("the body of the answer was refused")]
    Body(BodyError),
    /// The answer is not declared as JSON in UTF-8.
    #[error("the key set is not declared as json")]
    MediaType,
    /// The answer is not one unambiguous JSON object.
    #[error("the key set is not a json object")]
    Json(#[source] JsonError),
    /// The object is no set of public keys.
    #[error("the key set is invalid")]
    Jwks(#[source] JwksError),
    /// The set has more keys than are looked at.
    #[error("the key set has too many keys")]
    TooManyKeys,
    /// No answer came.
    #[error("no answer came")]
    Weather(#[source] Arc<FetchError>),
    /// It is too early to fetch from there again.
    #[error("the key set was fetched a moment ago")]
    HeldBack {
        /// When it will be time.
        retry_after: Duration,
    },
    /// So many key sets were fetched from this host that this one has to wait.
    #[error("too many key sets were fetched from this host")]
    Spent {
        /// For how long.
        retry_after: Duration,
    },
    /// The keys that are at hand do not suffice, and none may be fetched for this request.
    #[error("no newer key set is at hand")]
    NotAtHand,
    /// Every place for a fetch, for its memory, or for those who wait for it, is taken.
    #[error("too many key sets are being fetched")]
    Busy,
    /// The fetcher panicked, or the runtime shut down.
    #[error("the fetch crashed")]
    Crashed,
}

impl KeysError {
    /// Whose fault it is.
    pub fn blame(&self) -> Blame {
        match self {
            KeysError::Publication(error) => error.blame(),
            KeysError::Body(_)
            | KeysError::MediaType
            | KeysError::Json(_)
            | KeysError::Jwks(_)
            | KeysError::TooManyKeys => Blame::Document,
            KeysError::Weather(_)
            | KeysError::HeldBack { .. }
            | KeysError::Spent { .. }
            | KeysError::NotAtHand
            | KeysError::Busy => Blame::Weather,
            KeysError::Crashed => Blame::Ourselves,
        }
    }

    /// The stable name of the broken rule, as strangers may know it.
    pub fn rule(&self) -> &'static str {
        match self.blame() {
            Blame::Weather => "weather",
            Blame::Ourselves => "crashed",
            Blame::Document | Blame::Request | Blame::Policy => "keys",
        }
    }

    /// The stable name of the broken rule, in full.
    ///
    /// # Security
    ///
    /// Not for strangers: see [`ResolveError::cause`](crate::resolve::ResolveError::cause).
    pub fn cause(&self) -> &'static str {
        match self {
            KeysError::Publication(error) => error.rule(),
            KeysError::Body(error) => error.rule(),
            KeysError::MediaType => "keys.media_type",
            KeysError::Json(error) => error.rule(),
            KeysError::Jwks(error) => error.rule(),
            KeysError::TooManyKeys => "keys.too_many",
            KeysError::Weather(error) => error.rule(),
            KeysError::HeldBack { .. } => "keys.held_back",
            KeysError::Spent { .. } => "keys.spent",
            KeysError::NotAtHand => "keys.not_at_hand",
            KeysError::Busy => "keys.busy",
            KeysError::Crashed => "crashed",
        }
    }
}

impl From<FetchError> for KeysError {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::TooLarge => KeysError::Body(BodyError::TooLarge),
            FetchError::Encoded => KeysError::Body(BodyError::Encoded),
            weather => KeysError::Weather(Arc::new(weather)),
        }
    }
}
