//! The course of one resolution, in the order of cost (T11).

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use crate::resolve::budget::{Applicant, Budgets, Purpose, Requester};
use crate::resolve::cache::SharedCache;
use crate::resolve::clock::{Clock, within};
use crate::resolve::entry::Entry;
use crate::resolve::error::{Question, ResolveError};
use crate::resolve::event;
use crate::resolve::flight::{Flights, Joined};
use crate::resolve::policy::{Admission, FetchContext, MayFetch, MayUse, Policy};
use crate::resolve::registered::{Origin, RegisteredClients};
use crate::resolve::resolution::Resolution;
use crate::resolve::retrieval::Retrieval;
use crate::resolve::slots::Slots;
use crate::rules::client::{Client, Source};
use crate::rules::client_id::ClientId;
use crate::rules::rule_set::RuleSet;

/// Everything that a resolution may come across.
#[derive(Debug)]
pub(crate) struct Course {
    pub(crate) registered: Option<Arc<dyn RegisteredClients>>,
    pub(crate) policy: Arc<dyn Policy>,
    pub(crate) flights: Flights<Landed>,
    pub(crate) slots: Arc<Slots>,
    pub(crate) budgets: Arc<Budgets>,
    pub(crate) retrieval: Arc<Retrieval>,
    /// The digest of the rules, which tags the clients that they made.
    pub(crate) rule_set: [u8; 32],
    /// How long a hook of the host may take.
    pub(crate) hook_deadline: Duration,
}

/// What a flight brings.
type Landed = Result<Arc<Entry>, ResolveError>;

/// How far one comes without waiting.
pub(crate) enum Found {
    /// All the way.
    Resolution(Resolution),
    /// To a document that must be fetched, if the policy says so for this request.
    Wanted {
        client_id: ClientId,
        admission: Admission,
    },
}

/// Why a flight was not started.
enum NotStarted {
    /// Another one landed in the meantime.
    Landed(Arc<Entry>),
    /// There is no slot, or no budget.
    Unaffordable(ResolveError),
}

