//! What each kind of refusal says, where its cause is not told.

use crate::layer::kind::RejectionKind;

impl RejectionKind {
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
