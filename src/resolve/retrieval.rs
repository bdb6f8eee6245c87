//! From one fetch to one entry.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use http::{HeaderMap, StatusCode};

use crate::resolve::budget::shares::Share;
use crate::resolve::budget::{Ticket, retry_after};
use crate::resolve::cache::SharedCache;
use crate::resolve::clock::{Clock, within};
use crate::resolve::entry::{Bounds, Entry, Exchange, governing};
use crate::resolve::error::ResolveError;
use crate::resolve::event::{self, Subject, Throttle};
use crate::resolve::fetch::{Fetch, FetchError, FetchRequest, Fetched, Validators};
use crate::resolve::observer::{self, Observer};
use crate::resolve::orders::LiveOrders;
use crate::resolve::pins::Pins;
use crate::resolve::records::Records;
use crate::resolve::store::{Consulted, Neighbours};
use crate::resolve::table::HostTable;
use crate::rules::blame::Blame;
use crate::rules::change::Changes;
use crate::rules::client::{Client, Provenance, Terms};
use crate::rules::client_id::ClientId;
use crate::rules::freshness::{Freshness, FreshnessRules};
use crate::rules::publication::Publication;
use crate::rules::rule_set::RuleSet;

/// What a flight does: fetch, judge, keep.
#[derive(Debug)]
pub(crate) struct Retrieval {
    pub(crate) fetch: Arc<dyn Fetch>,
    pub(crate) clock: Arc<dyn Clock>,
    /// How often events are told.
    pub(crate) throttle: Arc<Throttle>,
    pub(crate) cache: SharedCache,
    pub(crate) pins: Pins,
    /// What the operator orders at run time.
    pub(crate) orders: Arc<LiveOrders>,
    /// What happened lately, for the operator to look at.
    pub(crate) records: Arc<Records>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) rules: Arc<RuleSet>,
    /// The digest of the rules, which tags the clients that they made.
    pub(crate) rule_set: [u8; 32],
    pub(crate) freshness: FreshnessRules,
    /// The end of a fetch whose fetcher has no deadline of its own, or does not keep it.
    pub(crate) deadline: Duration,
    /// The other nodes, where there are any.
    pub(crate) neighbours: Option<Arc<Neighbours>>,
    /// The host's own table, where clients are materialised.
    pub(crate) table: Option<Arc<HostTable>>,
}

/// When an answer was asked for, and when it came.
#[derive(Clone, Copy)]
struct Receipt {
    asked: Instant,
    at: Instant,
    wall: SystemTime,
}

impl Retrieval {
    /// Gets the document of `client_id` from a neighbour who has one that is fresh within `bounds`, or fetches it, or has the copy `held`
    /// confirmed.
    pub(crate) async fn run(
        &self,
        client_id: &ClientId,
        held: Option<&Entry>,
        ticket: &Ticket,
        bounds: Bounds,
    ) -> Result<Arc<Entry>, ResolveError> {
        let Some(neighbours) = &self.neighbours else {
            return self.ask_publisher(client_id, held, ticket).await;
        };
        let (newer, lease) = match neighbours.consult(client_id, held, bounds).await {
            Consulted::Fresh(entry) => {
                ticket.landed(Ok(()), None, self.clock.now());
                self.keep(&entry, held, ticket.share(), ticket.is_proven());
                return Ok(entry);
            }
            Consulted::Fetch { newer, lease } => (newer, lease),
        };
        if let Some(newer) = &newer {
            self.keep(newer, held, ticket.share(), ticket.is_proven());
        }
        let outcome = self
            .ask_publisher(client_id, newer.as_deref().or(held), ticket)
            .await;
        neighbours.tell(client_id, &outcome, lease).await;
        outcome
    }

