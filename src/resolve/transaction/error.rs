//! Why a text is not sealed or not opened.

use crate::resolve::error::ResolveError;
use crate::resolve::transaction::value::AskAgain;
use crate::rules::blame::Blame;
use crate::rules::change::ChangeKinds;

/// A key of [`Transactions`](crate::resolve::Transactions) has fewer than 32 bytes, those of the
/// hash, below which RFC 2104 §3 advises against a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key for transactions is shorter than 32 bytes")]
#[non_exhaustive]
pub struct ShortKey;

/// Why a request is not sealed, or a sealed one not opened.
///
/// `Rejection::from(error)` is the answer for it. Of all of them only
/// [`AskAgain`](TransactionError::AskAgain) has a better one: the consent page.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransactionError {
    /// The parameters are too many, or longer than 16,384 bytes as a form. At sealing alone.
    #[error("the authorization request is too large")]
    TooLarge,
    /// The text is not whole, was never sealed here, or is of another version of this crate.
    #[error("the transaction is damaged")]
    Damaged,
    /// It was sealed with a key that is not known here, or no longer.
    #[error("the transaction is sealed with another key")]
    UnknownKey,
    /// It is too old.
    #[error("the transaction has expired")]
    Expired,
    /// It was sealed for another session, or this one is empty.
    #[error("the transaction is of another session")]
    Session,
    /// Its client cannot be used now: it is blocked, gone, or out of reach.
    #[error("the client of the transaction cannot be used")]
    Client(#[from] ResolveError),
    /// Its client_id is by now one of the host's own.
    #[error("the client of the transaction is registered here by now")]
    Registered,
    /// The policy has put off the look-up of its client.
    #[error("the client of the transaction has not been looked up")]
    Pending,
    /// The policy has its client in quarantine by now, and the host does not handle that.
    #[error("the client of the transaction is in quarantine")]
    Quarantined,
    /// Its redirection URI is not registered, or no longer. No policy about changes lets that pass.
    #[error("the redirection uri of the transaction is not registered")]
    RedirectUri,
    /// The client has changed, so that the user has to be asked again.
    #[error("the client has changed and the user must be asked again")]
    AskAgain(Box<AskAgain>),
    /// The client has changed, so that the request is refused.
    #[error("the client has changed")]
    Changed(ChangeKinds),
}

impl TransactionError {
    /// The stable name of every rule but those of a [`ResolveError`], in the order of the variants.
    pub const RULES: &'static [&'static str] = &[
        "transaction.size",
        "transaction.damaged",
        "transaction.key",
        "transaction.expired",
        "transaction.session",
        "transaction.registered",
        "transaction.pending",
        "client.quarantined",
        "transaction.redirect_uri",
        "transaction.ask_again",
        "transaction.changed",
    ];

    /// The broken rule's stable name; that of the [`ResolveError`] where there is one.
    pub fn rule(&self) -> &'static str {
        match self {
            TransactionError::TooLarge => "transaction.size",
            TransactionError::Damaged => "transaction.damaged",
            TransactionError::UnknownKey => "transaction.key",
            TransactionError::Expired => "transaction.expired",
            TransactionError::Session => "transaction.session",
            TransactionError::Client(error) => error.rule(),
            TransactionError::Registered => "transaction.registered",
            TransactionError::Pending => "transaction.pending",
            TransactionError::Quarantined => "client.quarantined",
            TransactionError::RedirectUri => "transaction.redirect_uri",
            TransactionError::AskAgain(_) => "transaction.ask_again",
            TransactionError::Changed(_) => "transaction.changed",
        }
    }

    /// Whose fault it is.
    pub fn blame(&self) -> Blame {
        match self {
            TransactionError::TooLarge
            | TransactionError::Damaged
            | TransactionError::UnknownKey
            | TransactionError::Expired
            | TransactionError::Session => Blame::Request,
            TransactionError::Client(error) => error.blame(),
            TransactionError::Registered
            | TransactionError::Pending
            | TransactionError::Quarantined => Blame::Policy,
            TransactionError::RedirectUri
            | TransactionError::AskAgain(_)
            | TransactionError::Changed(_) => Blame::Document,
        }
    }
}
