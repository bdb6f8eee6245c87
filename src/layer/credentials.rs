//! What comes of a client's credential.

use http::request::Parts;

use crate::layer::authentication::{Evidence, Proven};
use crate::layer::fetchable::may_cause_fetch;
use crate::layer::rejection::Rejection;
use crate::layer::scrutiny::Bearing;
use crate::layer::settings::Settings;
use crate::layer::verdict::{IdentifiedClient, ReadForm};
use crate::rules::client::Client;

impl Settings {
    /// Leaves a client in the extensions that has proven to be itself, or needs not to.
    pub(crate) async fn prove(
        &self,
        bearing: &Bearing,
        client: Client,
        parts: &mut Parts,
    ) -> Result<(), Rejection> {
        let form = parts.extensions.get::<ReadForm>();
        let form = form.map(|form| form.bytes.clone()).unwrap_or_default();
        let evidence = Evidence {
            parts,
            form: &form,
            may_fetch: bearing.leg.may_fetch() && may_cause_fetch(parts),
            clock: &**self.resolver.clock(),
            throttle: self.resolver.throttle(),
        };
        match self.authentication.prove(&client, evidence).await {
            Ok(Proven::By(authenticated)) => {
                parts.extensions.insert(authenticated);
                parts.extensions.insert(client);
            }
            Ok(Proven::Usable) => {
                // It was checked as one that authenticates, and does not.
                let checked = self.scrutiny.check(bearing, &client, false, parts);
                checked.map_err(|error| self.refuse(error.into(), bearing, &client, parts))?;
                parts.extensions.insert(client);
            }
            Ok(Proven::Identified) => {
                parts.extensions.insert(IdentifiedClient(client));
            }
            Err(rejection) => return Err(self.refuse(rejection, bearing, &client, parts)),
        }
        Ok(())
    }

    /// The refusal of a known client's request, told to the operator.
    pub(crate) fn refuse(
        &self,
        rejection: Rejection,
        bearing: &Bearing,
        client: &Client,
        parts: &Parts,
    ) -> Rejection {
        let throttle = self.resolver.throttle();
        rejection
            .on(Some(bearing.leg), parts)
            .told_within(throttle, client.client_id().as_str())
    }
}
