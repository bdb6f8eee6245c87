//! Who says whether a token is valid.

use std::fmt::Debug;
use std::sync::Arc;

use http::request::Parts;

use crate::layer::protect::presented::PresentedToken;
use crate::resolve::fetch::BoxFuture;
use crate::rules::access_token::{AccessTokenError, TokenClaims};

/// Verifies access tokens: the host's own table, introspection at the authorization server, or
/// JWTs with its keys ([`JwtVerifier`](crate::layer::protect::JwtVerifier)).
///
/// ```
/// use http::request::Parts;
/// use tower_cimd::TokenVerifier;
/// use tower_cimd::layer::protect::{PresentedToken, TokenError};
/// use tower_cimd::resolve::BoxFuture;
/// use tower_cimd::rules::access_token::TokenClaims;
///
/// # struct Row { resource: String, client_id: String, user: String, scope: String, expires_at: std::time::SystemTime }
/// # #[derive(Debug)] struct Table;
/// # impl Table { async fn find(&self, _: &str) -> Result<Option<Row>, std::io::Error> { Ok(None) } }
/// /// Tokens that are rows of a table.
/// #[derive(Debug)]
/// struct Tokens(Table);
///
/// impl TokenVerifier for Tokens {
///     fn verify<'a>(
///         &'a self,
///         token: &'a PresentedToken,
///         _: &'a Parts,
///     ) -> BoxFuture<'a, Result<TokenClaims, TokenError>> {
///         Box::pin(async move {
///             let row = self.0.find(token.as_str()).await;
///             let row = row.map_err(|_| TokenError::Unavailable)?; // 503, and never 401
///             let row = row.ok_or(TokenError::invalid())?;
///             Ok(TokenClaims::new("https://as.example.com")
///                 .audience([row.resource])
///                 .client_id(row.client_id)
///                 .subject(row.user)
///                 .scope(&row.scope)
///                 .expires_at(row.expires_at))
///         })
///     }
/// }
/// ```
pub trait TokenVerifier: Debug + Send + Sync + 'static {
    /// What `token` says, verified. `parts` is the head of the request that it came with, for
    /// proofs of possession: those of DPoP name its method and URI, and a client certificate is
    /// where the host put it.
    ///
    /// Issuer, audience, expiry and scope are compared afterwards with what the route demands; a
    /// verifier need not know the route.
    ///
    /// # Errors
    ///
    /// [`TokenError`].
    fn verify<'a>(
        &'a self,
        token: &'a PresentedToken,
        parts: &'a Parts,
    ) -> BoxFuture<'a, Result<TokenClaims, TokenError>>;

    /// The registered names of the algorithms of DPoP proofs that this verifier accepts (RFC 9449
    /// §7.1), as in `["ES256"]`. Default none: then the scheme `DPoP` is not taken, and not
    /// offered in challenges. A verifier that names some decides itself what a bound token is worth
    /// that comes as [`Bearer`](crate::layer::protect::Scheme::Bearer) (§7.2).
    fn dpop_algorithms(&self) -> &[&'static str] {
        &[]
    }
}

impl<V: TokenVerifier + ?Sized> TokenVerifier for Arc<V> {
    fn verify<'a>(
        &'a self,
        token: &'a PresentedToken,
        parts: &'a Parts,
    ) -> BoxFuture<'a, Result<TokenClaims, TokenError>> {
        (**self).verify(token, parts)
    }

    fn dpop_algorithms(&self) -> &[&'static str] {
        (**self).dpop_algorithms()
    }
}

/// Why a token is not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Unknown, revoked, forged, not active, or over: 401 `invalid_token`, and the client gets
    /// another.
    #[error("the access token is not valid")]
    Invalid {
        /// Which rule it breaks, for operators and the client's developer; of the host's own making.
        rule: &'static str,
    },
    /// The proof of possession that it came with is missing or refused: 401 `invalid_dpop_proof`.
    #[error("the proof of possession is not valid")]
    Proof {
        /// Which rule it breaks.
        rule: &'static str,
    },
    /// Nobody can tell now: 503. Never a 401, by which every client would throw its token away
    /// because of an outage of ours.
    #[error("the token could not be verified")]
    Unavailable,
}

impl TokenError {
    /// [`TokenError::Invalid`] with the rule `token.invalid`.
    pub const fn invalid() -> Self {
        TokenError::Invalid {
            rule: "token.invalid",
        }
    }

    /// [`TokenError::Proof`] with the rule `token.proof`.
    pub const fn proof() -> Self {
        TokenError::Proof {
            rule: "token.proof",
        }
    }
}

impl From<AccessTokenError> for TokenError {
    fn from(error: AccessTokenError) -> Self {
        TokenError::Invalid { rule: error.rule() }
    }
}
