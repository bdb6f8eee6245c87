//! The orders that a resolver goes by at the moment.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use crate::resolve::clock::Clock;
use crate::resolve::orders::error::OrderError;
use crate::resolve::orders::in_force::InForce;
use crate::resolve::orders::list::{OrderChange, Orders};
use crate::rules::rule_set::RuleSet;

/// The orders that a resolver goes by at the moment. While nothing is ordered, asking costs one look at a
/// flag.
pub(crate) struct LiveOrders {
    given: AtomicBool,
    state: RwLock<State>,
    clock: Arc<dyn Clock>,
}

struct State {
    in_force: Arc<InForce>,
    rules: RuleSet,
}

impl LiveOrders {
    pub(crate) fn new(rules: RuleSet, clock: Arc<dyn Clock>) -> Self {
        LiveOrders {
            given: AtomicBool::new(false),
            state: RwLock::new(State {
                in_force: Arc::default(),
                rules,
            }),
            clock,
        }
    }

    /// The orders, where there are any.
    pub(crate) fn given(&self) -> Option<Arc<InForce>> {
        match self.given.load(Ordering::Acquire) {
            true => Some(self.in_force()),
            false => None,
        }
    }

    /// The orders, empty ones too.
    pub(crate) fn in_force(&self) -> Arc<InForce> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&state.in_force)
    }

    /// Changes them, where no store is shared.
    pub(crate) fn change(&self, change: &OrderChange) -> Result<(), OrderError> {
        let mut state = self.write();
        let before = Arc::clone(&state.in_force);
        let mut orders = before.orders.after(change)?;
        orders.version += 1;
        self.put(&mut state, Arc::new(orders), Some(&before));
        Ok(())
    }

    /// Goes by `orders`, unless they are not later than those in force. Says whether it does.
    pub(crate) fn take(&self, orders: Orders) -> bool {
        let mut state = self.write();
        if orders.mark() <= state.in_force.mark {
            return false;
        }
        let before = Arc::clone(&state.in_force);
        self.put(&mut state, Arc::new(orders), Some(&before));
        true
    }

    /// Judges the pins by other rules from now on.
    pub(crate) fn judge_by(&self, rules: RuleSet) {
        let mut state = self.write();
        let before = Arc::clone(&state.in_force);
        let next = InForce::new(Arc::clone(&before.orders), None, &rules, &*self.clock);
        state.in_force = Arc::new(next.following(&before));
        state.rules = rules;
    }

    fn put(&self, state: &mut State, orders: Arc<Orders>, before: Option<&InForce>) {
        let given = !orders.is_empty();
        state.in_force = Arc::new(InForce::new(orders, before, &state.rules, &*self.clock));
        self.given.store(given, Ordering::Release);
    }

    /// Nothing that runs under the lock leaves it half done.
    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for LiveOrders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = self.in_force().orders.version;
        f.debug_struct("LiveOrders")
            .field("version", &version)
            .finish()
    }
}
