//! What is going on.

use std::sync::Arc;

use crate::resolve::budget::Purpose;
use crate::resolve::means::Course;
use crate::resolve::operator::filter::RefusalFilter;
use crate::resolve::operator::standing::{
    Budgets, Durability, EffectiveMode, Node, Purse, StoreHealth,
};
use crate::resolve::orders::Orders;
use crate::resolve::records::{ChangeRecord, RefusalRecord};
use crate::resolve::resolver::{Resolver, Stats};
use crate::resolve::store::Board;

/// The operator's hand on a [`Resolver`]; see [`operator`](crate::resolve::operator). Cheap to clone.
#[derive(Clone, Debug)]
pub struct Operator {
    pub(super) resolver: Resolver,
}

impl Resolver {
    /// The operator's hand on this resolver.
    ///
    /// From the first call on the resolver takes down what happens, for [`Operator::refusals`],
    /// [`Operator::changes`] and the last result of each client: refusals and fetches alone, never a hit, and
    /// some 6 MiB at most.
    pub fn operator(&self) -> Operator {
        self.course().retrieval.records.begin();
        Operator {
            resolver: self.clone(),
        }
    }
}

impl Operator {
    /// The resolver.
    pub fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// The refusals of the last 24 h on this node, those of the layers included, summed up by client_id, rule
    /// and leg, the latest first. At most 512: whoever is to blame drives out his own kind alone.
    pub fn refusals(&self, filter: &RefusalFilter) -> Vec<RefusalRecord> {
        let mut refusals = self.course().retrieval.records.refusals();
        refusals.retain(|record| filter.accepts(record));
        refusals
    }

    /// The last changes of documents that this node has seen, the latest first. At most 256.
    pub fn changes(&self) -> Vec<ChangeRecord> {
        self.course().retrieval.records.changes()
    }

    /// What is left for fetches.
    pub fn budgets(&self) -> Budgets {
        let course = self.course();
        Budgets {
            discovery: self.purse(Purpose::Discovery),
            refresh: self.purse(Purpose::Refresh),
            in_flight: course.slots.in_flight(),
            most_in_flight: course.slots.limit(),
            accounts: course.budgets.accounts(),
        }
    }

    /// How the shared store is.
    pub fn store(&self) -> StoreHealth {
        StoreHealth::of(self.course().board.as_deref())
    }

    /// The nodes that share the store, this one first. Without a store there is none.
    pub fn nodes(&self) -> Vec<Node> {
        let nodes = self.course().board.as_deref().map(Board::nodes);
        Node::list(nodes.unwrap_or_default())
    }

    /// What is ordered, as far as this node knows.
    pub fn orders(&self) -> Arc<Orders> {
        Arc::clone(&self.course().orders().in_force().orders)
    }

    /// Where orders last.
    pub fn durability(&self) -> Durability {
        match self.course().board {
            Some(_) => Durability::Store,
            None => Durability::Process,
        }
    }

    /// In which mode the server is.
    pub fn mode(&self) -> EffectiveMode {
        let ordered = self.orders().mode.is_some();
        EffectiveMode {
            mode: self.course().policy.mode(),
            ordered,
        }
    }

    /// What the resolver holds.
    pub fn stats(&self) -> Stats {
        self.resolver.stats()
    }

    fn purse(&self, purpose: Purpose) -> Purse {
        let course = self.course();
        let (per_minute, left) = course.budgets.left(purpose, course.clock().now());
        let [strangers, users, proven] = left;
        Purse {
            per_minute,
            strangers,
            users,
            proven,
        }
    }

    pub(super) fn course(&self) -> Arc<Course> {
        self.resolver.course()
    }
}
