//! What a course takes over from the one before.

use std::sync::Arc;
use std::time::Duration;

use crate::resolve::brought::{Brought, Made, Recipe};
use crate::resolve::budget::{Budgets, Limits};
use crate::resolve::builder::error::BuildError;
use crate::resolve::cache::SharedCache;
use crate::resolve::clock::Clock;
use crate::resolve::event::Throttle;
use crate::resolve::fetch::Fetch;
use crate::resolve::flight::Flights;
use crate::resolve::means::{Course, Landed};
use crate::resolve::orders::LiveOrders;
use crate::resolve::pins::Pins;
use crate::resolve::records::Records;
use crate::resolve::slots::Slots;
use crate::resolve::store::{Bench, Board, Neighbours, SharedStore};
use crate::resolve::table::{ClientTable, HostTable};
use crate::rules::rule_set::RuleSet;

/// The course before, if there was one: what has been learnt and spent stays.
#[derive(Clone, Copy)]
pub(super) struct Heritage<'a>(pub(super) Option<&'a Course>);

impl Heritage<'_> {
    /// What the host brings in code, now or before.
    pub(super) fn own(self, own: Brought) -> Brought {
        match self.0 {
            Some(before) => own.or(&before.origin.own),
            None => own,
        }
    }

    pub(super) fn clock(self, own: Arc<dyn Clock>) -> Arc<dyn Clock> {
        self.0.map_or(own, |before| Arc::clone(before.clock()))
    }

    /// What other parts of the server were told once, and would not hear of now.
    pub(super) fn check_fixed(
        self,
        rules: &RuleSet,
        own: &Brought,
        cache_bytes: u64,
    ) -> Result<(), BuildError> {
        let Some(before) = self.0 else { return Ok(()) };
        let is_other_size = cache_bytes != before.origin.cache_bytes && own.cache.is_none();
        match rules.issuer != before.rules().issuer {
            true => Err(BuildError::Fixed("issuer")),
            false if is_other_size => Err(BuildError::Fixed("cache_bytes")),
            false => Ok(()),
        }
    }

    pub(super) fn fetcher(
        self,
        own: &Brought,
        recipe: Option<Recipe>,
    ) -> Result<(Arc<dyn Fetch>, Option<Made>), BuildError> {
        let before = self.0.and_then(|before| before.origin.made.as_ref());
        if let Some(fetch) = &own.fetch {
            return Ok((Arc::clone(fetch), before.cloned()));
        }
        let recipe = recipe.ok_or(BuildError::NoFetcher)?;
        let made = recipe.make(before).map_err(BuildError::Fetcher)?;
        Ok((Arc::clone(&made.fetch), Some(made)))
    }

    pub(super) fn cache(self, own: &Brought, bytes: u64) -> SharedCache {
        let before = || self.0.map(|before| before.cache().clone());
        let kept = own.cache.clone().or_else(before);
        kept.unwrap_or_else(|| SharedCache::new(bytes))
    }

    /// What is held is used for as long as the new bounds say.
    pub(super) fn rebound(self, bench: &Bench, cache: &SharedCache) {
        let changed = |before: &Course| before.retrieval.freshness != bench.freshness;
        if self.0.is_some_and(changed) {
            cache.rebound(&bench.freshness);
        }
    }

    pub(super) fn neighbours(
        self,
        store: Option<&SharedStore>,
        bench: Bench,
        cache: &SharedCache,
    ) -> Result<Option<Arc<Neighbours>>, BuildError> {
        let Some(store) = store else { return Ok(None) };
        let before = self.0.and_then(|before| {
            let neighbours = before.retrieval.neighbours.as_ref()?;
            Some((before.origin.store.as_ref()?, neighbours))
        });
        let neighbours = store.open(bench, cache.clone(), before);
        neighbours.map(Some).ok_or(BuildError::StoreKey)
    }

    pub(super) fn board(
        self,
        store: Option<&SharedStore>,
        neighbours: Option<&Neighbours>,
        bench: &Bench,
        orders: &Arc<LiveOrders>,
    ) -> Option<Arc<Board>> {
        let before = self
            .0
            .and_then(|before| Some((before.origin.store.as_ref()?, before.board.as_ref()?)));
        let board = store?.board(neighbours?, &bench.rules.issuer, orders, before)?;
        board.ensure();
        Some(board)
    }

    pub(super) fn records(self, bench: &Bench) -> Arc<Records> {
        match self.0 {
            Some(before) => Arc::clone(&before.retrieval.records),
            None => Arc::new(Records::new(Arc::clone(&bench.clock))),
        }
    }

    /// What the operator has ordered at run time stands, whatever the settings say.
    pub(super) fn orders(self, bench: &Bench) -> Arc<LiveOrders> {
        let rules = RuleSet::clone(&bench.rules);
        match self.0 {
            Some(before) => {
                if before.retrieval.rule_set != bench.rule_set {
                    before.orders().judge_by(rules);
                }
                Arc::clone(before.orders())
            }
            None => Arc::new(LiveOrders::new(rules, Arc::clone(&bench.clock))),
        }
    }

    pub(super) fn throttle(self, clock: &Arc<dyn Clock>, records: &Arc<Records>) -> Arc<Throttle> {
        match self.0 {
            Some(before) => Arc::clone(&before.retrieval.throttle),
            None => Arc::new(Throttle::new(Arc::clone(clock)).recording(Arc::clone(records))),
        }
    }

    pub(super) fn table(
        self,
        table: Option<Arc<dyn ClientTable>>,
        bench: &Bench,
        deadline: Duration,
        cache: &SharedCache,
    ) -> Option<Arc<HostTable>> {
        let (clock, rules) = (Arc::clone(&bench.clock), Arc::clone(&bench.rules));
        let table = HostTable::new(table?, clock, deadline, rules, cache.clone());
        let before = self.0.and_then(|before| before.retrieval.table.as_deref());
        Some(Arc::new(match before {
            Some(before) => table.following(before),
            None => table,
        }))
    }

    pub(super) fn pins(self, pins: Pins) -> Pins {
        match self.0 {
            Some(before) => pins.following(before.pins()),
            None => pins,
        }
    }

    pub(super) fn flights(self, waiters: usize) -> Flights<Landed> {
        match self.0 {
            Some(before) => before.flights.with_waiters(waiters),
            None => Flights::new(waiters),
        }
    }

    pub(super) fn slots(self, limit: usize) -> Arc<Slots> {
        match self.0 {
            Some(before) => {
                before.slots.resize(limit);
                Arc::clone(&before.slots)
            }
            None => Slots::new(limit),
        }
    }

    pub(super) fn budgets(self, limits: Limits) -> Arc<Budgets> {
        match self.0 {
            Some(before) => {
                before.budgets.relimit(limits);
                Arc::clone(&before.budgets)
            }
            None => Budgets::new(limits),
        }
    }
}
