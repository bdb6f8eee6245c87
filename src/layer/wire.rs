//! The one table from a kind of refusal to its answer.

use http::StatusCode;

use crate::layer::code::Code;
use crate::layer::kind::RejectionKind;
use crate::rules::blame::Blame;

impl RejectionKind {
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

/// Seconds. The longest that trouble with a host holds back the next attempt (T10).
const AFTER_BACK_OFF: u64 = 30;
/// Seconds. A fetch ends within 5 s, and then its slot is free again.
const SOON: u64 = 5;
