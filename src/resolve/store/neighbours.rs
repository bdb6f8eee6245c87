//! The other nodes, as one retrieval sees them.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::resolve::clock::Clock;
use crate::resolve::entry::{Bounds, Entry};
use crate::resolve::error::ResolveError;
use crate::resolve::event;
use crate::resolve::store::desk::Desk;
use crate::resolve::store::leases::{Lease, Leases, Turn};
use crate::resolve::store::post::{Outbox, Post};
use crate::resolve::store::refusal::StoreRefusal;
use crate::resolve::store::shared_document::Bench;
use crate::resolve::store::shelf::{Reading, Shelf};
use crate::resolve::store::tasks::Tasks;
use crate::resolve::store::watermarks::Watermarks;
use crate::rules::blame::Blame;
use crate::rules::client_id::ClientId;

/// The second level behind the node's own cache: asked before a fetch, and told after it.
#[derive(Debug)]
pub(crate) struct Neighbours {
    pub(crate) shelf: Shelf,
    pub(crate) leases: Leases,
    pub(crate) post: Arc<Post>,
    pub(crate) tasks: Arc<Tasks>,
    pub(crate) clock: Arc<dyn Clock>,
}

/// What those who come after take over.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    /// What this node has seen.
    pub(crate) watermarks: Watermarks,
    /// What is still to be told.
    pub(crate) outbox: Arc<Outbox>,
    /// How other nodes of this server still write and read.
    pub(crate) former: Option<Arc<Desk>>,
    /// What listens until somebody else does.
    pub(crate) relieved: Option<Arc<dyn Any + Send + Sync>>,
}

/// What the neighbours have to say to a wish to fetch.
#[derive(Debug)]
pub(crate) enum Consulted {
    /// That one of them has fetched it, and it is fresh.
    Fresh(Arc<Entry>),
    /// Nothing against it.
    Fetch {
        /// A copy that is fresh no longer, but newer than what this node has: it can be renewed,
        /// or made do with.
        newer: Option<Arc<Entry>>,
        /// To be handed to [`Neighbours::tell`].
        lease: Option<Lease>,
    },
}

impl Neighbours {
    /// The same neighbours, whose documents are kept for another time.
    pub(crate) fn judging_by(&self, bench: Bench) -> Self {
        Neighbours {
            shelf: Shelf {
                bench,
                ..self.shelf.clone()
            },
            leases: self.leases.clone(),
            post: Arc::clone(&self.post),
            tasks: Arc::clone(&self.tasks),
            clock: Arc::clone(&self.clock),
        }
    }

    pub(crate) fn desk(&self) -> Arc<Desk> {
        Arc::clone(&self.shelf.desk)
    }

    /// Delivers no longer. What is posted here from now on, others deliver.
    pub(crate) fn hand_over(&self, former: Option<Arc<Desk>>) -> Handover {
        let ran = self.tasks.relieve();
        Handover {
            watermarks: self.shelf.watermarks.clone(),
            outbox: Arc::clone(&self.post.outbox),
            former,
            relieved: ran.then(|| Arc::clone(&self.tasks) as _),
        }
    }

    /// Hears and delivers from now on, without being asked for anything first.
    pub(crate) fn attend(&self) {
        self.tasks.ensure(&self.post);
    }

    /// Asks for a fresh document of `client_id`, newer than the one `held`, and for the right to
    /// fetch it.
    ///
    /// If another node is about to fetch it, this waits for that one: once, and no longer than its
    /// lease runs (T7).
    pub(crate) async fn consult(
        &self,
        client_id: &ClientId,
        held: Option<&Entry>,
        bounds: Bounds,
    ) -> Consulted {
        self.tasks.ensure(&self.post);
        let wish = Wish {
            client_id,
            held,
            bounds,
        };
        match self.shelf.read(client_id).await {
            Reading::Entry(entry) if self.fulfils(&entry, wish) => Consulted::Fresh(entry),
            Reading::Entry(entry) => {
                let newer = wish.is_newer(&entry).then_some(entry);
                self.take_turn(wish, newer).await
            }
            Reading::Nothing => self.take_turn(wish, None).await,
            Reading::Refused(refusal) => {
                self.tell_of(client_id, refusal);
                self.take_turn(wish, None).await
            }
            Reading::Away => Consulted::alone(None),
        }
    }

