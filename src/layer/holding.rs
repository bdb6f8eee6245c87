//! Token requests, held to the grants that they name.

use http::request::Parts;

use crate::layer::binder::Binder;
use crate::layer::grants::GrantError;
use crate::layer::params::OAuthParams;
use crate::layer::rejection::Rejection;
use crate::layer::scrutiny::Bearing;
use crate::layer::settings::Settings;
use crate::layer::verdict::{Foothold, has_client};
use crate::resolve::Resolution;
use crate::resolve::error::ResolveError;
use crate::resolve::policy::FetchContext;
use crate::rules::authenticated::Authenticated;
use crate::rules::leg::Leg;

impl Settings {
    /// Resolves the client_id of a request on this leg; at the token endpoint without a fetch, if
    /// nobody issued its grant (T11).
    pub(crate) async fn resolve_granted(
        &self,
        bearing: &Bearing,
        client_id: &str,
        context: FetchContext<'_>,
        parts: &Parts,
    ) -> Result<Result<Resolution, ResolveError>, Rejection> {
        let (leg, present) = (bearing.leg, &bearing.present);
        if !self.asks_about_grants(leg) || !context.allows_fetch() {
            return Ok(present.answer(client_id, &context).await);
        }
        let OAuthParams(parameters) = OAuthParams::of(parts)?;
        let existence = self.grants.check_existence(&parameters, client_id, present);
        let (resolved, error) = match existence.await {
            Ok(()) => return Ok(present.answer(client_id, &context).await),
            Err(error @ GrantError::Unavailable) => (None, error),
            Err(error) => {
                let known = context.known_only();
                (Some(present.answer(client_id, &known).await), error)
            }
        };
        match resolved {
            None | Some(Ok(Resolution::Pending(_))) => {
                let rejection = Rejection::from(error).on(Some(leg), parts);
                Err(rejection.told_within(self.resolver.throttle(), client_id))
            }
            Some(resolved) => Ok(resolved),
        }
    }

    /// Holds the client of a request to the grant that it names (T15), and leaves what a
    /// [`Binder`] needs.
    pub(crate) async fn hold_to_grant(
        &self,
        bearing: &Bearing,
        parts: &mut Parts,
    ) -> Result<(), Rejection> {
        let leg = bearing.leg;
        self.keep_keys(parts);
        if !self.asks_about_grants(leg) || !has_client(&parts.extensions) {
            return Ok(());
        }
        let (binder, OAuthParams(parameters)) = (Binder::of(parts)?, OAuthParams::of(parts)?);
        let (client, in_use) = (binder.client(), binder.in_use());
        let held = self
            .grants
            .check_binding(&parameters, client, &in_use, &bearing.present);
        let stored = held.await.map_err(|error| {
            let client_id = client.client_id().as_str();
            let rejection = Rejection::from(error).on(Some(leg), parts);
            rejection.told_within(self.resolver.throttle(), client_id)
        })?;
        let foothold = parts.extensions.get_or_insert_default::<Foothold>();
        foothold.stored = stored;
        Ok(())
    }

    /// Whether somebody has to be asked about the grant of a request.
    pub(crate) fn asks_about_grants(&self, leg: Leg) -> bool {
        leg == Leg::Token && self.grants.hook.is_some()
    }

    /// The keys at the `jwks_uri` of a client that has authenticated with one of them: what is bound to
    /// one key remembers the others, so that an overlapping rotation is told from a new owner.
    fn keep_keys(&self, parts: &mut Parts) {
        let extensions = &mut parts.extensions;
        let proven = extensions.get::<Authenticated>().is_some();
        let client = extensions.get().filter(|_| proven);
        let keys = client.and_then(|client| self.authentication.fetched_keys(client));
        if keys.is_some() {
            extensions.get_or_insert_default::<Foothold>().keys = keys;
        }
    }
}
