//! The way of a request: from its head to its token, and to a denial or the handler.

use std::sync::Arc;

use http::request::Parts;

use crate::layer::protect::denial::Denial;
use crate::layer::protect::kind::DenialKind;
use crate::layer::protect::presented::{self, PresentedToken, Scheme};
use crate::layer::protect::settings::Settings;
use crate::layer::protect::verifier::TokenError;
use crate::layer::verdict::{self, PendingClient};
use crate::resolve::Resolution;
use crate::resolve::clock::within;
use crate::resolve::fetch::BoxFuture;
use crate::rules::access_token::{AccessToken, Scopes, TokenClaims};
use crate::rules::client::Client;
use crate::rules::client_id::{ClientId, ClientIdError};
use crate::rules::issuer::Issuer;

/// What is known of the client of a token, beyond its claims.
enum Standing {
    /// It is none with a document, as far as we know.
    Undocumented,
    Known(Client),
    /// Its document is not at hand.
    Cold(ClientId),
}

impl Settings {
    /// The token of a request, once whatever an earlier layer left is removed (T4).
    pub(crate) fn present(&self, parts: &mut Parts) -> Result<PresentedToken, Denial> {
        verdict::strip(&mut parts.extensions);
        presented::hush(&mut parts.headers);
        let dpop = !self.verifier.dpop_algorithms().is_empty();
        PresentedToken::of(parts, dpop)
            .map_err(|kind| self.deny(Denial::new(kind), Scheme::Bearer, &self.scopes, ""))
    }

    /// Judges a token, and leaves in the extensions what the handler may have.
    pub(crate) fn judge(
        self: Arc<Self>,
        token: PresentedToken,
        mut parts: Parts,
    ) -> BoxFuture<'static, (Parts, Result<(), Denial>)> {
        Box::pin(async move {
            let judged = self.pursue(&token, &mut parts).await;
            (parts, judged)
        })
    }

    async fn pursue(&self, token: &PresentedToken, parts: &mut Parts) -> Result<(), Denial> {
        let scheme = token.scheme();
        // Before anything is looked up (T6).
        let claims = self
            .verify(token, parts)
            .await
            .map_err(|denial| self.deny(denial, scheme, &self.scopes, ""))?;
        let told = claims.client_id.clone().unwrap_or_default();
        let deny = |denial, scopes: &Scopes| self.deny(denial, scheme, scopes, &told);
        self.judge_token(&claims)
            .map_err(|kind| deny(Denial::new(kind), &self.scopes))?;
        let standing = self.judge_client(&claims, parts).await;
        let standing = standing.map_err(|denial| deny(denial, &self.scopes))?;
        // Last of what the client may do something about: who is refused anyway is not sent for
        // another token in vain.
        if !claims.scope.contains_all(&self.scopes) {
            let all = claims.scope.union(&self.scopes);
            return Err(deny(Denial::new(DenialKind::Scope), &all));
        }
        let client = self.settle(standing, parts).await;
        let client = client.map_err(|denial| deny(denial, &self.scopes))?;
        if let Some(client) = &client {
            parts.extensions.insert(client.clone());
        }
        parts.extensions.insert(AccessToken::new(claims, client));
        Ok(())
    }

    async fn verify(&self, token: &PresentedToken, parts: &Parts) -> Result<TokenClaims, Denial> {
        let verified = self.verifier.verify(token, parts);
        match within(&*self.clock, self.deadline, verified).await {
            Some(Ok(claims)) => Ok(claims),
            Some(Err(TokenError::Invalid { rule })) => {
                Err(Denial::new(DenialKind::Invalid).by(rule))
            }
            Some(Err(TokenError::Proof { rule })) => Err(Denial::new(DenialKind::Proof).by(rule)),
            Some(Err(TokenError::Unavailable)) | None => {
                Err(Denial::new(DenialKind::Unavailable).by("verifier.unavailable"))
            }
        }
    }

    fn judge_token(&self, claims: &TokenClaims) -> Result<(), DenialKind> {
        if !is_among(&self.issuers, claims) {
            return Err(DenialKind::Issuer);
        }
        if !claims.is_for(self.resource.as_str()) {
            return Err(DenialKind::Audience);
        }
        let is_over = |at| at <= self.clock.wall();
        match claims.expires_at.is_some_and(is_over) {
            true => Err(DenialKind::Expired),
            false => Ok(()),
        }
    }

    /// By the text first, then by what the resolver has at hand.
    async fn judge_client(&self, claims: &TokenClaims, parts: &Parts) -> Result<Standing, Denial> {
        let client_id = self
            .cimd(claims)
            .map_err(|error| Denial::new(DenialKind::Client).by(error.rule()))?;
        self.clients
            .judge(claims, client_id.as_ref())
            .map_err(Denial::new)?;
        let Some(client_id) = client_id else {
            return Ok(Standing::Undocumented);
        };
        let Some(resolver) = &self.resolver else {
            return Ok(Standing::Cold(client_id));
        };
        match resolver.known(client_id.as_str(), parts).await {
            Ok(Resolution::Client(client)) => Ok(Standing::Known(client)),
            Ok(Resolution::Pending(client_id)) => Ok(Standing::Cold(client_id)),
            Ok(Resolution::Registered) => Ok(Standing::Undocumented),
            Err(error) => Err(Denial::from(&error)),
        }
    }

    /// The Client Identifier URL in a token, if its issuer issues such (T5).
    fn cimd(&self, claims: &TokenClaims) -> Result<Option<ClientId>, ClientIdError> {
        let claim = claims.client_id.as_deref();
        let claim = claim.filter(|claim| ClientId::is_url_form(claim));
        let Some(claim) = claim.filter(|_| is_among(&self.cimd_issuers, claims)) else {
            return Ok(None);
        };
        match &self.resolver {
            Some(resolver) => ClientId::parse_with(claim, &resolver.rules().client_id),
            None => ClientId::parse(claim),
        }
        .map(Some)
    }

    /// The client for the handler. Where the route requires a document that is not at hand, one is
    /// fetched behind the answer (T6).
    async fn settle(
        &self,
        standing: Standing,
        parts: &mut Parts,
    ) -> Result<Option<Client>, Denial> {
        let client_id = match standing {
            Standing::Known(client) => return Ok(Some(client)),
            Standing::Cold(client_id) => Some(client_id),
            Standing::Undocumented => None,
        };
        match (self.requires_document, client_id, &self.resolver) {
            (true, Some(client_id), Some(resolver)) => {
                let supplied = resolver.supply(&client_id, parts).await;
                Err(match supplied {
                    Ok(()) => Denial::new(DenialKind::Cold),
                    Err(error) => Denial::from(&error),
                })
            }
            (true, _, _) => Err(Denial::new(DenialKind::Undocumented)),
            (false, client_id, _) => {
                if let Some(client_id) = client_id {
                    parts.extensions.insert(PendingClient(client_id));
                }
                Ok(None)
            }
        }
    }

    fn deny(&self, denial: Denial, used: Scheme, scopes: &Scopes, client_id: &str) -> Denial {
        let denial = denial.told(client_id);
        match denial.kind().challenges() {
            true => {
                let headers = self.challenge.headers(denial.kind(), used, scopes);
                denial.with_challenges(headers)
            }
            false => denial,
        }
    }
}

fn is_among(issuers: &[Issuer], claims: &TokenClaims) -> bool {
    issuers
        .iter()
        .any(|issuer| issuer.as_str() == &*claims.issuer)
}
