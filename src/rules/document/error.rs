//! Why a document is refused.

use std::error::Error;
use std::fmt;

use crate::rules::auth_method::AuthMethodError;
use crate::rules::json::JsonError;
use crate::rules::jwks::JwksError;
use crate::rules::redirect_uri::RedirectUriError;
use crate::rules::refusal::refusals;

/// Why a document is refused: the rule, and the member that broke it.
///
/// `Display` tells both, for an operator. An answer to a stranger is made of
/// [`description`](Self::description) alone, and of [`member`](Self::member) only where
/// [`is_disclosable`](Self::is_disclosable) (T18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentError {
    cause: Cause,
    member: Option<&'static str>,
    disclosable: bool,
}

impl DocumentError {
    /// Before the document is known to be this client's: nothing of it may be told.
    pub(super) fn withheld(cause: impl Into<Cause>) -> Self {
        DocumentError {
            cause: cause.into(),
            member: None,
            disclosable: false,
        }
    }

    pub(super) fn of(member: &'static str, cause: impl Into<Cause>) -> Self {
        DocumentError {
            cause: cause.into(),
            member: Some(member),
            disclosable: true,
        }
    }

    /// The stable name of the rule that was broken.
    pub fn rule(&self) -> &'static str {
        match self.cause {
            Cause::Document(rule) => rule.rule(),
            Cause::Json(rule) => rule.rule(),
            Cause::AuthMethod(rule) => rule.rule(),
            Cause::Jwks(rule) => rule.rule(),
            Cause::RedirectUri(error) => error.rule(),
        }
    }

    /// The names of all rules on documents, those on redirection URIs among them.
    pub fn rules() -> impl Iterator<Item = &'static str> {
        let documents = DocumentRule::ALL.iter().map(|rule| rule.rule());
        documents
            .chain(JsonError::ALL.iter().map(|rule| rule.rule()))
            .chain(AuthMethodError::ALL.iter().map(|rule| rule.rule()))
            .chain(JwksError::ALL.iter().map(|rule| rule.rule()))
            .chain(RedirectUriError::ALL.iter().map(|rule| rule.rule()))
    }

    /// The member that broke it, where one did.
    pub fn member(&self) -> Option<&'static str> {
        self.member
    }

    /// Whether rule and member may be told to whoever asked.
    ///
    /// Only once the body was an object whose `client_id` equals the request's: otherwise the
    /// answer would tell a stranger about any JSON that this server can reach (T18).
    pub fn is_disclosable(&self) -> bool {
        self.disclosable
    }

    /// Whether all that is wrong is that client and server have no authentication method in common.
    pub(crate) fn is_without_a_method_in_common(&self) -> bool {
        matches!(self.cause, Cause::AuthMethod(AuthMethodError::NotMutual))
    }

    /// The rule in our own words, in the characters of RFC 6749 §5.2, without any text of the
    /// document; one and the same sentence for all that is not disclosable.
    pub fn description(&self) -> &'static str {
        if self.disclosable {
            self.words()
        } else {
            WITHHELD
        }
    }

    fn words(&self) -> &'static str {
        match self.cause {
            Cause::Document(rule) => rule.description(),
            Cause::Json(rule) => rule.description(),
            Cause::AuthMethod(rule) => rule.description(),
            Cause::Jwks(rule) => rule.description(),
            Cause::RedirectUri(_) => INVALID_REDIRECT_URI,
        }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())?;
        self.member
            .map_or(Ok(()), |member| write!(f, " ({member})"))
    }
}

impl Error for DocumentError {
    /// What is wrong with a redirection URI; the other causes are told already.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.cause {
            Cause::RedirectUri(error) => Some(error),
            Cause::Document(_) | Cause::Json(_) | Cause::AuthMethod(_) | Cause::Jwks(_) => None,
        }
    }
}

refusals! {
    /// The rules on documents that are not about their JSON, authentication methods or keys.
    DocumentRule {
        /// Not `application/json` or `application/*+json`, or no readable media type at all.
        MediaType => "document.media_type", "the document is not served as application/json";
        /// A charset other than UTF-8.
        Charset => "document.charset", "the document is served with a charset other than UTF-8";
        /// No `client_id`, or one that is not the request's.
        ClientId => "document.client_id", "client_id is not byte for byte the URL that was asked for";
        /// The issuer's own host, for a client that no rule names.
        OwnHost => "document.own_host", "the document claims a name of this authorization server";
        /// A member that must not be present, whatever its value.
        Forbidden => "document.forbidden", "the document has a member that must not be there";
        /// A member that this server's profile requires is not there, or empty.
        Required => "document.required", "the document lacks a member that this server requires";
        /// A value of a type that the member cannot have.
        WrongType => "document.wrong_type", "a member has a value of the wrong type";
        /// One member in one language twice, the tags differing in case only.
        RepeatedLanguage => "document.repeated_language", "a member has two values for one language";
        /// No grant type that this server supports and that obtains a first token.
        GrantTypes => "document.grant_types", "the client and this server have no grant type in common";
        /// No response type in common, for a client of the authorization endpoint.
        ResponseTypes => "document.response_types", "the client and this server have no response type in common";
        /// A client of the authorization endpoint without redirection URIs.
        NoRedirectUri => "document.redirect_uris.none", "a client that uses redirection must register redirect_uris";
        /// More redirection URIs than anybody needs.
        ManyRedirectUris => "document.redirect_uris.too_many", "the document registers too many redirect_uris";
        /// A method that is verified with published keys, and neither `jwks` nor `jwks_uri`.
        NoKeys => "document.keys.none", "the authentication method needs jwks or jwks_uri";
        /// The same, and no key of the inline set verifies signatures.
        NoUsableKey => "document.keys.none_usable", "no key of the document verifies signatures";
        /// `jwks` and `jwks_uri` (RFC 7591 §2).
        TwoKeySets => "document.keys.two_sets", "jwks and jwks_uri must not both be present";
        /// `none`, or an algorithm of shared secrets.
        SigningAlgorithm => "document.signing_alg", "the signing algorithm is not asymmetric";
        /// Not an `https` URI with the name of a public host.
        Uri => "document.uri", "a URI is not https with the name of a public host";
        /// Not space-separated scope tokens (RFC 6749 §3.3).
        Scope => "document.scope", "scope has a character that no scope can have";
        /// Neither `web` nor `native`.
        ApplicationType => "document.application_type", "application_type is neither web nor native";
    }
}

/// One of the rules, whosever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Document(DocumentRule),
    Json(JsonError),
    AuthMethod(AuthMethodError),
    Jwks(JwksError),
    RedirectUri(RedirectUriError),
}

impl From<DocumentRule> for Cause {
    fn from(rule: DocumentRule) -> Self {
        Cause::Document(rule)
    }
}

impl From<JsonError> for Cause {
    fn from(rule: JsonError) -> Self {
        Cause::Json(rule)
    }
}

impl From<AuthMethodError> for Cause {
    fn from(rule: AuthMethodError) -> Self {
        Cause::AuthMethod(rule)
    }
}

impl From<JwksError> for Cause {
    fn from(rule: JwksError) -> Self {
        Cause::Jwks(rule)
    }
}

impl From<RedirectUriError> for Cause {
    fn from(error: RedirectUriError) -> Self {
        Cause::RedirectUri(error)
    }
}

const INVALID_REDIRECT_URI: &str =
    "the document registers a redirection URI that is not acceptable";
const WITHHELD: &str = "no valid client metadata document";
