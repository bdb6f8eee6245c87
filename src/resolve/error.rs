//! Why a resolution failed, grouped by blame. (owned by the resolve floor; signatures final)
use crate::resolve::fetch::FetchError;
use crate::rules::blame::Blame;
use crate::rules::client_id::ClientIdError;
use crate::rules::document::DocumentError;
use crate::rules::publication::PublicationError;
/// Why no client came of a client_id.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// not a valid client identifier URL
    #[error("invalid client identifier URL")]
    ClientId(#[source] ClientIdError),
    /// the id is on the issuer's own host and no rule names it (T17)
    #[error("own host")]
    OwnHost,
    /// Policy::admits / may_fetch / may_use refused
    #[error("policy")]
    Refused(Question),
    /// Policy::may_fetch late or unavailable
    #[error("policy unavailable")]
    PolicyUnavailable,
    /// the answer was no publication
    #[error("publication")]
    Publication(#[source] PublicationError),
    /// too large or encoded on the way
    #[error("body")]
    Body(BodyError),
    /// the document is invalid
    #[error("document")]
    Document(#[source] DocumentError),
    /// weather
    #[error("weather")]
    Weather(std::sync::Arc<FetchError>),
    /// slots or waiters used up
    #[error("busy")]
    Busy,
    /// the registered-clients hook failed
    #[error("registered")]
    Registered,
    /// the fetcher panicked
    #[error("crashed")]
    Crashed,
}
/// Which question of the policy refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Question {
    /// admits
    Admits,
    /// may_fetch
    MayFetch,
    /// may_use
    MayUse,
}
/// What was wrong with the body before it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyError {
    /// larger than the limit
    TooLarge,
    /// content coding
    Encoded,
}
impl ResolveError {
    /// whose fault
    pub fn blame(&self) -> Blame {
        todo!()
    }
    /// stable rule name; all weather is "weather" towards strangers
    pub fn rule(&self) -> &'static str {
        todo!()
    }
    /// document member, only where T18 lets it be told
    pub fn member(&self) -> Option<&'static str> {
        todo!()
    }
    /// words for a stranger, RFC 6749 section 5.2 charset
    pub fn description(&self) -> String {
        todo!()
    }
}
