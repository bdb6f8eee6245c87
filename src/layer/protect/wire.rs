//! What a denial looks like from outside.

use http::StatusCode;

use crate::rules::blame::Blame;

/// What a kind looks like from outside.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) status: StatusCode,
    pub(crate) code: Option<Code>,
    pub(crate) rule: &'static str,
    pub(crate) blame: Blame,
    /// Seconds.
    pub(crate) retry_after: Option<u64>,
}

impl Wire {
    pub(super) const fn challenged(code: Code, rule: &'static str) -> Self {
        Wire {
            status: StatusCode::UNAUTHORIZED,
            code: Some(code),
            rule,
            blame: Blame::Request,
            retry_after: None,
        }
    }

    pub(super) const fn malformed(rule: &'static str) -> Self {
        Wire {
            status: StatusCode::BAD_REQUEST,
            code: Some(Code::InvalidRequest),
            rule,
            blame: Blame::Request,
            retry_after: None,
        }
    }

    pub(super) const fn refused(rule: &'static str, blame: Blame) -> Self {
        Wire {
            status: StatusCode::FORBIDDEN,
            code: Some(Code::AccessDenied),
            rule,
            blame,
            retry_after: None,
        }
    }

    pub(super) const fn unavailable(rule: &'static str, blame: Blame) -> Self {
        Wire {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: Some(Code::TemporarilyUnavailable),
            rule,
            blame,
            retry_after: Some(SOON),
        }
    }
}

/// The error codes in use here (RFC 6750 §3.1, RFC 9449 §7.1), and three of RFC 6749 §4.1.2.1 for
/// what these have none for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    AccessDenied,
    InsufficientScope,
    InvalidDpopProof,
    InvalidRequest,
    InvalidToken,
    ServerError,
    TemporarilyUnavailable,
}

impl Code {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Code::AccessDenied => "access_denied",
            Code::InsufficientScope => "insufficient_scope",
            Code::InvalidDpopProof => "invalid_dpop_proof",
            Code::InvalidRequest => "invalid_request",
            Code::InvalidToken => "invalid_token",
            Code::ServerError => "server_error",
            Code::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }

    pub(super) const fn challenges(self) -> bool {
        match self {
            Code::InsufficientScope
            | Code::InvalidDpopProof
            | Code::InvalidRequest
            | Code::InvalidToken => true,
            Code::AccessDenied | Code::ServerError | Code::TemporarilyUnavailable => false,
        }
    }
}

/// Seconds. A fetch of a document ends within 5 s.
const SOON: u64 = 5;
