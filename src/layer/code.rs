//! The error codes of OAuth.

/// The OAuth error codes in use here (RFC 6749 §4.1.2.1 and §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    InvalidClient,
    InvalidGrant,
    InvalidRequest,
    ServerError,
    TemporarilyUnavailable,
    UnauthorizedClient,
}

impl Code {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Code::InvalidClient => "invalid_client",
            Code::InvalidGrant => "invalid_grant",
            Code::InvalidRequest => "invalid_request",
            Code::ServerError => "server_error",
            Code::TemporarilyUnavailable => "temporarily_unavailable",
            Code::UnauthorizedClient => "unauthorized_client",
        }
    }
}
