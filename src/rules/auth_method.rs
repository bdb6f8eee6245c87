//! Token endpoint authentication methods, and which of them a client uses here.
//!
//! A client metadata document is public, so a secret shared by it is none: the symmetric methods
//! of RFC 7591 §2 refuse a document (draft-ietf-oauth-client-id-metadata-document-02 §4.1), and
//! [`AuthMethod`] has no value for them. What is left is negotiated as the -03 branch §6 says:
//!
//! 1. any symmetric method, in either member, refuses the document;
//! 2. `token_endpoint_auth_methods_supported`, where present, is the client's list; it must not be
//!    empty and must contain `token_endpoint_auth_method`, where that is present too;
//! 3. otherwise the client's list is `token_endpoint_auth_method`, and `none` where that is absent;
//! 4. the methods that both sides know are the mutual ones; a client without any is refused;
//! 5. [`Selection`] says which of them may be used.

use crate::rules::refusal::refusals;

/// A token endpoint authentication method that is not a shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AuthMethod {
    /// `none`: a public client (RFC 7591 §2).
    None,
    /// `private_key_jwt`: an assertion signed with a published key (RFC 7523 §2.2).
    PrivateKeyJwt,
    /// `tls_client_auth`: mutual TLS with a certificate of a PKI (RFC 8705 §2.1).
    TlsClientAuth,
    /// `self_signed_tls_client_auth`: mutual TLS with a published certificate (RFC 8705 §2.2).
    SelfSignedTlsClientAuth,
    /// `attest_jwt_client_auth`: an attested key (draft-ietf-oauth-attestation-based-client-auth).
    AttestJwtClientAuth,
}

impl AuthMethod {
    /// Every method.
    pub const ALL: &'static [AuthMethod] = &[
        AuthMethod::None,
        AuthMethod::PrivateKeyJwt,
        AuthMethod::TlsClientAuth,
        AuthMethod::SelfSignedTlsClientAuth,
        AuthMethod::AttestJwtClientAuth,
    ];

    /// The method of this registered name, compared exactly.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|method| method.as_str() == name)
    }

    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            AuthMethod::None => "none",
            AuthMethod::PrivateKeyJwt => "private_key_jwt",
            AuthMethod::TlsClientAuth => "tls_client_auth",
            AuthMethod::SelfSignedTlsClientAuth => "self_signed_tls_client_auth",
            AuthMethod::AttestJwtClientAuth => "attest_jwt_client_auth",
        }
    }

    /// Whether the client proves its identity by it: every method but `none`.
    pub const fn is_authenticated(self) -> bool {
        !matches!(self, AuthMethod::None)
    }

    /// Whether the keys to verify with must stand in the document (`jwks` or `jwks_uri`).
    pub const fn needs_keys(self) -> bool {
        match self {
            AuthMethod::PrivateKeyJwt | AuthMethod::SelfSignedTlsClientAuth => true,
            AuthMethod::None | AuthMethod::TlsClientAuth | AuthMethod::AttestJwtClientAuth => false,
        }
    }
}

/// Which of the mutual methods may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Selection {
    /// An authenticated method where one is mutual; `none` only where nothing else is.
    ///
    /// The default, because a client that can authenticate should not be impersonated by one that
    /// does not (MCP SEP-3149). Clients that list both, such as ChatGPT, use `none` only where the
    /// server does not advertise `private_key_jwt`.
    #[default]
    PreferAuthenticated,
    /// Any mutual method, the client's own choice (the -03 branch §6).
    ClientChoice,
}

/// What a document declares, names verbatim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared<'a> {
    /// `token_endpoint_auth_method`
    pub method: Option<&'a str>,
    /// `token_endpoint_auth_methods_supported`
    pub methods_supported: Option<Vec<&'a str>>,
}

impl Declared<'_> {
    /// Whether a method stands in either member.
    pub fn names(&self, wanted: AuthMethod) -> bool {
        self.all().any(|name| name == wanted.as_str())
    }

    /// The methods that this client may use at a server that supports `supported`, in the server's
    /// order, never empty.
    ///
    /// A name that nobody knows is merely not mutual.
    ///
    /// # Errors
    ///
    /// The first of the numbered rules of [this module](crate::rules::auth_method) that is broken.
    pub fn negotiate(
        &self,
        supported: &[AuthMethod],
        selection: Selection,
    ) -> Result<Vec<AuthMethod>, AuthMethodError> {
        self.judge()?;
        let mut mutual: Vec<_> = supported
            .iter()
            .copied()
            .filter(|method| self.offers(*method))
            .collect();
        if selection == Selection::PreferAuthenticated
            && mutual.iter().any(|method| method.is_authenticated())
        {
            mutual.retain(|method| method.is_authenticated());
        }
        if mutual.is_empty() {
            return Err(AuthMethodError::NotMutual);
        }
        Ok(mutual)
    }

    /// The one of `usable` that the client says it uses; the first of its own list, else of ours,
    /// where it does not say.
    pub fn preferred(&self, usable: &[AuthMethod]) -> Option<AuthMethod> {
        self.all()
            .filter_map(AuthMethod::from_name)
            .find(|method| usable.contains(method))
            .or_else(|| usable.first().copied())
    }

    fn judge(&self) -> Result<(), AuthMethodError> {
        if self.all().any(is_symmetric) {
            return Err(AuthMethodError::Symmetric);
        }
        match (self.method, &self.methods_supported) {
            (_, Some(list)) if list.is_empty() => Err(AuthMethodError::EmptyList),
            (Some(method), Some(list)) if !list.contains(&method) => {
                Err(AuthMethodError::NotListed)
            }
            _ => Ok(()),
        }
    }

    fn offers(&self, wanted: AuthMethod) -> bool {
        let name = wanted.as_str();
        match (&self.methods_supported, self.method) {
            (Some(list), _) => list.contains(&name),
            (None, Some(method)) => method == name,
            (None, None) => wanted == AuthMethod::None,
        }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        let list = self.methods_supported.iter().flatten().copied();
        self.method.into_iter().chain(list)
    }
}

refusals! {
    /// Why the methods of a document are refused.
    AuthMethodError {
        /// A shared secret: `client_secret_basic`, `_post`, `_jwt`, or a later one of that prefix.
        Symmetric => "document.auth_method.symmetric", "the document declares an authentication method with a shared secret";
        /// An empty list.
        EmptyList => "document.auth_method.empty_list", "the document lists no authentication method";
        /// The single method is not in the list beside it.
        NotListed => "document.auth_method.not_listed", "token_endpoint_auth_method is not among token_endpoint_auth_methods_supported";
        /// Neither member is present, and this server demands one.
        Undeclared => "document.auth_method.undeclared", "the document declares no authentication method";
        /// Nothing that both sides know.
        NotMutual => "document.auth_method.not_mutual", "the client and this server have no authentication method in common";
    }
}

/// Every registered method with a shared secret starts so, and a later one would.
fn is_symmetric(name: &str) -> bool {
    name.starts_with("client_secret_")
}
