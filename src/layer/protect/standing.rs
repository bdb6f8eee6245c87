//! What the client of a token counts for on a route.

use http::request::Parts;

use crate::layer::protect::denial::Denial;
use crate::layer::protect::kind::DenialKind;
use crate::layer::protect::settings::Settings;
use crate::layer::verdict::PendingClient;
use crate::resolve::Resolution;
use crate::rules::access_token::TokenClaims;
use crate::rules::client::Client;
use crate::rules::client_id::{ClientId, ClientIdError};

/// What is known of a client that may call.
pub(crate) enum Standing {
    /// It has no document, or none that we would look for.
    Undocumented,
    /// Its document is at hand.
    Known(Client),
    /// Its document is not at hand.
    Cold(ClientId),
}

impl Settings {
    /// Judges the client of a verified token: by the text first, then by what is at hand (T6).
    pub(crate) async fn judge_client(
        &self,
        claims: &TokenClaims,
        parts: &Parts,
    ) -> Result<Standing, Denial> {
        let invalid = |error: ClientIdError| Denial::new(DenialKind::Client).by(error.rule());
        let client_id = self.client_id(claims).map_err(invalid)?;
        self.clients
            .judge(claims, client_id.as_ref())
            .map_err(Denial::new)?;
        match client_id {
            Some(client_id) => self.look_up(client_id, parts).await,
            None => Ok(Standing::Undocumented),
        }
    }

    /// The client for the handler. Where the route requires a document that is not at hand, one is
    /// fetched behind the answer (T6).
    pub(crate) async fn settle(
        &self,
        standing: Standing,
        parts: &mut Parts,
    ) -> Result<Option<Client>, Denial> {
        match standing {
            Standing::Known(client) => Ok(Some(client)),
            Standing::Cold(client_id) if self.requires_document => {
                self.supply(&client_id, parts).await.map(Some)
            }
            Standing::Cold(client_id) => {
                parts.extensions.insert(PendingClient(client_id));
                Ok(None)
            }
            Standing::Undocumented if self.requires_document => {
                Err(Denial::new(DenialKind::Undocumented))
            }
            Standing::Undocumented => Ok(None),
        }
    }

    /// The Client Identifier URL in a token, if its issuer issues such (T5).
    fn client_id(&self, claims: &TokenClaims) -> Result<Option<ClientId>, ClientIdError> {
        let is_believed = self
            .cimd_issuers
            .iter()
            .any(|issuer| claims.is_by(issuer.as_str()));
        let claim = claims.client_id.as_deref().filter(|_| is_believed);
        let Some(claim) = claim.filter(|claim| ClientId::is_url_form(claim)) else {
            return Ok(None);
        };
        let client_id = match &self.resolver {
            Some(resolver) => ClientId::parse_with(claim, &resolver.present().rules().client_id),
            None => ClientId::parse(claim),
        };
        client_id.map(Some)
    }

    async fn look_up(&self, client_id: ClientId, parts: &Parts) -> Result<Standing, Denial> {
        let Some(resolver) = &self.resolver else {
            return Ok(Standing::Cold(client_id));
        };
        match resolver.known(client_id.as_str(), parts).await {
            // The server that issued the token knew of it: consent was asked for.
            Ok(Resolution::Client(client) | Resolution::Quarantined(client)) => {
                Ok(Standing::Known(client))
            }
            Ok(Resolution::Pending(client_id)) => Ok(Standing::Cold(client_id)),
            Ok(Resolution::Registered) => Ok(Standing::Undocumented),
            Err(error) => Err(Denial::from(&error)),
        }
    }

    /// Has the document fetched, if there is somebody to do so. Until it has come, the request is
    /// refused, unless an older copy may be used for it.
    async fn supply(&self, client_id: &ClientId, parts: &Parts) -> Result<Client, Denial> {
        let Some(resolver) = &self.resolver else {
            return Err(Denial::new(DenialKind::Undocumented));
        };
        let supplied = resolver.supply(client_id, parts).await;
        let supplied = supplied.map_err(|error| Denial::from(&error))?;
        supplied.ok_or_else(|| Denial::new(DenialKind::Cold))
    }
}
