//! The kinds of refusal, and the one table from kind to answer.

use http::StatusCode;

#[cfg(feature = "private-key-jwt")]
use crate::resolve::authentication::AuthenticationError;
use crate::resolve::error::ResolveError;
#[cfg(feature = "private-key-jwt")]
use crate::resolve::keys::KeysError;
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
    /// The client's assertion does not prove that it is itself.
    AuthenticationFailed,
    /// Whether the client's assertion proves anything cannot be told: its keys could not be fetched, or no more
    /// assertions can be remembered.
    AuthenticationUnavailable,
    /// The client's negotiated authentication method is one that nobody here verifies.
    AuthenticationUnsupported,
    /// All fetch slots are taken, too many requests wait for this document, or so many documents were
    /// fetched that this one has to wait.
    Busy,
    /// The URL-form client_id is no valid Client Identifier URL.
    ClientId,
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
    /// A hook of the host, its policy, its client table or its store of used assertions, could not answer.
    HookFailed,
    /// No layer has judged the request, although an extractor asks for the verdict.
    LayerMissing,
    /// A parameter is repeated, or client_ids disagree.
    Malformed,
    /// The handler wants an authenticated client, and this one is only identified.
    NotAuthenticated,
    /// The handler wants a client with a metadata document, and the request names none.
    NotCimd,
    /// The layer could not read the request.
    NotJudged,
    /// The handler wants a client that nobody has looked up, and this one is known.
    NotPending,
    /// The handler wants a client, and its document has not been looked up.
    Pending,
    /// This server's policy refuses the client.
    Policy,
    /// A client that authenticates with an assertion presents a secret beside it.
    SeveralCredentials,
    /// The document was fetched too often without being valid; the answer says why it was not.
    Spaced,
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
        RejectionKind::ClientId,
        RejectionKind::Crashed,
        RejectionKind::CredentialUnexpected,
        RejectionKind::Document,
        RejectionKind::FormBroken,
        RejectionKind::FormLate,
        RejectionKind::FormTooLarge,
        RejectionKind::FormsBusy,
        RejectionKind::HookFailed,
        RejectionKind::LayerMissing,
        RejectionKind::Malformed,
        RejectionKind::NotAuthenticated,
        RejectionKind::NotCimd,
        RejectionKind::NotJudged,
        RejectionKind::NotPending,
        RejectionKind::Pending,
        RejectionKind::Policy,
        RejectionKind::SeveralCredentials,
        RejectionKind::Spaced,
        RejectionKind::Weather,
    ];

    pub(crate) fn of(error: &ResolveError) -> Self {
        match error {
            ResolveError::ClientId(_) => RejectionKind::ClientId,
            ResolveError::OwnHost | ResolveError::Refused(_) | ResolveError::PinExpired => {
                RejectionKind::Policy
            }
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
                | RejectionKind::ClientId
                | RejectionKind::Document
                | RejectionKind::Malformed
                | RejectionKind::Policy
                | RejectionKind::Spaced
        )
    }

    /// The one table from kind to answer. A new kind does not compile until somebody decides here.
    pub(crate) const fn wire(self) -> Wire {
        use Blame::{Document, Ourselves, Policy, Request, Weather};
        use StatusCode as Status;

        match self {
            Self::AssertionMissing => Wire::invalid_client("assertion.missing", Request),
            Self::AssertionType => Wire::invalid_client("request.assertion_type", Request),
            Self::AuthenticationFailed => {
                Wire::invalid_client("client.authentication_failed", Request)
            }
            Self::AuthenticationUnavailable => {
                Wire::unavailable("client.authentication_unavailable", Weather, AFTER_BACK_OFF)
            }
            Self::AuthenticationUnsupported => {
                Wire::invalid_client("client.authentication_unsupported", Policy)
            }
            Self::Busy => Wire::unavailable("server.busy", Weather, SOON),
            Self::ClientId => Wire::invalid_client("client_id", Request),
            Self::Crashed => Wire::server_error("server.crashed"),
            Self::CredentialUnexpected => {
                Wire::invalid_client("client.credential_unexpected", Request)
            }
            Self::Document => Wire::invalid_client("document", Document),
            Self::FormBroken => Wire::invalid_request("form.broken", Status::BAD_REQUEST),
            Self::FormLate => Wire::invalid_request("form.late", Status::REQUEST_TIMEOUT),
            Self::FormTooLarge => Wire::invalid_request("form.size", Status::PAYLOAD_TOO_LARGE),
            Self::FormsBusy => Wire::unavailable("form.busy", Weather, SOON),
            Self::HookFailed => Wire::unavailable("server.unavailable", Ourselves, SOON),
            Self::LayerMissing => Wire::server_error("layer.missing"),
            Self::Malformed => Wire::invalid_request("request", Status::BAD_REQUEST),
            Self::NotAuthenticated => Wire::invalid_client("client.not_authenticated", Request),
            Self::NotCimd => Wire::invalid_client("client.not_cimd", Request),
            Self::NotJudged => Wire::invalid_request("request.not_judged", Status::BAD_REQUEST),
            Self::NotPending => Wire::invalid_request("client.not_pending", Status::BAD_REQUEST),
            Self::Pending => Wire::unavailable("client.pending", Policy, SOON),
            Self::Policy => Wire::invalid_client("policy", Policy),
            Self::SeveralCredentials => {
                Wire::invalid_request("request.several_credentials", Status::BAD_REQUEST)
            }
            Self::Spaced => Wire::unavailable("document.spaced", Weather, 1),
            Self::Weather => Wire::unavailable("weather", Weather, AFTER_BACK_OFF),
        }
    }

    /// What a stranger is told where the cause is not, within the characters of RFC 6749 §5.2.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::AssertionMissing => {
                "the client must authenticate with a client_assertion (private_key_jwt)"
            }
            Self::AssertionType => "the client_assertion_type is not that of a JWT",
            Self::AuthenticationFailed => "the client could not be authenticated",
            Self::AuthenticationUnavailable => {
                "the client cannot be authenticated now; try again later"
            }
            Self::AuthenticationUnsupported => {
                "this server does not verify the client's authentication method"
            }
            Self::Busy => {
                "the server is fetching too many client metadata documents; try again later"
            }
            Self::ClientId => "the client_id is not a valid client identifier URL",
            Self::Crashed => "the server failed",
            Self::CredentialUnexpected => {
                "the client's authentication method is none; it must not present a credential"
            }
            Self::Document => "no valid client metadata document",
            Self::FormBroken => "the form broke off",
            Self::FormLate => "the form took too long to arrive",
            Self::FormTooLarge => "the form is larger than this server reads",
            Self::FormsBusy => "the server is reading too many forms; try again later",
            Self::HookFailed => "the server could not decide about the client; try again later",
            Self::LayerMissing => "no layer has judged this request. Is `CimdLayer` on this route?",
            Self::Malformed => "the request is malformed",
            Self::NotAuthenticated => "the client is not authenticated",
            Self::NotCimd => "the client_id is not the https URL of a client metadata document",
            Self::NotJudged => {
                "parameters are read from the query of an authorization request by GET, and from \
                 an application/x-www-form-urlencoded POST"
            }
            Self::NotPending => "this endpoint serves clients whose document is not known yet",
            Self::Pending => "the client metadata document is not known yet; try again later",
            Self::Policy => "this server does not accept the client",
            Self::SeveralCredentials => {
                "the client authenticates in more than one way; it must choose one"
            }
            Self::Spaced => "the client metadata document was not valid; try again later",
            Self::Weather => "the client metadata document could not be fetched; try again later",
        }
    }
}

