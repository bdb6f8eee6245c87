//! The kinds of refusal.

use crate::layer::grants::GrantError;
#[cfg(feature = "private-key-jwt")]
use crate::resolve::authentication::AuthenticationError;
use crate::resolve::error::ResolveError;
#[cfg(feature = "private-key-jwt")]
use crate::resolve::keys::KeysError;
use crate::resolve::transaction::TransactionError;
use crate::rules::blame::Blame;
use crate::rules::locate::LocateError;

/// The categories of [`Rejection`](crate::Rejection).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RejectionKind {
    /// The client has to authenticate with an assertion, and presents none.
    AssertionMissing,
    /// The `client_assertion_type` is not that of RFC 7523 §2.2.
    AssertionType,
    /// What the client presents does not prove that it is itself.
    AuthenticationFailed,
    /// Whether what the client presents proves anything cannot be told: its keys could not be fetched, its
    /// document is not at hand, or no more assertions can be remembered.
    AuthenticationUnavailable,
    /// The client's negotiated authentication method is one that nobody here verifies.
    AuthenticationUnsupported,
    /// All fetch slots are taken, too many requests wait for this document, or so many documents were
    /// fetched that this one has to wait.
    Busy,
    /// What the client asks for is not in order; which check failed, and with which OAuth error code,
    /// [`CheckError`](crate::rules::checks::CheckError) says.
    Check,
    /// The URL-form client_id is no valid Client Identifier URL.
    ClientId,
    /// The handler wants a client with a metadata document, and the request names no client at all.
    ClientIdMissing,
    /// A defect of this crate, or of the host's own fetcher.
    Crashed,
    /// A public client presented a secret or an assertion.
    CredentialUnexpected,
    /// The published client metadata document, or the answer that should have carried it, is invalid.
    Document,
    /// The form broke off.
    FormBroken,
    /// The form took too long to arrive.
    FormLate,
    /// The form is larger than the limit.
    FormTooLarge,
    /// The memory for forms is used up.
    FormsBusy,
    /// The code, refresh token or device code is of no use to this client.
    Grant,
    /// A hook of the host, its policy, its client table, its grants, its store of used assertions or its
    /// proof of a client, could not answer.
    HookFailed,
    /// No layer has judged the request, although an extractor asks for the verdict.
    LayerMissing,
    /// A parameter is repeated, or client_ids disagree.
    Malformed,
    /// The handler wants an authenticated client, and this one is only identified.
    NotAuthenticated,
    /// The handler wants a client with a metadata document, and the request names another.
    NotCimd,
    /// The layer could not read the request.
    NotJudged,
    /// The handler wants a client that nobody has looked up, and this one is known.
    NotPending,
    /// The handler wants a client, and its document has not been looked up.
    Pending,
    /// This server's policy refuses the client.
    Policy,
    /// This server's policy has the client in quarantine, and the handlers do not handle that.
    Quarantined,
    /// A client presents more than one credential.
    SeveralCredentials,
    /// The document was fetched too often without being valid; the answer says why it was not.
    Spaced,
    /// A sealed authorization request is not opened, or one is not sealed.
    Transaction,
    /// The publisher could not be reached, or its name or address must not be (T18: one answer for all).
    Weather,
}

