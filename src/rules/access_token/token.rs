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
    /// used now. Always there on a route that
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
