//! The course of one resolution, in the order of cost (T11).

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use crate::resolve::at_hand::AtHand;
use crate::resolve::budget::{Applicant, Requester};
use crate::resolve::clock::within;
use crate::resolve::entry::Entry;
use crate::resolve::error::{BLOCKED, Question, ResolveError};
use crate::resolve::event;
use crate::resolve::means::Course;
use crate::resolve::pins::Pinned;
use crate::resolve::policy::{Admission, FetchContext, MayFetch, MayUse, Mode};
use crate::resolve::registered::Origin;
use crate::resolve::resolution::Resolution;
use crate::rules::blame::Blame;
use crate::rules::client::{Client, Source};
use crate::rules::client_id::ClientId;

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

impl Course {
    pub(crate) async fn resolve(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Result<Resolution, ResolveError> {
        self.begun().await;
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
        let applicant = Applicant {
            client_id: &client_id,
            admission,
            requester: Requester::of(context),
        };
        let bounds = self.bounds(&client_id);
        let further = self
            .retrieval
            .look_further(&client_id, context, &self.staleness, bounds);
        let spare = match further.await {
            AtHand::Shared(entry, source) => return self.share(&applicant, &entry, source),
            AtHand::Snapshot(client) => return self.permit(client).map(Resolution::from),
            AtHand::Spare(client) => Some(client),
            AtHand::Nothing => None,
        };
        if !context.allows_fetch() {
            return Ok(Resolution::Pending(client_id));
        }
        match self.may_fetch(&client_id, context).await {
            MayFetch::Allowed => {
                let client = self.retrieve(&applicant).await;
                let client =
                    client.or_else(|error| self.make_do(&client_id, context, spare, error));
                client.map(Resolution::from)
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
        let error = match within(&**self.clock(), self.hook_deadline, lookup).await {
            // A table that compares without case answers for another client (T2).
            Some(Ok(known)) => {
                return Ok(known.is_some_and(|known| {
                    known.client_id == client_id && known.origin == Origin::Registered
                }));
            }
            Some(Err(error)) => Some(error),
            None => None,
        };
        let error = error.as_deref().map(|error| error as _);
        event::registered_unavailable(&self.retrieval.throttle, client_id, error);
        Err(ResolveError::Registered)
    }

    /// Everything that waits for nothing, in the order of cost (T11).
    pub(crate) fn look_up(
        &self,
        presented: &str,
        context: &FetchContext<'_>,
    ) -> Result<Found, ResolveError> {
        let now = self.clock().now();
        let pinned = self.pinned(presented);
        let held = self.cache().get(presented);
        let known = pinned.as_ref().and_then(|pinned| pinned.as_ref().ok());
        let known = known.map(|pinned| pinned.client());
        let known = known.or(held.as_deref().map(Entry::client));
        let client_id = self.parse(presented, known)?;
        self.check_own_host(&client_id)?;
        let admission = self.admit(&client_id)?;
        if let Some(pinned) = pinned {
            let client = self.permit(pinned?.usable(now)?.clone())?;
            return Ok(Found::Resolution(client.into()));
        }
        if let Some(entry) = &held {
            if let Some(client) = self.at_once(&client_id, entry, now, admission, context)? {
                return Ok(Found::Resolution(client.into()));
            }
        }
        let client_id = client_id.into_owned();
        Ok(
            match context.allows_fetch() || self.retrieval.has_more_at_hand(context) {
                true => Found::Wanted {
                    client_id,
                    admission,
                },
                false => Found::Resolution(Resolution::Pending(client_id)),
            },
        )
    }

    /// The client of the copy that is held, if it may be used at once; with it renewed behind this use
    /// where that is due.
    fn at_once(
        &self,
        client_id: &ClientId,
        entry: &Arc<Entry>,
        now: Instant,
        admission: Admission,
        context: &FetchContext<'_>,
    ) -> Result<Option<Client>, ResolveError> {
        let freshness = entry.freshness(self.bounds(client_id));
        let age = entry.age(now);
        let Some(source) = self.staleness.at_once(&freshness, age, context) else {
            return Ok(None);
        };
        let client = self.client(client_id, entry, source)?;
        if context.allows_fetch() {
            self.renew_behind(client_id, entry, age, freshness.lifetime, admission);
        }
        Ok(Some(client))
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

    /// The pin that is used instead of the publisher's document. What the operator orders comes before
    /// what the resolver was built with.
    pub(crate) fn pinned(&self, client_id: &str) -> Option<Result<Arc<Pinned>, ResolveError>> {
        let given = self.orders().given();
        let ordered = given.and_then(|given| given.instead(client_id));
        ordered.or_else(|| self.pins().instead(client_id).map(Arc::clone).map(Ok))
    }

    fn last_resort(&self, client_id: &str, now: Instant) -> Option<Client> {
        let given = self.orders().given();
        let ordered = given.and_then(|given| given.last_resort(client_id, now));
        ordered.or_else(|| self.pins().last_resort(client_id, now).cloned())
    }

    /// Whether the operator has blocked the client_id. In report mode that is told alone (T3).
    fn check_block(&self, client_id: &ClientId) -> Result<(), ResolveError> {
        let Some(given) = self.orders().given() else {
            return Ok(());
        };
        let Some(block) = given.block(client_id) else {
            return Ok(());
        };
        let throttle = &self.retrieval.throttle;
        match self.policy.mode() {
            Mode::Report => {
                event::reported(throttle, client_id.as_str(), &block.pattern, BLOCKED);
                Ok(())
            }
            Mode::Off | Mode::Enforce => {
                event::ruled(throttle, client_id.as_str(), &block.pattern, BLOCKED);
                Err(ResolveError::Blocked)
            }
        }
    }

    /// How the policy admits the client_id, if it does at all, and the operator has not blocked it.
    pub(crate) fn admit(&self, client_id: &ClientId) -> Result<Admission, ResolveError> {
        self.check_block(client_id)?;
        match self.policy.admits(client_id) {
            Admission::Refused => Err(ResolveError::Refused(Question::Admits)),
            admission => Ok(admission),
        }
    }

    /// Keeps what a neighbour has fetched, and uses it.
    fn share(
        &self,
        applicant: &Applicant<'_>,
        entry: &Arc<Entry>,
        source: Source,
    ) -> Result<Resolution, ResolveError> {
        let client_id = applicant.client_id;
        let held = self.cache().get(client_id.as_str());
        let (share, proven) = self.budgets.room(applicant);
        self.retrieval.keep(entry, held.as_deref(), share, proven);
        self.client(client_id, entry, source).map(Resolution::from)
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

    /// What is used where the weather keeps the document away: a copy that is not too old, the
    /// host's or the operator's own.
    pub(crate) fn make_do(
        &self,
        client_id: &ClientId,
        context: &FetchContext<'_>,
        spare: Option<Client>,
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
        let on_error = |entry: &Entry| {
            let freshness = entry.freshness(self.bounds(client_id));
            self.staleness.on_error(&freshness, entry.age(now), context)
        };
        if let (Some(entry), Some(source)) = (&held, held.as_deref().and_then(on_error)) {
            return self.client(client_id, entry, source);
        }
        if let Some(spare) = spare.filter(|spare| !self.retrieval.is_over(spare)) {
            return self.permit(spare);
        }
        match self.last_resort(client_id.as_str(), now) {
            Some(client) => self.permit(client),
            None => Err(error),
        }
    }

    /// The client of `entry` under these rules, if the policy lets it be used now.
    pub(crate) fn client(
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
            MayUse::Quarantined => Ok(client.into_quarantine()),
            MayUse::Unsuited(restriction) => {
                Err(ResolveError::Refused(Question::Restriction(restriction)))
            }
            MayUse::Refused => Err(ResolveError::Refused(Question::MayUse)),
        }
    }
}
