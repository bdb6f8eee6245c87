//! The resolver, out of its parts.

use std::sync::Arc;

use crate::resolve::budget::Budgets;
use crate::resolve::builder::error::BuildError;
use crate::resolve::builder::parts::ResolverBuilder;
use crate::resolve::cache::SharedCache;
use crate::resolve::event::Throttle;
use crate::resolve::flight::Flights;
use crate::resolve::means::Course;
use crate::resolve::orders::{LiveOrders, OrderedPolicy};
use crate::resolve::pins::Pins;
use crate::resolve::records::Records;
use crate::resolve::resolver::Resolver;
use crate::resolve::retrieval::Retrieval;
use crate::resolve::slots::Slots;
use crate::resolve::staleness::Staleness;
use crate::resolve::store::{Bench, Board, Neighbours, SharedStore};
use crate::resolve::table::HostTable;
use crate::rules::issuer::Issuer;
use crate::rules::rule_set::RuleSet;

impl ResolverBuilder {
    /// Whether a fetcher was set: asked by floor 2, which brings the default one.
    pub(crate) fn has_fetcher(&self) -> bool {
        self.fetch.is_some()
    }

    /// The resolver. The public `build` stands on floor 2, because it brings the default fetcher.
    pub(crate) fn assemble(self) -> Result<Resolver, BuildError> {
        self.check_settings()?;
        let mut rules = RuleSet::new(Issuer::parse(&self.issuer).map_err(BuildError::Issuer)?);
        self.changes
            .into_iter()
            .for_each(|change| change(&mut rules));
        let pins = Pins::judge(self.pins, &rules, &*self.clock)
            .map_err(|(client_id, source)| BuildError::Pin { client_id, source })?;
        let cache = self
            .cache
            .unwrap_or_else(|| SharedCache::new(self.cache_bytes));
        let table = self.table.map(|table| {
            let (clock, rules) = (Arc::clone(&self.clock), rules.clone());
            let table = HostTable::new(table, clock, self.hook_deadline, rules, cache.clone());
            Arc::new(table)
        });
        let bench = Bench {
            clock: Arc::clone(&self.clock),
            rules: rules.clone(),
            freshness: self.freshness.clone(),
        };
        let records = Arc::new(Records::new(Arc::clone(&self.clock)));
        let throttle = Throttle::new(Arc::clone(&self.clock)).recording(Arc::clone(&records));
        let throttle = Arc::new(throttle);
        let orders = Arc::new(LiveOrders::new(rules.clone(), Arc::clone(&self.clock)));
        let policy = OrderedPolicy {
            host: self.policy,
            orders: Arc::clone(&orders),
            throttle: Arc::clone(&throttle),
        };
        let (neighbours, board) = shared(self.store, bench, &cache, &orders)?.unzip();
        board.iter().for_each(Board::ensure);
        let retrieval = Retrieval {
            fetch: self.fetch.ok_or(BuildError::NoFetcher)?,
            throttle,
            orders,
            records,
            clock: self.clock,
            neighbours,
            table,
            cache,
            pins,
            observer: self.observer,
            rule_set: rules.digest(),
            rules,
            freshness: self.freshness,
            deadline: self.fetch_deadline,
        };
        Ok(Resolver::new(Course {
            registered: self.registered,
            policy,
            board: board.map(Arc::new),
            flights: Flights::new(self.waiters),
            slots: Slots::new(self.in_flight),
            budgets: Budgets::new(self.limits),
            retrieval: Arc::new(retrieval),
            staleness: Staleness(self.stale),
            hook_deadline: self.hook_deadline,
        }))
    }
}

fn shared(
    store: Option<SharedStore>,
    bench: Bench,
    cache: &SharedCache,
    orders: &Arc<LiveOrders>,
) -> Result<Option<(Neighbours, Board)>, BuildError> {
    let Some(store) = store else {
        return Ok(None);
    };
    let shared = store.open(bench, cache.clone(), Arc::clone(orders));
    shared.map(Some).ok_or(BuildError::StoreKey)
}