impl Course {
    pub(crate) async fn resolve(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Result<Resolution, ResolveError> {
        if self.is_registered(client_id).await? {
            return Ok(Resolution::Registered);
        }
        let (client_id, admission) = match self.look_up(client_id, context)? {
            Found::Resolution(resolution) => return Ok(resolution),
            Found::Wanted {
                client_id,
                admission,
            } => (client_id, admission),
        };
        match self.may_fetch(&client_id, context).await {
            MayFetch::Allowed => {
                let applicant = Applicant {
                    client_id: &client_id,
                    admission,
                    requester: Requester::of(context),
                };
                Ok(Resolution::Client(self.retrieve(&applicant).await?))
            }
            MayFetch::Deferred => Ok(Resolution::Pending(client_id)),
            MayFetch::Refused => Err(ResolveError::Refused(Question::MayFetch)),
            MayFetch::Unavailable => Err(ResolveError::PolicyUnavailable),
        }
    }

    /// Whether the host knew the id before. An outage of its table never makes that a no.
    async fn is_registered(&self, client_id: &str) -> Result<bool, ResolveError> {
        let Some(registered) = &self.registered else {
            return Ok(false);
        };
        let lookup = registered.lookup(client_id);
        match within(&**self.clock(), self.hook_deadline, lookup).await {
            // A table that compares without case answers for another client (T2).
            Some(Ok(known)) => Ok(known.is_some_and(|known| {
                known.client_id == client_id && known.origin == Origin::Registered
            })),
            Some(Err(error)) => {
                event::registered_unavailable(client_id, Some(&*error));
                Err(ResolveError::Registered)
            }
            None => {
                event::registered_unavailable(client_id, None);
                Err(ResolveError::Registered)
            }
        }
    }

    /// Everything that waits for nothing, in the order of cost (T11).
    pub(crate) fn look_up(
        &self,
        presented: &str,
        context: &FetchContext<'_>,
    ) -> Result<Found, ResolveError> {
        let held = self.cache().get(presented);
        let client_id = self.parse(presented, held.as_deref())?;
        self.check_own_host(&client_id)?;
        let admission = self.admit(&client_id)?;
        if let Some(entry) = held.as_deref().filter(|entry| self.is_fresh(entry)) {
            let client = self.client(&client_id, entry, Source::Cache)?;
            return Ok(Found::Resolution(Resolution::Client(client)));
        }
        let client_id = client_id.into_owned();
        Ok(match context.allows_fetch() {
            true => Found::Wanted {
                client_id,
                admission,
            },
            false => Found::Resolution(Resolution::Pending(client_id)),
        })
    }

    /// The parsed `presented`; at no cost where the same rules have parsed the same text before.
    fn parse<'a>(
        &self,
        presented: &str,
        held: Option<&'a Entry>,
    ) -> Result<Cow<'a, ClientId>, ResolveError> {
        match held.map(Entry::client) {
            Some(client) if *client.rule_set() == self.rule_set => {
                Ok(Cow::Borrowed(client.client_id()))
            }
            _ => ClientId::parse_with(presented, &self.rules().client_id)
                .map(Cow::Owned)
                .map_err(ResolveError::ClientId),
        }
    }

    /// The issuer publishes no client of its own unless a rule names it: it would fetch from
    /// itself, and show its own name on the consent page (T17).
    fn check_own_host(&self, client_id: &ClientId) -> Result<(), ResolveError> {
        let rules = self.rules();
        match !rules.issuer.is_own_host(client_id.host()) || rules.document.names_own(client_id) {
            true => Ok(()),
            false => Err(ResolveError::OwnHost),
        }
    }

    /// How the policy admits the client_id, if it does at all.
    fn admit(&self, client_id: &ClientId) -> Result<Admission, ResolveError> {
        match self.policy.admits(client_id) {
            Admission::Refused => Err(ResolveError::Refused(Question::Admits)),
            admission => Ok(admission),
        }
    }

    async fn may_fetch(&self, client_id: &ClientId, context: &FetchContext<'_>) -> MayFetch {
        let question = self.policy.may_fetch(client_id, context);
        within(&**self.clock(), self.hook_deadline, question)
            .await
            .unwrap_or(MayFetch::Unavailable)
    }

    async fn retrieve(&self, applicant: &Applicant<'_>) -> Result<Client, ResolveError> {
        let client_id = applicant.client_id;
        match self.join(applicant) {
            Joined::Waiting(waiter) => {
                let landed = waiter.wait().await.unwrap_or(Err(ResolveError::Crashed));
                self.client(client_id, &*landed?, Source::Fetched)
            }
            Joined::NotStarted(NotStarted::Landed(entry)) => {
                self.client(client_id, &entry, Source::Cache)
            }
            Joined::NotStarted(NotStarted::Unaffordable(error)) => Err(error),
            Joined::Full => Err(ResolveError::Busy),
        }
    }

    /// The flight for the applicant's client_id. A new one has its slot and is paid for before it
    /// has its place among the flights, and all that before there is a task (T13).
    fn join(&self, applicant: &Applicant<'_>) -> Joined<Landed, NotStarted> {
        let client_id = applicant.client_id;
        self.flights.join(&client_id.to_shared(), || {
            let held = match self.cache().get(client_id.as_str()) {
                // A flight has landed since the look-up.
                Some(entry) if self.is_fresh(&entry) => return Err(NotStarted::Landed(entry)),
                held => held,
            };
            let purpose = match held {
                Some(_) => Purpose::Refresh,
                None => Purpose::Discovery,
            };
            let kept = self.budgets.standing(applicant).is_kept();
            // The slot comes first, because it can be given back.
            let slot = self.slots.try_acquire(&client_id.host_lowercase(), kept);
            let slot = slot.ok_or(NotStarted::Unaffordable(ResolveError::Busy))?;
            let ticket = self.budgets.spend(applicant, purpose, self.clock().now());
            let ticket = ticket.map_err(NotStarted::Unaffordable)?;
            let (retrieval, client_id) = (Arc::clone(&self.retrieval), client_id.clone());
            Ok(async move {
                let _slot = slot;
                retrieval.run(&client_id, held.as_deref(), &ticket).await
            })
        })
    }

    /// The client of `entry` under these rules, if the policy lets it be used now.
    fn client(
        &self,
        client_id: &ClientId,
        entry: &Entry,
        source: Source,
    ) -> Result<Client, ResolveError> {
        let client = entry
            .client_under(client_id, self.rules(), &self.rule_set)
            .map_err(ResolveError::Document)?;
        match self.policy.may_use(&client) {
            MayUse::Allowed => Ok(client.with_source(source)),
            MayUse::Refused => Err(ResolveError::Refused(Question::MayUse)),
        }
    }

    fn is_fresh(&self, entry: &Entry) -> bool {
        entry.is_fresh(self.clock().now())
    }

    pub(crate) fn cache(&self) -> &SharedCache {
        &self.retrieval.cache
    }

    pub(crate) fn rules(&self) -> &RuleSet {
        &self.retrieval.rules
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.retrieval.clock
    }
}
