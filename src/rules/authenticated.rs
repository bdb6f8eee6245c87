//! That a client has proven to be itself, and how.

use crate::rules::auth_method::AuthMethod;

/// How the client of a request has authenticated.
///
/// A host keeps both facts beside what it grants, so that the grant is never used with less
/// ([`InUse`](crate::rules::binding::InUse)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Authenticated {
    method: AuthMethod,
    key_thumbprint: Option<[u8; 32]>,
}

impl Authenticated {
    /// By `method`, with a key that has no thumbprint or with none at all.
    ///
    /// `None` for [`AuthMethod::None`]: a client that only says who it is has proven nothing.
    pub const fn new(method: AuthMethod) -> Option<Self> {
        match method.is_authenticated() {
            true => Some(Authenticated {
                method,
                key_thumbprint: None,
            }),
            false => None,
        }
    }

    /// The same, with the key of this [thumbprint](crate::rules::jwks::PublicKey::thumbprint).
    #[must_use]
    pub const fn with_key(self, thumbprint: [u8; 32]) -> Self {
        Authenticated {
            key_thumbprint: Some(thumbprint),
            ..self
        }
    }

    /// The method: never `none`.
    pub const fn method(&self) -> AuthMethod {
        self.method
    }

    /// The JWK thumbprint (RFC 7638, SHA-256) of the key that was used.
    pub const fn key_thumbprint(&self) -> Option<&[u8; 32]> {
        self.key_thumbprint.as_ref()
    }
}