impl RejectionKind {
    /// Every kind, for tables and tests.
    pub const ALL: &'static [RejectionKind] = &[
        RejectionKind::AssertionMissing,
        RejectionKind::AssertionType,
        RejectionKind::AuthenticationFailed,
        RejectionKind::AuthenticationUnavailable,
        RejectionKind::AuthenticationUnsupported,
        RejectionKind::Busy,
        RejectionKind::Check,
        RejectionKind::ClientId,
        RejectionKind::ClientIdMissing,
        RejectionKind::Crashed,
        RejectionKind::CredentialUnexpected,
        RejectionKind::Document,
        RejectionKind::FormBroken,
        RejectionKind::FormLate,
        RejectionKind::FormTooLarge,
        RejectionKind::FormsBusy,
        RejectionKind::Grant,
        RejectionKind::HookFailed,
        RejectionKind::LayerMissing,
        RejectionKind::Malformed,
        RejectionKind::NotAuthenticated,
        RejectionKind::NotCimd,
        RejectionKind::NotJudged,
        RejectionKind::NotPending,
        RejectionKind::Pending,
        RejectionKind::Policy,
        RejectionKind::Quarantined,
        RejectionKind::SeveralCredentials,
        RejectionKind::Spaced,
        RejectionKind::Transaction,
        RejectionKind::Weather,
    ];

    pub(crate) fn of(error: &ResolveError) -> Self {
        match error {
            ResolveError::ClientId(_) => RejectionKind::ClientId,
            ResolveError::OwnHost
            | ResolveError::Blocked
            | ResolveError::Refused(_)
            | ResolveError::PinExpired => RejectionKind::Policy,
            ResolveError::PolicyUnavailable | ResolveError::Registered => RejectionKind::HookFailed,
            ResolveError::Publication(error) if error.blame() == Blame::Weather => {
                RejectionKind::Weather
            }
            ResolveError::Publication(_) | ResolveError::Body(_) | ResolveError::Document(_) => {
                RejectionKind::Document
            }
            ResolveError::Weather(_) | ResolveError::HeldBack { .. } => RejectionKind::Weather,
            ResolveError::Busy | ResolveError::Spent { .. } => RejectionKind::Busy,
            ResolveError::Spaced { .. } => RejectionKind::Spaced,
            ResolveError::Crashed => RejectionKind::Crashed,
        }
    }

    /// An assertion that is too long to be looked at has failed; anything else is no OAuth request.
    pub(crate) fn of_malformed(error: &LocateError) -> Self {
        match error {
            LocateError::AssertionSize => RejectionKind::AuthenticationFailed,
            LocateError::Repeated(_)
            | LocateError::Disagreement
            | LocateError::Conflict(_)
            | LocateError::Encoding(_)
            | LocateError::TooMany => RejectionKind::Malformed,
        }
    }

    pub(crate) fn of_grant(error: GrantError) -> Self {
        match error {
            GrantError::Missing => RejectionKind::Malformed,
            GrantError::Unknown | GrantError::Changed(_) | GrantError::Binding(_) => {
                RejectionKind::Grant
            }
            GrantError::Unavailable => RejectionKind::HookFailed,
        }
    }

    pub(crate) fn of_transaction(error: &TransactionError) -> Self {
        match error {
            TransactionError::Client(error) => RejectionKind::of(error),
            TransactionError::Registered => RejectionKind::NotCimd,
            TransactionError::Pending => RejectionKind::Pending,
            TransactionError::Quarantined => RejectionKind::Quarantined,
            TransactionError::TooLarge
            | TransactionError::Damaged
            | TransactionError::UnknownKey
            | TransactionError::Expired
            | TransactionError::Session
            | TransactionError::RedirectUri
            | TransactionError::AskAgain(_)
            | TransactionError::Changed(_) => RejectionKind::Transaction,
        }
    }

    #[cfg(feature = "private-key-jwt")]
    pub(crate) fn of_unauthenticated(error: &AuthenticationError) -> Self {
        match error {
            AuthenticationError::Keys(KeysError::Crashed) => RejectionKind::Crashed,
            AuthenticationError::Keys(error) if error.blame() == Blame::Weather => {
                RejectionKind::AuthenticationUnavailable
            }
            AuthenticationError::Method
            | AuthenticationError::Assertion(_)
            | AuthenticationError::Replayed
            | AuthenticationError::Keys(_) => RejectionKind::AuthenticationFailed,
            AuthenticationError::ReplayStoreFull => RejectionKind::AuthenticationUnavailable,
            AuthenticationError::ReplayStore => RejectionKind::HookFailed,
        }
    }

    /// Whether a stranger is told the cause: only what the client's developer can mend (T18).
    pub(crate) fn tells_cause(self) -> bool {
        matches!(
            self,
            RejectionKind::AuthenticationFailed
                | RejectionKind::Check
                | RejectionKind::ClientId
                | RejectionKind::Document
                | RejectionKind::Grant
                | RejectionKind::Malformed
                | RejectionKind::Policy
                | RejectionKind::Spaced
                | RejectionKind::Transaction
        )
    }
}
