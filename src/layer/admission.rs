//! What becomes of a request once its client is known: from the client to what the handler may have.

use std::sync::Arc;

use http::request::Parts;

use crate::layer::authentication::Standing;
use crate::layer::inquiry::Question;
use crate::layer::kind::RejectionKind;
use crate::layer::quarantine::confine;
use crate::layer::rejection::Rejection;
use crate::layer::scrutiny::{Bearing, HookFailed};
use crate::layer::settings::Settings;
use crate::layer::verdict::{IdentifiedClient, PendingClient, Stored};
use crate::resolve::Resolution;
use crate::resolve::error::ResolveError;
use crate::rules::checks::{CheckError, RedirectableError};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;

impl Settings {
    /// Leaves in the extensions what the handler may have, unless something has to be asked first.
    pub(crate) fn settle(
        &self,
        bearing: &Bearing,
        resolved: Result<Resolution, ResolveError>,
        parts: &mut Parts,
    ) -> Result<Option<Question>, Rejection> {
        let resolved =
            resolved.map_err(|error| Rejection::from(error).on(Some(bearing.leg), parts))?;
        match resolved {
            Resolution::Registered => Ok(None),
            Resolution::Pending(client_id) => {
                self.defer(bearing, client_id, parts)?;
                Ok(None)
            }
            Resolution::Client(client) | Resolution::Quarantined(client) => {
                match confine(client, self.handles_quarantine, &mut parts.extensions) {
                    Some(client) => self.admit(bearing, client, parts),
                    None => {
                        keep(bearing, parts);
                        Ok(None)
                    }
                }
            }
        }
    }

    /// What takes no document is checked of a client whose document is not known, too.
    fn defer(
        &self,
        bearing: &Bearing,
        client_id: ClientId,
        parts: &mut Parts,
    ) -> Result<(), Rejection> {
        let admitted = self.authentication.admits_unknown(bearing.credential);
        let rejection = match (bearing.flaw, admitted) {
            (Some(flaw), _) => Rejection::from(flaw),
            (None, Err(kind)) => Rejection::new(kind),
            // Its keys are in the document.
            (None, Ok(())) if bearing.is_sealed() => Rejection::new(RejectionKind::Pending),
            (None, Ok(())) => {
                keep(bearing, parts);
                parts.extensions.insert(PendingClient(client_id));
                return Ok(());
            }
        };
        Err(rejection
            .on(Some(bearing.leg), parts)
            .told_within(self.resolver.throttle(), client_id.as_str()))
    }

    fn admit(
        &self,
        bearing: &Bearing,
        client: Client,
        parts: &mut Parts,
    ) -> Result<Option<Question>, Rejection> {
        let standing = self
            .authentication
            .standing(bearing.leg, bearing.credential, &client)
            .map_err(|kind| self.refuse(Rejection::new(kind), bearing, &client, parts))?;
        if bearing.is_sealed() {
            return Ok(Some(Question::Object(client)));
        }
        let authenticates = standing != Standing::Usable;
        let checked = self
            .scrutiny
            .check(bearing, &client, authenticates, parts)
            .and_then(|()| {
                let policy = &bearing.present.policy;
                policy.may_ask(&client, bearing.leg, bearing.request())
            });
        if let Err(error) = checked {
            return self.object(error, bearing, &client, parts).map(|()| None);
        }
        keep(bearing, parts);
        match standing {
            Standing::Asserted => return Ok(Some(Question::Proof(client))),
            Standing::Usable => {
                parts.extensions.insert(client);
            }
            Standing::Identified => {
                parts.extensions.insert(IdentifiedClient(client));
            }
        }
        Ok(None)
    }

    /// Refuses a request that fails a check, or hands it on as one.
    fn object(
        &self,
        error: CheckError,
        bearing: &Bearing,
        client: &Client,
        parts: &mut Parts,
    ) -> Result<(), Rejection> {
        let issuer = self.resolver.issuer();
        let redirectable = match bearing.leg.is_front_channel() {
            true => RedirectableError::new(error, client, bearing.request(), issuer),
            false => None,
        };
        let handed_on = redirectable.clone().filter(|_| self.scrutiny.hands_on);
        let rejection = Rejection::from(error).with_redirectable(redirectable);
        let rejection = self.refuse(rejection, bearing, client, parts);
        match handed_on {
            Some(error) => {
                keep(bearing, parts);
                parts.extensions.insert(error);
                Ok(())
            }
            None => Err(rejection),
        }
    }

    /// Admits a client by what stands in its request object.
    pub(crate) async fn open(
        &self,
        bearing: &mut Bearing,
        client: Client,
        parts: &mut Parts,
    ) -> Result<Option<Question>, Rejection> {
        let opened = self.scrutiny.open(bearing, &client, parts);
        let opened = opened.await;
        let client_id = client.client_id().as_str();
        opened.map_err(|failed| self.hook_failed(failed, bearing, client_id, parts))?;
        self.admit(bearing, client, parts)
    }

    pub(crate) fn hook_failed(
        &self,
        _: HookFailed,
        bearing: &Bearing,
        client_id: &str,
        parts: &Parts,
    ) -> Rejection {
        Rejection::new(RejectionKind::HookFailed)
            .on(Some(bearing.leg), parts)
            .told_within(self.resolver.throttle(), client_id)
    }
}

/// Keeps the parameters that do not stand in the request for the handler.
fn keep(bearing: &Bearing, parts: &mut Parts) {
    if let Some(stored) = bearing.stored() {
        parts.extensions.insert(Stored(Arc::new(stored.clone())));
    }
}
