//! The course of one resolution, in the order of cost (T11).

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::resolve::budget::{Applicant, Budgets, Purpose, Requester};
use crate::resolve::cache::SharedCache;
use crate::resolve::clock::{Clock, within};
use crate::resolve::entry::Entry;
use crate::resolve::error::{Question, ResolveError};
use crate::resolve::event;
use crate::resolve::flight::{self, Flights, Joined};
use crate::resolve::pins::{Pinned, Pins};
use crate::resolve::policy::{Admission, FetchContext, MayFetch, MayUse, Policy};
use crate::resolve::registered::{Origin, RegisteredClients};
use crate::resolve::resolution::Resolution;
use crate::resolve::retrieval::Retrieval;
use crate::resolve::slots::Slots;
use crate::resolve::staleness::Staleness;
use crate::rules::blame::Blame;
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
    pub(crate) staleness: Staleness,
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

/// Why a document is fetched.
#[derive(Clone, Copy)]
enum Errand<'a> {
    /// Somebody waits for it.
    Discover,
    /// This copy is in use, and renewed behind those who use it.
    Renew(&'a Arc<Entry>),
}

/// Why a flight was not started.
enum NotStarted {
    /// Another one landed in the meantime.
    Landed(Arc<Entry>),
    /// The copy to renew is no longer the one that is held.
    Superseded,
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
                let client = self.retrieve(&applicant).await;
                let client = client.or_else(|error| self.make_do(&client_id, context, error))?;
                Ok(Resolution::Client(client))
            }
            MayFetch::Deferred => Ok(Resolution::Pending(client_id)),
            MayFetch::Refused => Err(ResolveError::Refused(Question::MayFetch)),
            MayFetch::Unavailable => Err(ResolveError::PolicyUnavailable),
        }
    }

    /// Whether the host knew the id before. An outage of its table never makes that a no.
    pub(crate) async fn is_registered(&self, client_id: &str) -> Result<bool, ResolveError> {
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
        let now = self.clock().now();
        let pinned = self.pins().instead(presented);
        let held = self.cache().get(presented);
        let known = pinned.map(Pinned::client);
        let known = known.or(held.as_deref().map(Entry::client));
        let client_id = self.parse(presented, known)?;
        self.check_own_host(&client_id)?;
        let admission = self.admit(&client_id)?;
        if let Some(pinned) = pinned {
            let client = self.permit(pinned.usable(now)?.clone())?;
            return Ok(Found::Resolution(Resolution::Client(client)));
        }
        let at_once = |entry: &Entry| self.staleness.at_once(entry, now, context);
        if let (Some(entry), Some(source)) = (&held, held.as_deref().and_then(at_once)) {
            let client = self.client(&client_id, entry, source)?;
            if context.allows_fetch() {
                self.renew_behind(&client_id, entry, now, admission);
            }
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
    pub(crate) fn parse<'a>(
        &self,
        presented: &str,
        known: Option<&'a Client>,
    ) -> Result<Cow<'a, ClientId>, ResolveError> {
        match known {
            Some(client) if *client.rule_set() == self.retrieval.rule_set => {
                Ok(Cow::Borrowed(client.client_id()))
            }
            _ => ClientId::parse_with(presented, &self.rules().client_id)
                .map(Cow::Owned)
                .map_err(ResolveError::ClientId),
        }
    }

    /// The issuer publishes no client of its own unless a rule names it: it would fetch from
    /// itself, and show its own name on the consent page (T17).
    pub(crate) fn check_own_host(&self, client_id: &ClientId) -> Result<(), ResolveError> {
        match self.rules().is_false_name(client_id.host(), client_id) {
            false => Ok(()),
            true => Err(ResolveError::OwnHost),
        }
    }

    /// How the policy admits the client_id, if it does at all.
    pub(crate) fn admit(&self, client_id: &ClientId) -> Result<Admission, ResolveError> {
        match self.policy.admits(client_id) {
            Admission::Refused => Err(ResolveError::Refused(Question::Admits)),
            admission => Ok(admission),
        }
    }

    /// Has `entry` renewed, if the use at hand is the one to do so. Nobody waits for it.
    ///
    /// Ahead of its expiry only for a client that is proven or named (T12). The policy is not asked:
    /// it let the document be fetched, and admits the client_id now. It is done on nobody's behalf.
    fn renew_behind(
        &self,
        client_id: &ClientId,
        entry: &Arc<Entry>,
        now: Instant,
        admission: Admission,
    ) {
        let (renewal, age) = (entry.renewal(), entry.age(now));
        if !renewal.is_due(age) || !flight::is_possible() {
            return;
        }
        let applicant = Applicant {
            client_id,
            admission,
            requester: Requester::Unknown,
        };
        let kept = self.budgets.standing(&applicant).is_kept();
        if (kept || !entry.is_fresh(now)) && renewal.claim(age) {
            // Where there is no room for it now, the document is fetched once it has expired.
            let _ = self.begin(&applicant, Errand::Renew(entry));
        }
    }

    pub(crate) async fn may_fetch(
        &self,
        client_id: &ClientId,
        context: &FetchContext<'_>,
    ) -> MayFetch {
        let question = self.policy.may_fetch(client_id, context);
        within(&**self.clock(), self.hook_deadline, question)
            .await
            .unwrap_or(MayFetch::Unavailable)
    }

    async fn retrieve(&self, applicant: &Applicant<'_>) -> Result<Client, ResolveError> {
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
    fn begin(&self, applicant: &Applicant<'_>, errand: Errand<'_>) -> Joined<Landed, NotStarted> {
        let client_id = applicant.client_id;
        self.flights.join(&client_id.to_shared(), || {
            let held = self.still_wanted(client_id, errand)?;
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

    /// The copy that is held, unless a flight has landed since the look-up and nothing is to be
    /// fetched any longer.
    fn still_wanted(
        &self,
        client_id: &ClientId,
        errand: Errand<'_>,
    ) -> Result<Option<Arc<Entry>>, NotStarted> {
        let held = self.cache().get(client_id.as_str());
        match (errand, held) {
            (Errand::Discover, Some(entry)) if entry.is_fresh(self.clock().now()) => {
                Err(NotStarted::Landed(entry))
            }
            (Errand::Discover, held) => Ok(held),
            (Errand::Renew(seen), Some(held)) if Arc::ptr_eq(seen, &held) => Ok(Some(held)),
            (Errand::Renew(_), _) => Err(NotStarted::Superseded),
        }
    }

    /// What is used where the weather keeps the document away: a copy that is not too old, or the
    /// operator's own.
    fn make_do(
        &self,
        client_id: &ClientId,
        context: &FetchContext<'_>,
        error: ResolveError,
    ) -> Result<Client, ResolveError> {
        // `Spaced` tells of a document that was read and is invalid, which no old copy covers for.
        let is_weather = error.blame() == Blame::Weather;
        if !is_weather || matches!(error, ResolveError::Spaced { .. }) {
            return Err(error);
        }
        let now = self.clock().now();
        // Looked up again: it may have been withdrawn in the meantime (T9).
        let held = self.cache().get(client_id.as_str());
        let on_error = |entry: &Entry| self.staleness.on_error(entry, now, context);
        if let (Some(entry), Some(source)) = (&held, held.as_deref().and_then(on_error)) {
            return self.client(client_id, entry, source);
        }
        match self.pins().last_resort(client_id.as_str(), now) {
            Some(client) => self.permit(client.clone()),
            None => Err(error),
        }
    }

    /// The client of `entry` under these rules, if the policy lets it be used now.
    fn client(
        &self,
        client_id: &ClientId,
        entry: &Entry,
        source: Source,
    ) -> Result<Client, ResolveError> {
        let client = self.derived(client_id, entry)?;
        let client = self.permit(client.with_source(source))?;
        entry.renewal().count();
        Ok(client)
    }

    /// The client of `entry` under these rules.
    pub(crate) fn derived(
        &self,
        client_id: &ClientId,
        entry: &Entry,
    ) -> Result<Client, ResolveError> {
        let rule_set = &self.retrieval.rule_set;
        entry
            .client_under(client_id, self.rules(), rule_set)
            .map_err(ResolveError::Document)
    }

    pub(crate) fn permit(&self, client: Client) -> Result<Client, ResolveError> {
        match self.policy.may_use(&client) {
            MayUse::Allowed => Ok(client),
            MayUse::Refused => Err(ResolveError::Refused(Question::MayUse)),
        }
    }

    pub(crate) fn cache(&self) -> &SharedCache {
        &self.retrieval.cache
    }

    pub(crate) fn pins(&self) -> &Pins {
        &self.retrieval.pins
    }

    pub(crate) fn rules(&self) -> &RuleSet {
        &self.retrieval.rules
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.retrieval.clock
    }
}
