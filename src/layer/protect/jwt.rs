//! Tokens that are JWTs of RFC 9068.

use std::sync::Arc;

use http::request::Parts;

use crate::layer::protect::presented::PresentedToken;
use crate::layer::protect::verifier::{TokenError, TokenVerifier};
use crate::resolve::clock::{Clock, SystemClock};
use crate::resolve::fetch::BoxFuture;
use crate::resolve::keys::KeySets;
use crate::rules::access_token::{
    AccessTokenError, JudgedToken, JwtAccessToken, TokenClaims, TokenExpectations,
};
use crate::rules::issuer::Issuer;
use crate::rules::jwks::JwkSet;
use crate::rules::protected_resource::ResourceIdentifier;

/// Verifies access tokens of one issuer that are JWTs (RFC 9068), as
/// [`JwtAccessToken`] lists.
///
/// The algorithms are those of client assertions: RS256, PS256, ES256, ES384 and EdDSA; never
/// `none`, and never a MAC.
#[derive(Clone, Debug)]
pub struct JwtVerifier {
    issuer: Issuer,
    resource: ResourceIdentifier,
    keys: Keys,
    clock: Arc<dyn Clock>,
}

/// Where the issuer's keys are.
#[derive(Clone, Debug)]
enum Keys {
    Here(Arc<JwkSet>),
    There {
        sets: Arc<KeySets>,
        jwks_uri: Box<str>,
    },
}

impl JwtVerifier {
    /// With keys that are at hand, as where the authorization server is in the same process.
    ///
    /// ```
    /// use tower_cimd::layer::protect::JwtVerifier;
    /// use tower_cimd::rules::issuer::Issuer;
    /// use tower_cimd::rules::jwks::JwkSet;
    /// use tower_cimd::rules::json::{Object, Value};
    ///
    /// # fn verifier(jwks: &[u8]) -> Result<JwtVerifier, Box<dyn std::error::Error>> {
    /// let keys = JwkSet::read(&Value::Object(Object::read(jwks, 64 * 1024)?))?;
    /// let verifier = JwtVerifier::new(
    ///     Issuer::parse("https://as.example.com")?,
    ///     "https://mcp.example.com/mcp".parse()?,
    ///     keys,
    /// );
    /// # Ok(verifier)
    /// # }
    /// ```
    pub fn new(issuer: Issuer, resource: ResourceIdentifier, keys: JwkSet) -> Self {
        Self::with(issuer, resource, Keys::Here(Arc::new(keys)))
    }

    /// With the keys at `jwks_uri`, which the issuer's metadata names: fetched through the guard,
    /// and kept as `sets` keeps them. A key set that cannot be had is answered 503.
    pub fn with_jwks_uri(
        issuer: Issuer,
        resource: ResourceIdentifier,
        sets: impl Into<Arc<KeySets>>,
        jwks_uri: impl Into<Box<str>>,
    ) -> Self {
        let keys = Keys::There {
            sets: sets.into(),
            jwks_uri: jwks_uri.into(),
        };
        Self::with(issuer, resource, keys)
    }

    /// The clock that tokens are judged by. Default: the machine's.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    fn with(issuer: Issuer, resource: ResourceIdentifier, keys: Keys) -> Self {
        JwtVerifier {
            issuer,
            resource,
            keys,
            clock: Arc::new(SystemClock),
        }
    }

    async fn claims(&self, token: &str) -> Result<TokenClaims, TokenError> {
        let judged = JwtAccessToken::parse(token)?.judge(&TokenExpectations {
            issuer: self.issuer.as_str(),
            resource: self.resource.as_str(),
            now: self.clock.wall(),
        })?;
        match &self.keys {
            Keys::Here(keys) => Ok(judged.verify(keys.keys())?),
            Keys::There { sets, jwks_uri } => remote(&judged, sets, jwks_uri).await,
        }
    }
}

impl TokenVerifier for JwtVerifier {
    fn verify<'a>(
        &'a self,
        token: &'a PresentedToken,
        _: &'a Parts,
    ) -> BoxFuture<'a, Result<TokenClaims, TokenError>> {
        Box::pin(self.claims(token.as_str()))
    }
}

/// Whatever keeps the keys away is an outage, and says nothing about the token.
async fn remote(
    judged: &JudgedToken<'_>,
    sets: &KeySets,
    jwks_uri: &str,
) -> Result<TokenClaims, TokenError> {
    let held = sets.at_hand(jwks_uri).ok();
    let was_held = held.is_some();
    let set = match held {
        Some(set) => set,
        None => sets
            .get(jwks_uri)
            .await
            .map_err(|_| TokenError::Unavailable)?,
    };
    match judged.verify(set.keys().keys()) {
        // A set that was fetched for this token has every key that there is.
        Err(AccessTokenError::KeyUnknown) if was_held => {
            let newer = sets.get_newer(jwks_uri, &set).await;
            let newer = newer.map_err(|_| TokenError::Unavailable)?;
            Ok(judged.verify(newer.keys().keys())?)
        }
        outcome => Ok(outcome?),
    }
}
