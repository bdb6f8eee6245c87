//! Why Basic credentials are not readable.

/// Why Basic credentials are not readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum BasicError {
    /// What follows the scheme is not the padded base64 of RFC 7617 §2.
    #[error("the Basic credentials are not base64")]
    Base64,
    /// No colon separates a client_id from a secret.
    #[error("the Basic credentials have no colon")]
    Separator,
    /// The client_id holds a `%` that begins no escape, or octets that are not UTF-8.
    #[error(
        "the client_id in the Basic credentials is not encoded as RFC 6749 section 2.3.1 wants"
    )]
    Encoding,
    /// A Client Identifier URL is begun, and its end cannot be told.
    #[error("the Client Identifier URL in the Basic credentials is not readable")]
    Url,
}

impl BasicError {
    /// Every kind, for tables and tests.
    pub const ALL: &'static [BasicError] = &[
        BasicError::Base64,
        BasicError::Separator,
        BasicError::Encoding,
        BasicError::Url,
    ];

    /// The broken rule's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            BasicError::Base64 => "basic.base64",
            BasicError::Separator => "basic.separator",
            BasicError::Encoding => "basic.encoding",
            BasicError::Url => "basic.url",
        }
    }
}