    async fn ask_publisher(
        &self,
        client_id: &ClientId,
        held: Option<&Entry>,
        ticket: &Ticket,
    ) -> Result<Arc<Entry>, ResolveError> {
        let request = self.request(client_id, held, ticket);
        // A 304 means something only as the answer to a conditional request of our own.
        let conditional = held.filter(|_| request.validators != Validators::default());
        let asked = self.clock.now();
        let fetched = within(&*self.clock, self.deadline, self.fetch.fetch(request)).await;
        let receipt = self.receipt(asked);
        let fetched = fetched.unwrap_or(Err(FetchError::TimedOut));
        let answer = fetched.as_ref().ok();
        let retry_after = answer.and_then(|answer| retry_after(&answer.headers));
        let confirms = answer.is_some_and(|answer| answer.status == StatusCode::NOT_MODIFIED);
        let outcome = fetched
            .map_err(ResolveError::from)
            .and_then(|fetched| self.judge(client_id, conditional, fetched, receipt));
        ticket.landed(outcome.as_ref().map(|_| ()), retry_after, receipt.at);
        measure(&outcome, receipt);
        self.take_down(client_id, &outcome, confirms);
        match &outcome {
            Ok(entry) => self.keep(entry, held, ticket.share(), ticket.is_proven()),
            Err(error) if error.blame() == Blame::Weather => {
                event::weather(&self.throttle, client_id.as_str(), error, receipt.delay());
            }
            Err(error) => {
                self.withdraw(client_id, error, held, receipt.at);
                if let Some(table) = &self.table {
                    table.forget(client_id).await;
                }
            }
        }
        outcome
    }

    /// Fetches and judges the document of `client_id`, and keeps nothing of it.
    pub(crate) async fn inspect(
        &self,
        client_id: &ClientId,
        ticket: &Ticket,
    ) -> Result<Arc<Entry>, ResolveError> {
        let request = self.request(client_id, None, ticket);
        let asked = self.clock.now();
        let fetched = within(&*self.clock, self.deadline, self.fetch.fetch(request)).await;
        let receipt = self.receipt(asked);
        let outcome = fetched
            .unwrap_or(Err(FetchError::TimedOut))
            .map_err(ResolveError::from)
            .and_then(|fetched| self.judge(client_id, None, fetched, receipt));
        ticket.landed(outcome.as_ref().map(|_| ()), None, receipt.at);
        measure(&outcome, receipt);
        outcome
    }

    fn request(&self, client_id: &ClientId, held: Option<&Entry>, ticket: &Ticket) -> FetchRequest {
        let max_bytes = self.rules.document.max_bytes;
        FetchRequest {
            validators: held.map(Entry::validators).unwrap_or_default(),
            preferred: ticket.is_kept(),
            ..FetchRequest::document(client_id.to_shared(), max_bytes)
        }
    }

    fn receipt(&self, asked: Instant) -> Receipt {
        Receipt {
            asked,
            at: self.clock.now(),
            wall: self.clock.wall(),
        }
    }

    fn judge(
        &self,
        client_id: &ClientId,
        held: Option<&Entry>,
        fetched: Fetched,
        receipt: Receipt,
    ) -> Result<Arc<Entry>, ResolveError> {
        event::fetched(
            client_id.as_str(),
            fetched.status,
            fetched.body.len(),
            receipt.delay(),
        );
        let (publication, governing) = match confirmed(held, &fetched) {
            Some(confirmed) => confirmed,
            None => published(fetched)?,
        };
        self.derive(client_id, publication, governing, receipt)
    }

    fn derive(
        &self,
        client_id: &ClientId,
        publication: Publication,
        governing: HeaderMap,
        receipt: Receipt,
    ) -> Result<Arc<Entry>, ResolveError> {
        let freshness = Freshness::read(&governing, receipt.wall, receipt.delay(), &self.freshness);
        let provenance = Provenance {
            fetched_at: receipt.wall,
            fresh_until: receipt.wall + freshness.lifetime,
        };
        let terms = receipt.terms(&freshness);
        let client = Client::derive_on(client_id, &publication, &self.rules, provenance, terms);
        let client = client.map_err(ResolveError::Document)?;
        let entry = Entry::new(client, governing, freshness, receipt.exchange());
        Ok(Arc::new(entry))
    }

