//! Where fetches begin.

use std::sync::Arc;
use std::time::Duration;

use crate::resolve::budget::{Applicant, Purpose, Requester};
use crate::resolve::entry::Entry;
use crate::resolve::error::ResolveError;
use crate::resolve::event;
use crate::resolve::flight::{self, Joined};
use crate::resolve::means::{Course, Landed};
use crate::resolve::policy::Admission;
use crate::rules::client::{Client, Source};
use crate::rules::client_id::ClientId;

/// Why a document is fetched.
#[derive(Clone, Copy)]
pub(crate) enum Errand<'a> {
    /// Somebody waits for it.
    Discover,
    /// This copy is in use, and renewed behind those who use it.
    Renew(&'a Arc<Entry>),
    /// The client has a token of this server, and calls: nobody waits.
    Supply,
}

/// Why a flight was not started.
pub(crate) enum NotStarted {
    /// Another one landed in the meantime.
    Landed(Arc<Entry>),
    /// The copy to renew is no longer the one that is held.
    Superseded,
    /// There is no slot, or no budget.
    Unaffordable(ResolveError),
}

impl Course {
    /// Has `entry`, of this age and lifetime, renewed, if the use at hand is the one to do so. Nobody waits for it.
    ///
    /// Ahead of its expiry only for a client that is proven or named (T12). The policy is not asked:
    /// it let the document be fetched, and admits the client_id now. It is done on nobody's behalf.
    pub(crate) fn renew_behind(
        &self,
        client_id: &ClientId,
        entry: &Arc<Entry>,
        age: Duration,
        lifetime: Duration,
        admission: Admission,
    ) {
        let renewal = entry.renewal();
        if !renewal.is_due(age, lifetime) || !flight::is_possible() {
            return;
        }
        let applicant = Applicant {
            client_id,
            admission,
            requester: Requester::Unknown,
        };
        let kept = self.budgets.standing(&applicant).is_kept();
        if (kept || age >= lifetime) && renewal.claim(age, lifetime) {
            // Where there is no room for it now, the document is fetched once it has expired.
            let _ = self.begin(&applicant, Errand::Renew(entry));
        }
    }

    pub(crate) async fn retrieve(&self, applicant: &Applicant<'_>) -> Result<Client, ResolveError> {
        let client_id = applicant.client_id;
        match self.begin(applicant, Errand::Discover) {
            Joined::Waiting(waiter) => {
                let landed = waiter.wait().await.unwrap_or(Err(ResolveError::Crashed));
                self.client(client_id, &*landed?, Source::Fetched)
            }
            Joined::NotStarted(NotStarted::Landed(entry)) => {
                self.client(client_id, &entry, Source::Cache)
            }
            Joined::NotStarted(NotStarted::Unaffordable(error)) => Err(error),
            Joined::NotStarted(NotStarted::Superseded) | Joined::Full => Err(ResolveError::Busy),
        }
    }

    /// The one place where a fetch begins: the flight for the applicant's client_id. A new one has
    /// its slot and is paid for before it has its place among the flights, and all that before there
    /// is a task (T13).
    pub(crate) fn begin(
        &self,
        applicant: &Applicant<'_>,
        errand: Errand<'_>,
    ) -> Joined<Landed, NotStarted> {
        let client_id = applicant.client_id;
        if let Some(board) = &self.board {
            board.ensure();
        }
        self.flights.join(&client_id.to_shared(), || {
            let held = self.still_wanted(client_id, errand)?;
            let purpose = match (errand, &held) {
                (Errand::Discover, None) => Purpose::Discovery,
                (Errand::Discover | Errand::Renew(_) | Errand::Supply, _) => Purpose::Refresh,
            };
            let kept = self.budgets.standing(applicant).is_kept();
            // The slot comes first, because it can be given back.
            let slot = self.slots.try_acquire(&client_id.host_lowercase(), kept);
            let slot = slot.ok_or_else(|| unaffordable(ResolveError::Busy))?;
            let ticket = self.budgets.spend(applicant, purpose, self.clock().now());
            let ticket = ticket.map_err(unaffordable)?;
            let (retrieval, client_id) = (Arc::clone(&self.retrieval), client_id.clone());
            let bounds = self.bounds(&client_id);
            Ok(async move {
                let _slot = slot;
                retrieval
                    .run(&client_id, held.as_deref(), &ticket, bounds)
                    .await
            })
        })
    }

    /// The copy that is held, unless a flight has landed since the look-up and nothing is to be
    /// fetched any longer.
    fn still_wanted(
        &self,
        client_id: &ClientId,
        errand: Errand<'_>,
    ) -> Result<Option<Arc<Entry>>, NotStarted> {
        let held = self.cache().get(client_id.as_str());
        match (errand, held) {
            (Errand::Discover | Errand::Supply, Some(entry))
                if entry.is_fresh(self.bounds(client_id), self.clock().now()) =>
            {
                Err(NotStarted::Landed(entry))
            }
            (Errand::Discover | Errand::Supply, held) => Ok(held),
            (Errand::Renew(seen), Some(held)) if Arc::ptr_eq(seen, &held) => Ok(Some(held)),
            (Errand::Renew(_), _) => Err(NotStarted::Superseded),
        }
    }
}

fn unaffordable(error: ResolveError) -> NotStarted {
    event::unaffordable(error.cause());
    NotStarted::Unaffordable(error)
}
