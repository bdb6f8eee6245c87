//! Why a resolution failed, grouped by blame.

use std::sync::Arc;
use std::time::Duration;

use crate::resolve::fetch::FetchError;
use crate::resolve::policy::Restriction;
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
    /// The operator has [blocked](crate::resolve::Operator::block) the client.
    #[error("the operator has blocked the client")]
    Blocked,
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
    /// So many documents have been fetched that this one has to wait.
    #[error("too many documents have been fetched")]
    Spent {
        /// After which time it need not, unless others come before.
        retry_after: Duration,
    },
    /// The last attempts brought no valid document, and the next has to wait.
    #[error("the document has been fetched too often without being valid")]
    Spaced {
        /// Why the last one failed.
        last: Arc<ResolveError>,
        /// How long ago that was.
        age: Duration,
        /// After which time the document may be fetched again.
        retry_after: Duration,
    },
    /// The publisher was out of reach at the last attempt, and the next has to wait.
    #[error("the publisher has been out of reach")]
    HeldBack {
        /// After which time it may be asked again.
        retry_after: Duration,
    },
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
    /// The same, for what the client's document says.
    Restriction(Restriction),
    /// [`Policy::may_ask`](crate::resolve::Policy::may_ask).
    MayAsk,
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
            ResolveError::OwnHost
            | ResolveError::Blocked
            | ResolveError::Refused(_)
            | ResolveError::PinExpired => Blame::Policy,
            ResolveError::Publication(error) => error.blame(),
            ResolveError::Body(_) | ResolveError::Document(_) => Blame::Document,
            ResolveError::Weather(_)
            | ResolveError::Busy
            | ResolveError::Spent { .. }
            | ResolveError::Spaced { .. }
            | ResolveError::HeldBack { .. } => Blame::Weather,
            ResolveError::PolicyUnavailable | ResolveError::Registered | ResolveError::Crashed => {
                Blame::Ourselves
            }
        }
    }

    /// The stable name of the broken rule, as strangers may know it.
    ///
    /// `weather` for whatever kept an answer away, and `document` for whatever was wrong with an
    /// answer that is not known to be this client's document. While the next attempt has to wait,
    /// the rule that the last one broke.
    pub fn rule(&self) -> &'static str {
        if let ResolveError::Spaced { last, .. } = self {
            return last.rule();
        }
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
            ResolveError::Spaced { last, .. } => last.member(),
            _ => None,
        }
    }

    /// Whether client and server have no authentication method in common.
    pub(crate) fn is_without_a_method_in_common(&self) -> bool {
        matches!(self, ResolveError::Document(error) if error.is_without_a_method_in_common())
    }

    /// After which time it is worth to try again, where that is known.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            ResolveError::Spent { retry_after }
            | ResolveError::Spaced { retry_after, .. }
            | ResolveError::HeldBack { retry_after } => Some(*retry_after),
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
            ResolveError::Blocked => BLOCKED,
            ResolveError::Refused(question) => question.rule(),
            ResolveError::PinExpired => "pin.expired",
            ResolveError::PolicyUnavailable => "policy.unavailable",
            ResolveError::Publication(error) => error.rule(),
            ResolveError::Body(error) => error.rule(),
            ResolveError::Document(error) => error.rule(),
            ResolveError::Weather(error) => error.rule(),
            ResolveError::Busy => "busy",
            ResolveError::Spent { .. } => "budget.spent",
            ResolveError::Spaced { .. } => "budget.spaced",
            ResolveError::HeldBack { .. } => "budget.held_back",
            ResolveError::Registered => "registered.unavailable",
            ResolveError::Crashed => "crashed",
        }
    }

    /// How much of it a stranger may be told.
    fn disclosure(&self) -> Disclosure {
        match self {
            // What happened before on the network is told no more than what happens now.
            ResolveError::Weather(_) | ResolveError::HeldBack { .. } => Disclosure::Weather,
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
            | ResolveError::Blocked
            | ResolveError::Refused(_)
            | ResolveError::PinExpired
            | ResolveError::PolicyUnavailable
            | ResolveError::Busy
            | ResolveError::Spent { .. }
            | ResolveError::Spaced { .. }
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
            ResolveError::Spaced {
                last,
                age,
                retry_after,
            } => format!(
                "{}, as read {} s ago; it is read again after {} s",
                last.description(),
                age.as_secs(),
                whole_seconds(*retry_after),
            ),
            ResolveError::Blocked | ResolveError::Refused(_) | ResolveError::PinExpired => {
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
            FetchError::Throttled { retry_after } => ResolveError::Spent { retry_after },
            weather => ResolveError::Weather(Arc::new(weather)),
        }
    }
}

impl Question {
    /// Every question, in the order in which they are asked.
    pub const ALL: [Question; 8] = [
        Question::Admits,
        Question::MayFetch,
        Question::MayUse,
        Question::Restriction(Restriction::RedirectOrigin),
        Question::Restriction(Restriction::RedirectScheme),
        Question::Restriction(Restriction::RedirectLoopback),
        Question::Restriction(Restriction::AuthMethod),
        Question::MayAsk,
    ];

    /// The stable name of its refusal.
    pub const fn rule(self) -> &'static str {
        match self {
            Question::Admits => "policy.admits",
            Question::MayFetch => "policy.may_fetch",
            Question::MayUse => "policy.may_use",
            Question::Restriction(restriction) => restriction.rule(),
            Question::MayAsk => "policy.may_ask",
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

/// Not earlier: what is said to be allowed then must be.
pub(crate) fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

/// The rule that a client breaks which the operator has blocked.
pub(crate) const BLOCKED: &str = "policy.blocked";

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
