//! Why a resolution failed, grouped by blame.

use std::sync::Arc;

use crate::resolve::fetch::FetchError;
use crate::rules::blame::Blame;
use crate::rules::client_id::ClientIdError;
use crate::rules::document::DocumentError;
use crate::rules::publication::PublicationError;

/// Why no client came of a client_id.
///
/// Two readers ask it, and they are told different things (T18). A stranger is told
/// [`rule`](ResolveError::rule), [`member`](ResolveError::member) and
/// [`description`](ResolveError::description): one and the same for everything that may have
/// happened on the network, and no detail of a document that does not claim this client_id. The
/// operator is told the [`cause`](ResolveError::cause), in events and logs.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// The text is no valid Client Identifier URL.
    #[error("not a valid client identifier url")]
    ClientId(#[source] ClientIdError),
    /// The client_id is on the issuer's own host, and no rule names it (T17).
    #[error("the client_id is on the issuer's own host")]
    OwnHost,
    /// The policy refused.
    #[error("the policy refuses the client")]
    Refused(Question),
    /// The operator's own document for this client has expired, and nothing else is used for it
    /// ([`Pin::instead`](crate::resolve::Pin::instead)).
    #[error("the pin of the client has expired")]
    PinExpired,
    /// The policy was late or could not decide whether to fetch. Nothing was fetched.
    #[error("the policy could not decide")]
    PolicyUnavailable,
    /// The publisher's answer carries no document.
    #[error("the answer carries no document")]
    Publication(#[source] PublicationError),
    /// The body of the publisher's answer was refused before it was read.
    #[error("the body of the answer was refused")]
    Body(BodyError),
    /// The document is invalid.
    #[error("the client metadata document is invalid")]
    Document(#[source] DocumentError),
    /// No answer came.
    #[error("no answer came")]
    Weather(#[source] Arc<FetchError>),
    /// Every place for a fetch, or for those who wait for one, is taken.
    #[error("too many fetches are under way")]
    Busy,
    /// The host's client table could not be asked. Nothing was fetched.
    #[error("the registered clients could not be asked")]
    Registered,
    /// The fetcher panicked, or the runtime shut down.
    #[error("the fetch crashed")]
    Crashed,
}

/// Which question of the [`Policy`](crate::resolve::Policy) was answered with a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Question {
    /// [`Policy::admits`](crate::resolve::Policy::admits).
    Admits,
    /// [`Policy::may_fetch`](crate::resolve::Policy::may_fetch).
    MayFetch,
    /// [`Policy::may_use`](crate::resolve::Policy::may_use).
    MayUse,
}

/// What was wrong with a body before it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyError {
    /// It is larger than a document may be.
    TooLarge,
    /// It has a content coding although none was offered.
    Encoded,
}

impl ResolveError {
    /// Whose fault it is.
    pub fn blame(&self) -> Blame {
        match self {
            ResolveError::ClientId(_) => Blame::Request,
            ResolveError::OwnHost | ResolveError::Refused(_) | ResolveError::PinExpired => {
                Blame::Policy
            }
            ResolveError::Publication(error) => error.blame(),
            ResolveError::Body(_) | ResolveError::Document(_) => Blame::Document,
            ResolveError::Weather(_) | ResolveError::Busy => Blame::Weather,
            ResolveError::PolicyUnavailable | ResolveError::Registered | ResolveError::Crashed => {
                Blame::Ourselves
            }
        }
    }

    /// The stable name of the broken rule, as strangers may know it.
    ///
    /// `weather` for whatever kept an answer away, and `document` for whatever was wrong with an
    /// answer that is not known to be this client's document.
    pub fn rule(&self) -> &'static str {
        match self.disclosure() {
            Disclosure::Weather => "weather",
            Disclosure::NoDocument => "document",
            Disclosure::Whole => self.cause(),
        }
    }

    /// The member of the document that broke the rule, where it may be told.
    pub fn member(&self) -> Option<&'static str> {
        match self {
            ResolveError::Document(error) if error.is_disclosable() => error.member(),
            _ => None,
        }
    }

    /// What happened, in words of our own for a stranger.
    ///
    /// Only characters that an `error_description` may have (RFC 6749 §5.2), and nothing that a
    /// request or a document said.
    pub fn description(&self) -> String {
        let text = match self.disclosure() {
            Disclosure::Weather => {
                "the client metadata document cannot be read at the moment".into()
            }
            Disclosure::NoDocument => "no valid client metadata document".into(),
            Disclosure::Whole => self.whole_description(),
        };
        text.chars().map(describable).collect()
    }

    /// The stable name of the broken rule, in full: for events, logs and tests.
    ///
    /// # Security
    ///
    /// Not for strangers: it says why a fetch failed, which makes a port scanner of the server that
    /// repeats it (T18).
    pub fn cause(&self) -> &'static str {
        match self {
            ResolveError::ClientId(error) => error.rule(),
            ResolveError::OwnHost => "client_id.own_host",
            ResolveError::Refused(question) => question.rule(),
            ResolveError::PinExpired => "pin.expired",
            ResolveError::PolicyUnavailable => "policy.unavailable",
            ResolveError::Publication(error) => error.rule(),
            ResolveError::Body(error) => error.rule(),
            ResolveError::Document(error) => error.rule(),
            ResolveError::Weather(error) => error.rule(),
            ResolveError::Busy => "busy",
            ResolveError::Registered => "registered.unavailable",
            ResolveError::Crashed => "crashed",
        }
    }

    /// How much of it a stranger may be told.
    fn disclosure(&self) -> Disclosure {
        match self {
            ResolveError::Weather(_) => Disclosure::Weather,
            ResolveError::Publication(error) => match error.blame() {
                Blame::Weather => Disclosure::Weather,
                Blame::Request | Blame::Document | Blame::Policy | Blame::Ourselves => {
                    Disclosure::NoDocument
                }
            },
            ResolveError::Body(_) => Disclosure::NoDocument,
            ResolveError::Document(error) if error.is_disclosable() => Disclosure::Whole,
            ResolveError::Document(_) => Disclosure::NoDocument,
            ResolveError::ClientId(_)
            | ResolveError::OwnHost
            | ResolveError::Refused(_)
            | ResolveError::PinExpired
            | ResolveError::PolicyUnavailable
            | ResolveError::Busy
            | ResolveError::Registered
            | ResolveError::Crashed => Disclosure::Whole,
        }
    }

    fn whole_description(&self) -> String {
        match self {
            ResolveError::ClientId(error) => format!("client_id: {error} ({})", error.rule()),
            ResolveError::Document(error) => {
                let member = error.member().unwrap_or("client metadata document");
                format!("{member}: {} ({})", error.description(), error.rule())
            }
            ResolveError::Refused(_) | ResolveError::PinExpired => {
                "this server does not accept the client".to_owned()
            }
            other => other.to_string(),
        }
    }
}

