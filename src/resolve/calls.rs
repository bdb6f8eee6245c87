//! Clients that call with a token of this server: nobody waits for their publishers (T6).

use crate::resolve::budget::{Applicant, Requester};
use crate::resolve::course::Found;
use crate::resolve::departure::{Errand, NotStarted};
use crate::resolve::error::{Question, ResolveError};
use crate::resolve::flight::Joined;
use crate::resolve::means::Course;
use crate::resolve::policy::{FetchContext, MayFetch};
use crate::resolve::resolution::Resolution;
use crate::rules::client::{Client, Source};
use crate::rules::client_id::ClientId;

impl Course {
    /// What is known without waiting for a publisher, with what is due renewed behind it.
    pub(crate) async fn known(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Result<Resolution, ResolveError> {
        self.begun().await;
        if self.is_registered(client_id).await? {
            return Ok(Resolution::Registered);
        }
        Ok(match self.look_up(client_id, context)? {
            Found::Resolution(resolution) => resolution,
            Found::Wanted { client_id, .. } => Resolution::Pending(client_id),
        })
    }

    /// Has a document fetched that nobody waits for, on nobody's behalf and within what renewals
    /// may cost (T6), and gives `None` meanwhile. While the weather keeps it away, what may be used
    /// instead. Where the policy defers it, another request has to.
    pub(crate) async fn supply(
        &self,
        client_id: &ClientId,
        context: &FetchContext<'_>,
    ) -> Result<Option<Client>, ResolveError> {
        let applicant = Applicant {
            client_id,
            admission: self.admit(client_id)?,
            requester: Requester::Unknown,
        };
        match self.may_fetch(client_id, context).await {
            MayFetch::Allowed => {}
            MayFetch::Deferred => return Ok(None),
            MayFetch::Refused => return Err(ResolveError::Refused(Question::MayFetch)),
            MayFetch::Unavailable => return Err(ResolveError::PolicyUnavailable),
        }
        let error = match self.begin(&applicant, Errand::Supply) {
            Joined::Waiting(_) => return Ok(None),
            Joined::NotStarted(NotStarted::Landed(entry)) => {
                return self.client(client_id, &entry, Source::Cache).map(Some);
            }
            Joined::NotStarted(NotStarted::Unaffordable(error)) => error,
            Joined::NotStarted(NotStarted::Superseded) | Joined::Full => ResolveError::Busy,
        };
        self.make_do(client_id, context, None, error).map(Some)
    }
}
