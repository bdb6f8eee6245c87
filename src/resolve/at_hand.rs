//! What is at hand beyond this node's cache, for a grant that has been issued.

use std::sync::Arc;
use std::time::SystemTime;

use crate::resolve::entry::{Bounds, Entry};
use crate::resolve::policy::FetchContext;
use crate::resolve::retrieval::Retrieval;
use crate::resolve::staleness::Staleness;
use crate::rules::client::{Client, Source};
use crate::rules::client_id::ClientId;

/// What is at hand beyond this node's cache.
pub(crate) enum AtHand {
    /// A copy of a neighbour's, to be used as what it says.
    Shared(Arc<Entry>, Source),
    /// The client of the host's snapshot, to be used at once.
    Snapshot(Client),
    /// The client of the host's snapshot, to be used if the weather keeps the document away.
    Spare(Client),
    Nothing,
}

impl Retrieval {
    /// Whether there is anything to look at for such a request: the authorization endpoint and its
    /// like never see a snapshot, and have the neighbours asked by the flight.
    pub(crate) fn has_more_at_hand(&self, context: &FetchContext<'_>) -> bool {
        let Some(leg) = context.leg().filter(|leg| leg.is_of_grant()) else {
            return false;
        };
        match leg.may_fetch() {
            true => self.table.is_some() && context.allows_fetch(),
            false => self.table.is_some() || self.neighbours.is_some(),
        }
    }

    /// Looks with the neighbours, and then into the host's table.
    pub(crate) async fn look_further(
        &self,
        client_id: &ClientId,
        context: &FetchContext<'_>,
        staleness: &Staleness,
        bounds: Bounds,
    ) -> AtHand {
        if !self.has_more_at_hand(context) {
            return AtHand::Nothing;
        }
        let held = self.cache.get(client_id.as_str());
        let held_since = held.map(|held| held.client().fetched_at());
        let neighbours = self.ask_neighbours(client_id, context, staleness, bounds);
        if let Some((entry, source)) = neighbours.await {
            if held_since < Some(entry.client().fetched_at()) {
                return AtHand::Shared(entry, source);
            }
        }
        match self.ask_table(client_id).await {
            Some(client) if held_since < Some(client.fetched_at()) => {
                self.weigh(client, context, staleness, bounds)
            }
            Some(_) | None => AtHand::Nothing,
        }
    }

    /// Whether a snapshot has been withdrawn since.
    pub(crate) fn is_over(&self, snapshot: &Client) -> bool {
        let table = self.table.as_deref();
        table.is_none_or(|table| table.is_over(snapshot))
    }

    async fn ask_neighbours(
        &self,
        client_id: &ClientId,
        context: &FetchContext<'_>,
        staleness: &Staleness,
        bounds: Bounds,
    ) -> Option<(Arc<Entry>, Source)> {
        let entry = self.neighbours.as_ref()?.look(client_id).await?;
        let (freshness, age) = (entry.freshness(bounds), entry.age(self.clock.now()));
        // What is stale is the flight's to renew, on a leg that may fetch.
        let source = match freshness.is_fresh(age) {
            true => Some(Source::Fetched),
            false if context.allows_fetch() => None,
            false => staleness.at_once(&freshness, age, context),
        };
        source.map(|source| (entry, source))
    }

    async fn ask_table(&self, client_id: &ClientId) -> Option<Client> {
        self.table.as_ref()?.load(client_id).await
    }

    /// A snapshot counts as the stale copy that it is, by the calendar (T9).
    fn weigh(
        &self,
        client: Client,
        context: &FetchContext<'_>,
        staleness: &Staleness,
        bounds: Bounds,
    ) -> AtHand {
        let wall = self.clock.wall();
        let outlasts = |leg| staleness.outlasts(&client, wall, leg);
        if is_fresh(&client, bounds, wall) {
            AtHand::Snapshot(client)
        } else if !context.leg().is_some_and(outlasts) {
            AtHand::Nothing
        } else if context.allows_fetch() {
            AtHand::Spare(client)
        } else {
            AtHand::Snapshot(client)
        }
    }
}

/// Neither longer than was said when it was fetched, nor than the server and the policy say now.
fn is_fresh(snapshot: &Client, bounds: Bounds, wall: SystemTime) -> bool {
    let at_most = bounds.lifetime.max.unwrap_or(bounds.ceiling);
    let longest = snapshot.fetched_at() + at_most.min(bounds.ceiling);
    wall < snapshot.fresh_until().min(longest)
}