impl From<FetchError> for ResolveError {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::TooLarge => ResolveError::Body(BodyError::TooLarge),
            FetchError::Encoded => ResolveError::Body(BodyError::Encoded),
            weather => ResolveError::Weather(Arc::new(weather)),
        }
    }
}

impl Question {
    /// Every question, in the order in which they are asked.
    pub const ALL: [Question; 3] = [Question::Admits, Question::MayFetch, Question::MayUse];

    /// The stable name of its refusal.
    pub const fn rule(self) -> &'static str {
        match self {
            Question::Admits => "policy.admits",
            Question::MayFetch => "policy.may_fetch",
            Question::MayUse => "policy.may_use",
        }
    }
}

impl BodyError {
    /// Every kind, for tables and tests.
    pub const ALL: [BodyError; 2] = [BodyError::TooLarge, BodyError::Encoded];

    /// The kind's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            BodyError::TooLarge => "document.size",
            BodyError::Encoded => PublicationError::Encoded.rule(),
        }
    }
}

enum Disclosure {
    /// Everything: it says nothing about the network.
    Whole,
    /// That there is no valid document.
    NoDocument,
    /// That it may be tried again later.
    Weather,
}

/// RFC 6749 §5.2: `%x20-21 / %x23-5B / %x5D-7E`.
fn describable(c: char) -> char {
    match c {
        ' '..='!' | '#'..='[' | ']'..='~' => c,
        _ => '\'',
    }
}
