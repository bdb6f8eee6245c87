//! Why a request in which a Client Identifier URL stands is malformed.

use crate::rules::parameters::Malformed;

/// Why a request in which a Client Identifier URL stands is malformed: two readers of it could act
/// on different clients or parameters. Always the request's fault: `invalid_request`, and
/// `invalid_client` for the assertion that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum LocateError {
    /// A parameter that may appear once appears again (RFC 6749 §3.1, §3.2), or `authorization`
    /// does.
    #[error("{0} is repeated")]
    Repeated(&'static str),
    /// Two places name different clients.
    #[error("the client_ids of the request disagree")]
    Disagreement,
    /// The query and the form of one request give a parameter different values.
    #[error("{0} differs between the query and the form")]
    Conflict(&'static str),
    /// A parameter, or the Basic credentials in `authorization`, cannot be decoded in one way only.
    #[error("{0} is not properly encoded")]
    Encoding(&'static str),
    /// There are more than 256 parameters.
    #[error("there are too many parameters")]
    TooMany,
    /// The `client_assertion` is longer than 16 KiB.
    #[error("client_assertion is too long")]
    AssertionSize,
}

impl LocateError {
    /// The stable name of every rule, for tables and tests.
    pub const RULES: &'static [&'static str] = &[
        "request.repeated",
        "request.disagreement",
        "request.conflict",
        "request.encoding",
        "request.too_many",
        "request.assertion_size",
    ];

    /// The broken rule's stable name.
    pub const fn rule(&self) -> &'static str {
        match self {
            LocateError::Repeated(_) => "request.repeated",
            LocateError::Disagreement => "request.disagreement",
            LocateError::Conflict(_) => "request.conflict",
            LocateError::Encoding(_) => "request.encoding",
            LocateError::TooMany => "request.too_many",
            LocateError::AssertionSize => "request.assertion_size",
        }
    }

    /// The parameter or header field to blame, in lower case.
    pub const fn member(&self) -> Option<&'static str> {
        match self {
            LocateError::Repeated(name)
            | LocateError::Conflict(name)
            | LocateError::Encoding(name) => Some(name),
            LocateError::Disagreement => Some("client_id"),
            LocateError::AssertionSize => Some("client_assertion"),
            LocateError::TooMany => None,
        }
    }
}

impl From<Malformed> for LocateError {
    fn from(malformed: Malformed) -> Self {
        match malformed {
            Malformed::Encoding(name) => LocateError::Encoding(name),
            Malformed::TooMany => LocateError::TooMany,
        }
    }
}
