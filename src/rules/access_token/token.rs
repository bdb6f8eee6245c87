//! What a handler knows of the token that it was called with.

use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;

use crate::rules::access_token::assurance::Assurance;
use crate::rules::access_token::claims::TokenClaims;
use crate::rules::access_token::scopes::Scopes;
use crate::rules::client::Client;

/// The verified access token of a request: for this resource, by an issuer that it trusts, not
/// over, and with the scope that the route requires.
///
/// The [`ProtectLayer`](crate::ProtectLayer) puts it into the request's extensions; with the
/// feature `axum` it is an extractor. It does not hold the token itself. Cloning it costs two
/// reference counts.
#[derive(Clone, Debug)]
pub struct AccessToken {
    claims: Arc<TokenClaims>,
    client: Option<Client>,
}

impl AccessToken {
    pub(crate) fn new(claims: TokenClaims, client: Option<Client>) -> Self {
        AccessToken {
            claims: Arc::new(claims),
            client,
        }
    }

    /// The authorization server that issued it.
    pub fn issuer(&self) -> &str {
        &self.claims.issuer
    }

    /// Whom it is for; this resource among them.
    pub fn audience(&self) -> impl Iterator<Item = &str> {
        self.claims.audience.iter().map(|audience| &**audience)
    }

    /// What it grants.
    pub fn scope(&self) -> &Scopes {
        &self.claims.scope
    }

    /// The client that it was issued to. As good as the issuer, and no proof of which program
    /// calls: see [`assurance`](Self::assurance).
    pub fn client_id(&self) -> Option<&str> {
        self.claims.client_id.as_deref()
    }

    /// The validated client, where its document is in the resolver's cache or pinned and may be
    /// used now, be it [in quarantine](Client::is_quarantined), where the `CimdClient` extractor refuses
    /// it. Always there on a route that
    /// [requires it](crate::ProtectLayer::require_document).
    pub fn client(&self) -> Option<&Client> {
        self.client.as_ref()
    }

    /// In whose name it is used. Who this is only the issuer knows: two issuers have the same
    /// subjects for different persons, and one that is given out to a client in its own name may
    /// have the text of the client_id (RFC 9068 §5).
    pub fn subject(&self) -> Option<&str> {
        self.claims.subject.as_deref()
    }

    /// From when on it is refused.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.claims.expires_at
    }

    /// How well the issuer knew the client.
    pub fn assurance(&self) -> Assurance {
        self.claims.assurance
    }

    /// Any claim of the token, as its verifier read it.
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.members.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_what_its_claims_say() {
        let end = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(9);
        let claims = TokenClaims::new("https://as.example.com")
            .audience(["https://a.example.com", "https://b.example.com"])
            .scope("a b")
            .client_id("app")
            .subject("alice")
            .expires_at(end)
            .assurance(Assurance::Loopback)
            .claim("more", 7);
        assert!(claims.is_by("https://as.example.com") && !claims.is_by("https://as.example.com/"));
        assert!(claims.is_for("https://b.example.com") && !claims.is_for("https://c.example.com"));
        let token = AccessToken::new(claims, None);
        assert_eq!(token.issuer(), "https://as.example.com");
        assert!(
            token
                .audience()
                .eq(["https://a.example.com", "https://b.example.com"])
        );
        assert_eq!(token.scope().to_string(), "a b");
        assert_eq!(
            (token.client_id(), token.subject()),
            (Some("app"), Some("alice"))
        );
        assert_eq!(
            (token.expires_at(), token.assurance()),
            (Some(end), Assurance::Loopback)
        );
        assert_eq!(
            (token.claim("more"), token.claim("less")),
            (Some(&7.into()), None)
        );
        assert!(token.client().is_none());
    }

    #[test]
    fn what_was_not_set_is_not_there() {
        let token = AccessToken::new(TokenClaims::new("i"), None);
        assert_eq!(
            (token.audience().count(), token.scope().is_empty()),
            (0, true)
        );
        assert_eq!((token.client_id(), token.subject()), (None, None));
        assert_eq!(
            (token.expires_at(), token.assurance()),
            (None, Assurance::Unknown)
        );
    }
}
