//! The resolver, out of its parts.

use std::sync::Arc;

use crate::resolve::brought::Brought;
use crate::resolve::builder::error::BuildError;
use crate::resolve::builder::heritage::Heritage;
use crate::resolve::builder::parts::ResolverBuilder;
use crate::resolve::means::{Course, Origin};
use crate::resolve::orders::OrderedPolicy;
use crate::resolve::patterns::AllowedClients;
use crate::resolve::pins::Pins;
use crate::resolve::policy::Policy;
use crate::resolve::resolver::Resolver;
use crate::resolve::retrieval::Retrieval;
use crate::resolve::staleness::Staleness;
use crate::resolve::store::Bench;
use crate::rules::issuer::Issuer;
use crate::rules::rule_set::RuleSet;

impl ResolverBuilder {
    /// Whether it is known how to make a fetcher: asked by floor 2, which brings the default one.
    #[cfg(feature = "reqwest")]
    pub(crate) fn has_recipe(&self) -> bool {
        self.recipe.is_some()
    }

    /// The resolver. The public `build` stands on floor 2, because it brings the default fetcher.
    pub(crate) fn assemble(self) -> Result<Resolver, BuildError> {
        self.course(Heritage(None)).map(Resolver::new)
    }

    /// The course by these settings. Nothing of the one before is changed where it cannot be made.
    fn course(mut self, heritage: Heritage<'_>) -> Result<Course, BuildError> {
        self.check_settings()?;
        let rules = Arc::new(self.rule_set()?);
        let own = heritage.own(std::mem::take(&mut self.own));
        heritage.check_fixed(&rules, &own, self.cache_bytes)?;
        let clock = heritage.clock(self.clock);
        let pins = Pins::judge(self.pins, &rules, &*clock)
            .map_err(|(client_id, source)| BuildError::Pin { client_id, source })?;
        let (fetch, made) = heritage.fetcher(&own, self.recipe)?;
        let parts = own.clone().or(&self.written);
        let cache = heritage.cache(&own, self.cache_bytes);
        let bench = Bench {
            clock,
            rule_set: rules.digest(),
            rules,
            freshness: self.freshness,
        };
        // The last that can fail, because whoever went before hands over here.
        let neighbours = heritage.neighbours(parts.store.as_ref(), bench.clone(), &cache)?;
        heritage.rebound(&bench, &cache);
        let (records, orders) = (heritage.records(&bench), heritage.orders(&bench));
        let throttle = heritage.throttle(&bench.clock, &records);
        let policy = OrderedPolicy::new(policy(&own, &self.written), &orders, &throttle);
        let board = heritage.board(parts.store.as_ref(), neighbours.as_deref(), &bench, &orders);
        let retrieval = Retrieval {
            fetch,
            throttle,
            orders,
            records,
            neighbours,
            table: heritage.table(parts.table, &bench, self.hook_deadline, &cache),
            cache,
            pins: heritage.pins(pins),
            observer: parts.observer,
            clock: bench.clock,
            rules: bench.rules,
            rule_set: bench.rule_set,
            freshness: bench.freshness,
            deadline: self.fetch_deadline,
        };
        Ok(Course {
            registered: parts.registered,
            policy: Arc::new(policy),
            board,
            flights: heritage.flights(self.waiters),
            slots: heritage.slots(self.in_flight),
            budgets: heritage.budgets(self.limits),
            retrieval: Arc::new(retrieval),
            staleness: Staleness(self.stale),
            hook_deadline: self.hook_deadline,
            origin: Origin {
                own,
                made,
                store: parts.store,
                cache_bytes: self.cache_bytes,
            },
        })
    }

    fn rule_set(&mut self) -> Result<RuleSet, BuildError> {
        let mut rules = RuleSet::new(Issuer::parse(&self.issuer).map_err(BuildError::Issuer)?);
        let changes = std::mem::take(&mut self.changes).into_iter();
        changes.for_each(|change| change(&mut rules));
        Ok(rules)
    }
}

impl Resolver {
    /// Goes by the settings of `next` from now on. The public `replace` stands on floor 2, as does `build`.
    pub(crate) fn take_over(&self, next: ResolverBuilder) -> Result<(), BuildError> {
        self.succeed(|before| next.course(Heritage(Some(before))))
    }
}

/// The host's own policy and the file's, if both have one: both must allow.
fn policy(own: &Brought, written: &Brought) -> Arc<dyn Policy> {
    match (own.policy.clone(), written.policy.clone()) {
        (Some(own), Some(written)) => Arc::new((own, written)),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Arc::new(AllowedClients::any()),
    }
}
