//! What a resolver works with.

use std::sync::Arc;
use std::time::Duration;

use crate::resolve::brought::{Brought, Made};
use crate::resolve::budget::Budgets;
use crate::resolve::cache::SharedCache;
use crate::resolve::clock::Clock;
use crate::resolve::entry::{Bounds, Entry};
use crate::resolve::error::ResolveError;
use crate::resolve::flight::Flights;
use crate::resolve::orders::LiveOrders;
use crate::resolve::pins::Pins;
use crate::resolve::policy::Policy;
use crate::resolve::registered::RegisteredClients;
use crate::resolve::retrieval::Retrieval;
use crate::resolve::slots::Slots;
use crate::resolve::staleness::Staleness;
use crate::resolve::store::{Board, SharedStore};
use crate::rules::client_id::ClientId;
use crate::rules::rule_set::RuleSet;

/// Everything that a resolution may come across.
#[derive(Debug)]
pub(crate) struct Course {
    pub(crate) registered: Option<Arc<dyn RegisteredClients>>,
    pub(crate) policy: Arc<dyn Policy>,
    /// What the nodes have of the operator's orders in common, where there is a store.
    pub(crate) board: Option<Arc<Board>>,
    pub(crate) flights: Flights<Landed>,
    pub(crate) slots: Arc<Slots>,
    pub(crate) budgets: Arc<Budgets>,
    pub(crate) retrieval: Arc<Retrieval>,
    pub(crate) staleness: Staleness,
    /// How long a hook of the host may take.
    pub(crate) hook_deadline: Duration,
    pub(crate) origin: Origin,
}

/// What a course was made of, for the one that comes after.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) own: Brought,
    pub(crate) made: Option<Made>,
    pub(crate) store: Option<SharedStore>,
    pub(crate) cache_bytes: u64,
}

/// What a flight brings.
pub(crate) type Landed = Result<Arc<Entry>, ResolveError>;

impl Course {
    pub(crate) fn cache(&self) -> &SharedCache {
        &self.retrieval.cache
    }

    pub(crate) fn pins(&self) -> &Pins {
        &self.retrieval.pins
    }

    pub(crate) fn orders(&self) -> &Arc<LiveOrders> {
        &self.retrieval.orders
    }

    /// Whether it is known what the operator has ordered, as far as it can be.
    pub(crate) fn has_begun(&self) -> bool {
        self.board.as_ref().is_none_or(|board| board.has_begun())
    }

    /// Waits until it is.
    pub(crate) async fn begun(&self) {
        if let Some(board) = &self.board {
            board.begin().await;
        }
    }

    pub(crate) fn rules(&self) -> &Arc<RuleSet> {
        &self.retrieval.rules
    }

    /// Within what the documents of a client are fresh at this moment.
    pub(crate) fn bounds(&self, client_id: &ClientId) -> Bounds {
        Bounds {
            lifetime: self.policy.lifetime(client_id),
            ceiling: self.retrieval.freshness.max,
        }
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.retrieval.clock
    }
}
