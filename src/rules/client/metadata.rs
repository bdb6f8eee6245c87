//! The members of the client's metadata.

use crate::rules::auth_method::AuthMethod;
use crate::rules::client::record::Client;
use crate::rules::document::ApplicationType;
use crate::rules::jwks::JwkSet;
use crate::rules::redirect_uri::RedirectUri;

/// How the client is recognised and where it is answered.
impl Client {
    /// The registered redirection URIs, each once, in the document's order. Empty only for a
    /// client that never uses the authorization endpoint.
    pub fn redirect_uris(&self) -> &[RedirectUri] {
        &self.document().redirect_uris
    }

    /// The registered redirection URI that the presented one matches: the same string, or the same
    /// but for the port of an `http` loopback URI (RFC 8252 §7.3).
    pub fn match_redirect_uri(&self, presented: &str) -> Option<&RedirectUri> {
        let mut registered = self.redirect_uris().iter();
        registered.find(|uri| uri.matches(presented))
    }

    /// Whether every redirection URI leads to the user's own machine, where any program can claim
    /// to be this client. `false` for a client without any.
    pub fn is_loopback_only(&self) -> bool {
        let uris = self.redirect_uris();
        !uris.is_empty() && uris.iter().all(RedirectUri::is_loopback)
    }

    /// The authentication method that the client says it uses, if it may use it here; else the
    /// first of those that it may use.
    pub fn token_endpoint_auth_method(&self) -> AuthMethod {
        self.document().authentication.method
    }

    /// The authentication methods that the client may use here, in the server's order, never empty.
    pub fn token_endpoint_auth_methods(&self) -> &[AuthMethod] {
        &self.document().authentication.usable
    }

    /// The algorithm with which the client says it signs its assertions: asymmetric, and not
    /// necessarily one that this server knows.
    pub fn token_endpoint_auth_signing_alg(&self) -> Option<&str> {
        self.document().authentication.signing_alg.as_deref()
    }

    /// The keys in the document.
    pub fn jwks(&self) -> Option<&JwkSet> {
        self.document().keys.jwks.as_ref()
    }

    /// Where the keys are published instead: an `https` URL, judged by its text and not fetched.
    pub fn jwks_uri(&self) -> Option<&str> {
        self.document().keys.jwks_uri.as_deref()
    }
}

/// What the client may ask for, and what it demands.
impl Client {
    /// The grant types that the document lists and this server supports; `authorization_code`
    /// where the document lists none.
    pub fn grant_types(&self) -> &[String] {
        &self.document().grants.grant_types
    }

    /// The response types that the document lists and this server supports; `code` where the
    /// document lists none. Empty for a client that never uses the authorization endpoint.
    pub fn response_types(&self) -> &[String] {
        &self.document().grants.response_types
    }

    /// The scope of the document, verbatim: an upper bound for what the client asks. `None` sets
    /// no bound.
    pub fn scope(&self) -> Option<&str> {
        self.document().grants.scope.as_deref()
    }

    /// Whether the client wants DPoP-bound access tokens alone (RFC 9449 §5.2).
    pub fn dpop_bound_access_tokens(&self) -> bool {
        self.document().requirements.dpop_bound_access_tokens
    }

    /// Whether the client wants pushed authorization requests alone (RFC 9126 §6).
    pub fn require_pushed_authorization_requests(&self) -> bool {
        self.document()
            .requirements
            .require_pushed_authorization_requests
    }

    /// Whether the client wants signed request objects alone (RFC 9101 §10.5).
    pub fn require_signed_request_object(&self) -> bool {
        self.document().requirements.require_signed_request_object
    }

    /// Whether the client wants certificate-bound access tokens (RFC 8705 §3.4).
    pub fn tls_client_certificate_bound_access_tokens(&self) -> bool {
        self.document()
            .requirements
            .tls_client_certificate_bound_access_tokens
    }
}

/// What the client says about itself: a stranger's words, unverified, to be escaped where shown.
///
/// Methods that end in `_in` take a BCP 47 language tag and find the text in that language or the
/// nearest wider one (`ja-JP` finds `ja`); those without find the text that names no language.
impl Client {
    /// The name.
    pub fn client_name(&self) -> Option<&str> {
        self.document().display.client_name.plain()
    }

    /// The name in a language.
    pub fn client_name_in(&self, language: &str) -> Option<&str> {
        self.document().display.client_name.in_language(language)
    }

    /// Every name, in whichever language, the one that names no language first.
    pub fn client_names(&self) -> impl Iterator<Item = &str> {
        self.document().display.client_name.all()
    }

    /// The home page: `https`, on any public host.
    pub fn client_uri(&self) -> Option<&str> {
        self.document().display.client_uri.plain()
    }

    /// The home page in a language.
    pub fn client_uri_in(&self, language: &str) -> Option<&str> {
        self.document().display.client_uri.in_language(language)
    }

    /// The logo: `https`, on any public host; `None` also where the published one is not.
    pub fn logo_uri(&self) -> Option<&str> {
        self.document().display.logo_uri.plain()
    }

    /// The logo in a language.
    pub fn logo_uri_in(&self, language: &str) -> Option<&str> {
        self.document().display.logo_uri.in_language(language)
    }

    /// The terms of service: `https`, on any public host.
    pub fn tos_uri(&self) -> Option<&str> {
        self.document().display.tos_uri.plain()
    }

    /// The terms of service in a language.
    pub fn tos_uri_in(&self, language: &str) -> Option<&str> {
        self.document().display.tos_uri.in_language(language)
    }

    /// The privacy policy: `https`, on any public host.
    pub fn policy_uri(&self) -> Option<&str> {
        self.document().display.policy_uri.plain()
    }

    /// The privacy policy in a language.
    pub fn policy_uri_in(&self, language: &str) -> Option<&str> {
        self.document().display.policy_uri.in_language(language)
    }

    /// How to reach those responsible, typically by e-mail.
    pub fn contacts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.document().display.contacts.iter().map(AsRef::as_ref)
    }

    /// The kind of application, where the document says so.
    pub fn application_type(&self) -> Option<ApplicationType> {
        self.document().display.application_type
    }

    /// An identifier of the software, the same across its installations and versions.
    pub fn software_id(&self) -> Option<&str> {
        self.document().display.software_id.as_deref()
    }

    /// The version of the software.
    pub fn software_version(&self) -> Option<&str> {
        self.document().display.software_version.as_deref()
    }
}