    /// What the neighbours have of `client_id`, fresh or not, for a request that must not fetch.
    pub(crate) async fn look(&self, client_id: &ClientId) -> Option<Arc<Entry>> {
        self.tasks.ensure(&self.post);
        match self.shelf.read(client_id).await {
            Reading::Entry(entry) => Some(entry),
            Reading::Refused(refusal) => {
                self.tell_of(client_id, refusal);
                None
            }
            Reading::Nothing | Reading::Away => None,
        }
    }

    /// Tells what came of a fetch: leaves a good document, withdraws a bad one, and gives the lease
    /// back. The weather here says nothing about the weather there.
    pub(crate) async fn tell(
        &self,
        client_id: &ClientId,
        outcome: &Result<Arc<Entry>, ResolveError>,
        lease: Option<Lease>,
    ) {
        match outcome {
            Ok(entry) => self.shelf.write(entry).await,
            Err(error) if error.blame() == Blame::Document => self.withdraw(client_id.as_str()),
            Err(_) => {}
        }
        if let Some(lease) = lease {
            self.leases.give_back(lease).await;
        }
    }

    /// Has the document of `client_id` forgotten everywhere.
    pub(crate) fn withdraw(&self, client_id: &str) {
        self.post.withdraw(client_id);
        self.tasks.ensure(&self.post);
    }

    fn tell_of(&self, client_id: &ClientId, refusal: StoreRefusal) {
        let throttle = &self.leases.access.throttle;
        event::store_refused(throttle, Some(client_id.as_str()), refusal.rule());
    }

    async fn take_turn(&self, wish: Wish<'_>, newer: Option<Arc<Entry>>) -> Consulted {
        match self.leases.take(wish.client_id.as_str()).await {
            Turn::Ours(lease) => self.begin(wish, newer, lease).await,
            Turn::Theirs(remaining) => self.wait(wish, newer, remaining).await,
            Turn::Unknown => Consulted::alone(newer),
        }
    }

    /// With the lease in hand a second look: another node may have ended its turn since the first.
    async fn begin(&self, wish: Wish<'_>, newer: Option<Arc<Entry>>, lease: Lease) -> Consulted {
        match self.look_again(wish).await {
            Some(entry) => {
                self.leases.give_back(lease).await;
                Consulted::Fresh(entry)
            }
            None => Consulted::Fetch {
                newer,
                lease: Some(lease),
            },
        }
    }

    /// Waits until another node has fetched, has given up, or had its time.
    async fn wait(
        &self,
        wish: Wish<'_>,
        newer: Option<Arc<Entry>>,
        remaining: Duration,
    ) -> Consulted {
        let end = self.clock.now() + remaining;
        loop {
            let left = end.saturating_duration_since(self.clock.now());
            self.clock.sleep(left.min(POLL)).await;
            if let Some(entry) = self.look_again(wish).await {
                return Consulted::Fresh(entry);
            }
            match self.leases.take(wish.client_id.as_str()).await {
                Turn::Ours(lease) => return self.begin(wish, newer, lease).await,
                Turn::Theirs(_) if !self.is_past(end) => {}
                Turn::Theirs(_) | Turn::Unknown => return Consulted::alone(newer),
            }
        }
    }

    /// A further look, which says nothing about what the first one has already told.
    async fn look_again(&self, wish: Wish<'_>) -> Option<Arc<Entry>> {
        match self.shelf.read(wish.client_id).await {
            Reading::Entry(entry) if self.fulfils(&entry, wish) => Some(entry),
            _ => None,
        }
    }

    fn fulfils(&self, entry: &Entry, wish: Wish<'_>) -> bool {
        entry.is_fresh(wish.bounds, self.clock.now()) && wish.is_newer(entry)
    }

    fn is_past(&self, end: Instant) -> bool {
        end <= self.clock.now()
    }
}

impl Consulted {
    fn alone(newer: Option<Arc<Entry>>) -> Self {
        Consulted::Fetch { newer, lease: None }
    }
}

/// What is looked for: a copy that is renewed ahead of its expiry wants a newer one, not itself.
#[derive(Clone, Copy)]
struct Wish<'a> {
    client_id: &'a ClientId,
    held: Option<&'a Entry>,
    bounds: Bounds,
}

impl Wish<'_> {
    fn is_newer(self, entry: &Entry) -> bool {
        let fetched_at = |entry: &Entry| entry.client().fetched_at();
        self.held
            .is_none_or(|held| fetched_at(held) < fetched_at(entry))
    }
}

/// How often a waiting node looks: what it adds to a fetch is not noticed by who waits for it.
const POLL: Duration = Duration::from_millis(25);