    /// The one place where an entry is put.
    pub(crate) fn keep(
        &self,
        entry: &Arc<Entry>,
        held: Option<&Entry>,
        share: Share,
        proven: bool,
    ) {
        let new = entry.client();
        self.cache.put(entry, share, proven);
        self.set_withdrawn(new.client_id().as_str(), false);
        let Some(old) = self.known(held) else { return };
        let changes = Changes::between(&old, new);
        if !changes.is_empty() {
            event::changed(&self.throttle, new.client_id().as_str(), changes.kinds());
            self.records.changed(&old, changes.kinds());
            observer::tell(self.observer.as_ref(), new, |observer| {
                observer.changed(&old, new, &changes);
            });
        }
    }

    /// The one place where an entry is dropped: the publisher no longer gives a valid document.
    fn withdraw(
        &self,
        client_id: &ClientId,
        error: &ResolveError,
        held: Option<&Entry>,
        at: Instant,
    ) {
        let client_id = client_id.as_str();
        self.cache.withdraw(client_id, at);
        self.set_withdrawn(client_id, true);
        let Some(old) = self.known(held) else { return };
        event::unpublished(&self.throttle, client_id, error);
        self.records.unpublished(&old, error.cause());
        observer::tell(self.observer.as_ref(), &old, |observer| {
            observer.withdrawn(&old, error);
        });
    }

    /// What no pin says otherwise about (T9).
    fn set_withdrawn(&self, client_id: &str, withdrawn: bool) {
        self.pins.set_withdrawn(client_id, withdrawn);
        if let Some(given) = self.orders.given() {
            given.set_withdrawn(client_id, withdrawn);
        }
    }

    fn take_down(
        &self,
        client_id: &ClientId,
        outcome: &Result<Arc<Entry>, ResolveError>,
        confirms: bool,
    ) {
        let outcome = match outcome {
            Ok(_) if confirms => "confirmed",
            Ok(_) => "fetched",
            Err(error) => error.cause(),
        };
        self.records.landed(client_id.to_shared(), outcome);
    }

    /// The client of the copy that was held, if there was one that these rules accept.
    fn known(&self, held: Option<&Entry>) -> Option<Client> {
        let held = held?;
        let client_id = held.client().client_id();
        let known = held.client_under(client_id, &self.rules, &self.rule_set);
        known.ok()
    }
}

impl Receipt {
    fn delay(&self) -> Duration {
        self.at.saturating_duration_since(self.asked)
    }

    fn exchange(&self) -> Exchange {
        Exchange {
            asked: self.asked,
            answered: self.at,
        }
    }

    fn terms(&self, freshness: &Freshness) -> Terms {
        Terms {
            asked_at: self.wall.checked_sub(self.delay()).unwrap_or(self.wall),
            usable_until: self.wall + freshness.longest_use(),
        }
    }
}

fn measure(outcome: &Result<Arc<Entry>, ResolveError>, receipt: Receipt) {
    let blame = outcome.as_ref().map(|_| ()).map_err(ResolveError::blame);
    event::landed(Subject::Document, blame, receipt.delay());
}

/// The held publication and its renewed header fields, where the answer is a 304 that confirms it.
fn confirmed(held: Option<&Entry>, fetched: &Fetched) -> Option<(Publication, HeaderMap)> {
    let held = held.filter(|_| fetched.status == StatusCode::NOT_MODIFIED)?;
    let governing = held.revalidated(&fetched.headers)?;
    Some((held.publication().clone(), governing))
}

/// What an answer carries, if it is a 200.
fn published(fetched: Fetched) -> Result<(Publication, HeaderMap), ResolveError> {
    let publication = Publication::receive(fetched.status, &fetched.headers, fetched.body)
        .map_err(ResolveError::Publication)?;
    Ok((publication, governing(&fetched.headers)))
}
