//! The way of a request: from its head to its token, and to a denial or the handler.

use std::sync::Arc;

use http::request::Parts;

use crate::layer::protect::denial::Denial;
use crate::layer::protect::kind::DenialKind;
use crate::layer::protect::presented::{self, PresentedToken, Scheme};
use crate::layer::protect::settings::Settings;
use crate::layer::protect::verifier::TokenError;
use crate::layer::quarantine::confine;
use crate::layer::verdict;
use crate::resolve::clock::within;
use crate::resolve::fetch::BoxFuture;
use crate::rules::access_token::{AccessToken, TokenClaims};
use crate::rules::client::Client;

impl Settings {
    /// The token of a request, once whatever an earlier layer left is removed (T4).
    pub(crate) fn present(&self, parts: &mut Parts) -> Result<PresentedToken, Denial> {
        verdict::strip(&mut parts.extensions);
        presented::hush(&mut parts.headers);
        let dpop = !self.verifier.dpop_algorithms().is_empty();
        PresentedToken::of(parts, dpop).map_err(|kind| {
            self.challenge(
                Denial::new(kind).told(Some(&self.throttle), ""),
                Scheme::Bearer,
            )
        })
    }

    /// Judges a token, and leaves in the extensions what the handler may have.
    pub(crate) fn judge(
        self: Arc<Self>,
        token: PresentedToken,
        mut parts: Parts,
    ) -> BoxFuture<'static, (Parts, Result<(), Denial>)> {
        Box::pin(async move {
            let judged = self.pursue(&token, &mut parts).await;
            let judged = judged.map_err(|denial| self.challenge(denial, token.scheme()));
            (parts, judged)
        })
    }

    async fn pursue(&self, token: &PresentedToken, parts: &mut Parts) -> Result<(), Denial> {
        // Before anything is looked up (T6).
        let verified = self.verify(token, parts).await;
        let claims = verified.map_err(|denial| denial.told(Some(&self.throttle), ""))?;
        let client = self.admit(&claims, parts).await;
        let client_id = claims.client_id.as_deref().unwrap_or_default();
        let client = client.map_err(|denial| denial.told(Some(&self.throttle), client_id))?;
        if let Some(client) = &client {
            if let Some(client) = confine(client.clone(), false, &mut parts.extensions) {
                parts.extensions.insert(client);
            }
        }
        parts.extensions.insert(AccessToken::new(claims, client));
        Ok(())
    }

    async fn verify(&self, token: &PresentedToken, parts: &Parts) -> Result<TokenClaims, Denial> {
        let verified = self.verifier.verify(token, parts);
        let (kind, rule) = match within(&*self.clock, self.deadline, verified).await {
            Some(Ok(claims)) => return Ok(claims),
            Some(Err(TokenError::Invalid { rule })) => (DenialKind::Invalid, rule),
            Some(Err(TokenError::Proof { rule })) => (DenialKind::Proof, rule),
            Some(Err(TokenError::Unavailable)) | None => {
                (DenialKind::Unavailable, "verifier.unavailable")
            }
        };
        Err(Denial::new(kind).by(rule))
    }

    /// The scope comes behind the client: who is refused in any case is not sent for another token.
    async fn admit(
        &self,
        claims: &TokenClaims,
        parts: &mut Parts,
    ) -> Result<Option<Client>, Denial> {
        self.judge_token(claims).map_err(Denial::new)?;
        let standing = self.judge_client(claims, parts).await?;
        self.judge_scope(claims)?;
        self.settle(standing, parts).await
    }

    fn judge_token(&self, claims: &TokenClaims) -> Result<(), DenialKind> {
        let mut issuers = self.issuers.iter();
        if !issuers.any(|issuer| claims.is_by(issuer.as_str())) {
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

    fn judge_scope(&self, claims: &TokenClaims) -> Result<(), Denial> {
        match claims.scope.contains_all(&self.scopes) {
            true => Ok(()),
            false => {
                let all = claims.scope.union(&self.scopes);
                Err(Denial::new(DenialKind::Scope).asking_for(all))
            }
        }
    }

    /// The same denial, with what tells the client how to get another token, where one would help.
    fn challenge(&self, denial: Denial, used: Scheme) -> Denial {
        let kind = denial.kind();
        if !kind.challenges() {
            return denial;
        }
        let scope = denial.scope().unwrap_or(&self.scopes);
        let challenges = self.challenge.headers(kind, used, scope);
        denial.with_challenges(challenges)
    }
}
