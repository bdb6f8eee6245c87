//! What a grant rests on.

use crate::rules::auth_method::AuthMethod;
use crate::rules::jwks::JwkSet;

/// What of a client is in use, as far as the host knows.
///
/// ```
/// use tower_cimd::rules::auth_method::AuthMethod;
/// use tower_cimd::rules::binding::InUse;
///
/// # let thumbprint = [0; 32];
/// let in_use = InUse::default()
///     .redirect_uri("http://127.0.0.1:49152/callback")
///     .auth_method(AuthMethod::PrivateKeyJwt)
///     .key(&thumbprint);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct InUse<'a> {
    pub(super) redirect_uri: Option<&'a str>,
    pub(super) auth_method: Option<AuthMethod>,
    pub(super) key: Option<&'a [u8; 32]>,
    pub(super) jwks: Option<&'a JwkSet>,
}

impl<'a> InUse<'a> {
    /// The redirection URI of the request, as it was presented.
    #[must_use]
    pub const fn redirect_uri(mut self, presented: &'a str) -> Self {
        self.redirect_uri = Some(presented);
        self
    }

    /// The method with which the client has authenticated, `none` included.
    #[must_use]
    pub const fn auth_method(mut self, method: AuthMethod) -> Self {
        self.auth_method = Some(method);
        self
    }

    /// The key with which the client has authenticated, by its
    /// [thumbprint](crate::rules::jwks::PublicKey::thumbprint).
    #[must_use]
    pub const fn key(mut self, thumbprint: &'a [u8; 32]) -> Self {
        self.key = Some(thumbprint);
        self
    }

    /// The keys at the document's `jwks_uri`, as they were fetched. Not looked at where the
    /// document names none.
    #[must_use]
    pub const fn jwks(mut self, fetched: &'a JwkSet) -> Self {
        self.jwks = Some(fetched);
        self
    }
}
