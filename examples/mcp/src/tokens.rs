//! What the resources ask about a token.

use std::fmt;
use std::future::ready;
use std::sync::Arc;

use http::request::Parts;
use tower_cimd::TokenVerifier;
use tower_cimd::layer::protect::{PresentedToken, TokenError};
use tower_cimd::resolve::BoxFuture;
use tower_cimd::rules::access_token::TokenClaims;

use crate::authorization::state::Server;

/// Looks tokens up in the table of the authorization server, which is in the same process. What they
/// say is held against the mount by [`ProtectLayer`](tower_cimd::ProtectLayer).
#[derive(Clone)]
pub(crate) struct Tokens(pub(crate) Arc<Server>);

impl Tokens {
    fn claims(&self, token: &str) -> Result<TokenClaims, TokenError> {
        let access = self.0.access(token).ok_or(TokenError::invalid())?;
        let asked = &access.grant.asked;
        Ok(TokenClaims::new(self.0.issuer.as_str())
            .audience([asked.mount.url(&self.0.issuer)])
            .client_id(asked.client_id.as_str())
            .scope(&access.scope)
            .assurance(access.assurance)
            .expires_at(access.expires_at))
    }
}

impl TokenVerifier for Tokens {
    fn verify<'a>(
        &'a self,
        token: &'a PresentedToken,
        _: &'a Parts,
    ) -> BoxFuture<'a, Result<TokenClaims, TokenError>> {
        Box::pin(ready(self.claims(token.as_str())))
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}
