//! What the layer does with the host's answers.

use std::error::Error;
use std::future::Future;
use std::sync::{Arc, OnceLock};

use crate::layer::grants::error::GrantError;
use crate::layer::grants::grant::Grant;
use crate::layer::grants::hook::{Existence, Grants};
use crate::resolve::event;
use crate::resolve::means::Course;
use crate::rules::binding::InUse;
use crate::rules::change::{ChangePolicy, Consequence};
use crate::rules::client::Client;
use crate::rules::parameters::Parameters;

/// Whom the layer asks about grants, and what it makes of the answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct GrantChecks {
    pub(crate) hook: Option<Arc<dyn Grants>>,
    pub(crate) changes: ChangePolicy,
    told: Arc<OnceLock<()>>,
}

impl GrantChecks {
    /// Tells the operator, once, that nobody holds grants to their bindings.
    pub(crate) fn tell_of_nobody(&self) {
        if self.hook.is_none() {
            self.told.get_or_init(event::grants_unheld);
        }
    }

    /// Whether a document may be fetched for this token request (T11).
    pub(crate) async fn check_existence(
        &self,
        parameters: &Parameters,
        client_id: &str,
        course: &Course,
    ) -> Result<(), GrantError> {
        let Some(hook) = &self.hook else {
            return Ok(());
        };
        let Some(grant) = Grant::of(parameters)? else {
            return Ok(());
        };
        let question = hook.exists(grant, client_id);
        match answer(client_id, question, course).await? {
            Existence::Exists | Existence::Unchecked => Ok(()),
            Existence::Unknown => Err(GrantError::Unknown),
        }
    }

    /// The binding that was stored with the grant of this token request, once the client has been held
    /// to it (T15).
    pub(crate) async fn check_binding(
        &self,
        parameters: &Parameters,
        client: &Client,
        in_use: &InUse<'_>,
        course: &Course,
    ) -> Result<Option<String>, GrantError> {
        // A request that names no grant is refused by whoever reads its parameters next.
        let grant = Grant::of(parameters).ok().flatten();
        let (Some(hook), Some(grant)) = (&self.hook, grant) else {
            return Ok(None);
        };
        let client_id = client.client_id();
        let question = hook.binding_of(grant, client_id);
        let stored = answer(client_id.as_str(), question, course).await?;
        if let Some(stored) = &stored {
            self.judge(client, stored, in_use)?;
        }
        Ok(stored)
    }

    fn judge(&self, client: &Client, stored: &str, in_use: &InUse<'_>) -> Result<(), GrantError> {
        let check = client.check_binding_with(stored, in_use);
        let check = check.map_err(GrantError::Binding)?;
        match self.changes.judge(check) {
            // What was issued has its own redirection URI, scope and grant type, which such a change
            // does not touch: its user is asked with the next authorization request.
            Consequence::Ignore | Consequence::AskAgain => Ok(()),
            Consequence::Refuse => Err(GrantError::Changed(check.kinds())),
        }
    }
}

/// The host's answer, within the deadline for hooks.
async fn answer<T>(
    client_id: &str,
    question: impl Future<Output = Result<T, Box<dyn Error + Send + Sync>>>,
    course: &Course,
) -> Result<T, GrantError> {
    match course.ask(question).await {
        Some(Ok(answer)) => Ok(answer),
        Some(Err(error)) => {
            event::grants_unavailable(&course.retrieval.throttle, client_id, Some(&*error));
            Err(GrantError::Unavailable)
        }
        None => {
            event::grants_unavailable(&course.retrieval.throttle, client_id, None);
            Err(GrantError::Unavailable)
        }
    }
}
