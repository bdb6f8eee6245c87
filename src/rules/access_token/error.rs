//! Why a token is refused.

#[cfg(feature = "private-key-jwt")]
use crate::rules::jws::JwsError;
use crate::rules::refusal::refusals;

refusals! {
    /// Why a text is no access token for a resource (RFC 9068 §4).
    AccessTokenError {
        /// It is not a signed text that can be read, or not signed in a way that is accepted.
        Jws => "access_token.jws", "the access token is not a signed JWT that this server reads";
        /// The header's `typ` is not `at+jwt`: a token of another kind.
        Typ => "access_token.typ", "the type of the token is not at+jwt";
        /// The payload is not one unambiguous JSON object.
        Claims => "access_token.claims", "the claims of the access token are not a valid JSON object";
        /// `iss` is missing, no text, or another issuer.
        Iss => "access_token.iss", "iss is not an issuer that this resource trusts";
        /// `aud` is missing or of another type, or this resource is not in it.
        Aud => "access_token.aud", "aud does not contain this resource";
        /// `exp` is missing or no number.
        Exp => "access_token.exp", "exp is missing or not a number";
        /// `exp` is past.
        Expired => "access_token.expired", "the access token has expired";
        /// `nbf` is in the future or no number.
        Nbf => "access_token.nbf", "nbf is in the future or not a number";
        /// `iat` is missing, in the future or no number.
        Iat => "access_token.iat", "iat is missing, in the future or not a number";
        /// `sub` is missing, empty or no text.
        Sub => "access_token.sub", "sub is missing or not a text";
        /// `client_id` is missing, empty or no text.
        ClientId => "access_token.client_id", "client_id is missing or not a text";
        /// `jti` is missing, empty or no text.
        Jti => "access_token.jti", "jti is missing or not a text";
        /// `scope` is no text of scope tokens.
        Scope => "access_token.scope", "scope is not a list of scope tokens";
        /// The issuer publishes no key of its `kid`.
        KeyUnknown => "access_token.key_unknown", "the issuer publishes no such key";
        /// No key of the issuer made the signature.
        Signature => "access_token.signature", "the signature of the access token is not valid";
    }
}

#[cfg(feature = "private-key-jwt")]
impl From<JwsError> for AccessTokenError {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Size
            | JwsError::Parts
            | JwsError::Base64
            | JwsError::Header
            | JwsError::Algorithm
            | JwsError::Critical
            | JwsError::PayloadEncoding => AccessTokenError::Jws,
            JwsError::KeyUnknown => AccessTokenError::KeyUnknown,
            JwsError::KeyUnfit | JwsError::Signature => AccessTokenError::Signature,
        }
    }
}
