//! A registrar for one request.

use std::borrow::Cow;

use oxide_auth::primitives::prelude::{ClientUrl, PreGrant, Registrar, Scope};
use oxide_auth::primitives::registrar::{BoundClient, ClientMap, RegisteredUrl, RegistrarError};
use tower_cimd::CimdClient;

/// Answers for the client of one request, and for nobody else.
///
/// Where the layer has resolved a client, it is the only one that this registrar knows; where it has
/// not, the server's own clients are. So an id in URL form is never looked up among the latter.
pub struct RequestRegistrar<'r> {
    client: Option<CimdClient>,
    registered: &'r ClientMap,
    offered: &'r Scope,
}

impl<'r> RequestRegistrar<'r> {
    /// The registrar of a request with this client, or of a registered one. `offered` are the scopes
    /// that a client from the internet may get here.
    pub fn new(client: Option<CimdClient>, registered: &'r ClientMap, offered: &'r Scope) -> Self {
        RequestRegistrar {
            client,
            registered,
            offered,
        }
    }

    /// The client of the request, if `client_id` is its own; `None` for a registered one.
    fn published(&self, client_id: &str) -> Result<Option<&CimdClient>, RegistrarError> {
        match &self.client {
            Some(client) if client.client_id().as_str() == client_id => Ok(Some(client)),
            Some(_) => Err(RegistrarError::Unspecified),
            None => Ok(None),
        }
    }

    /// Of what is asked for, what this server offers and the client's document does not rule out.
    fn narrow(&self, client: &CimdClient, asked: Option<Scope>) -> Result<Scope, RegistrarError> {
        let asked = asked.unwrap_or_else(|| self.offered.clone());
        let offers = |token: &str| self.offered.iter().any(|offered| offered == token);
        let bound = client.scope();
        let within = |token: &str| bound.is_none_or(|bound| bound.split(' ').any(|of| of == token));
        let granted: Vec<_> = asked
            .iter()
            .filter(|token| offers(token) && within(token))
            .collect();
        match granted.is_empty() {
            true => Err(RegistrarError::Unspecified),
            false => granted
                .join(" ")
                .parse()
                .map_err(|_| RegistrarError::PrimitiveError),
        }
    }
}

impl Registrar for RequestRegistrar<'_> {
    /// oxide-auth leaves the port of `localhost` open and of no address; the client knows better
    /// (RFC 8252 §7.3), and what is bound is what was presented.
    fn bound_redirect<'a>(&self, bound: ClientUrl<'a>) -> Result<BoundClient<'a>, RegistrarError> {
        let Some(client) = self.published(&bound.client_id)? else {
            return self.registered.bound_redirect(bound);
        };
        let presented = bound.redirect_uri.ok_or(RegistrarError::Unspecified)?;
        match client.match_redirect_uri(presented.as_str()) {
            Some(_) => Ok(BoundClient {
                client_id: bound.client_id,
                redirect_uri: Cow::Owned(RegisteredUrl::Exact(presented.into_owned())),
            }),
            None => Err(RegistrarError::Unspecified),
        }
    }

    fn negotiate(
        &self,
        bound: BoundClient<'_>,
        scope: Option<Scope>,
    ) -> Result<PreGrant, RegistrarError> {
        let Some(client) = self.published(&bound.client_id)? else {
            return self.registered.negotiate(bound, scope);
        };
        Ok(PreGrant {
            client_id: bound.client_id.into_owned(),
            redirect_uri: bound.redirect_uri.into_owned(),
            scope: self.narrow(client, scope)?,
        })
    }

    /// A public client has no secret; some send an empty one. Any other client is stopped by the layer.
    fn check(&self, client_id: &str, passphrase: Option<&[u8]>) -> Result<(), RegistrarError> {
        match (self.published(client_id)?, passphrase) {
            (None, passphrase) => self.registered.check(client_id, passphrase),
            (Some(_), None | Some([])) => Ok(()),
            (Some(_), Some(_)) => Err(RegistrarError::Unspecified),
        }
    }
}