/// What a kind looks like from outside.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) status: StatusCode,
    pub(crate) code: Code,
    pub(crate) rule: &'static str,
    pub(crate) blame: Blame,
    /// Seconds.
    pub(crate) retry_after: Option<u64>,
}

impl Wire {
    const fn invalid_client(rule: &'static str, blame: Blame) -> Self {
        Wire {
            status: StatusCode::BAD_REQUEST,
            code: Code::InvalidClient,
            rule,
            blame,
            retry_after: None,
        }
    }

    const fn invalid_request(rule: &'static str, status: StatusCode) -> Self {
        Wire {
            status,
            code: Code::InvalidRequest,
            rule,
            blame: Blame::Request,
            retry_after: None,
        }
    }

    const fn server_error(rule: &'static str) -> Self {
        Wire {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: Code::ServerError,
            rule,
            blame: Blame::Ourselves,
            retry_after: None,
        }
    }

    const fn unavailable(rule: &'static str, blame: Blame, seconds: u64) -> Self {
        Wire {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: Code::TemporarilyUnavailable,
            rule,
            blame,
            retry_after: Some(seconds),
        }
    }
}

/// The OAuth error codes in use here (RFC 6749 §4.1.2.1 and §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    InvalidClient,
    InvalidRequest,
    ServerError,
    TemporarilyUnavailable,
}

impl Code {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Code::InvalidClient => "invalid_client",
            Code::InvalidRequest => "invalid_request",
            Code::ServerError => "server_error",
            Code::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }
}

/// Seconds. The longest that trouble with a host holds back the next attempt (T10).
const AFTER_BACK_OFF: u64 = 30;
/// Seconds. A fetch ends within 5 s, and then its slot is free again.
const SOON: u64 = 5;
