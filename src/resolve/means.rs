//! What a resolver works with.

use std::sync::Arc;
use std::time::Duration;

use crate::resolve::budget::Budgets;
use crate::resolve::cache::SharedCache;
use crate::resolve::clock::Clock;
use crate::resolve::entry::{Bounds, Entry};
use crate::resolve::error::ResolveError;
use crate::resolve::flight::Flights;
use crate::resolve::pins::Pins;
use crate::resolve::policy::Policy;
use crate::resolve::registered::RegisteredClients;
use crate::resolve::retrieval::Retrieval;
use crate::resolve::slots::Slots;
use crate::resolve::staleness::Staleness;
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
pub(crate) type Landed = Result<Arc<Entry>, ResolveError>;

impl Course {
    pub(crate) fn cache(&self) -> &SharedCache {
        &self.retrieval.cache
    }

    pub(crate) fn pins(&self) -> &Pins {
        &self.retrieval.pins
    }

    pub(crate) fn rules(&self) -> &RuleSet {
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
