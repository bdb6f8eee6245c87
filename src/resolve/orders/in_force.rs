//! Orders that can be gone by.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use crate::resolve::clock::Clock;
use crate::resolve::error::ResolveError;
use crate::resolve::orders::list::Orders;
use crate::resolve::orders::order::{Block, PinOrder, PinUse};
use crate::resolve::orders::wire::Mark;
use crate::resolve::pin::PinError;
use crate::resolve::pins::Pinned;
use crate::resolve::rulebook::{Effect, Mode, Rule, Rulebook};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::rule_set::RuleSet;

/// Orders, made ready for one resolver.
#[derive(Debug, Default)]
pub(crate) struct InForce {
    pub(crate) orders: Arc<Orders>,
    pub(crate) mark: Mark,
    /// One rule for each block, by its place among them.
    blocks: Rulebook,
    pins: HashMap<String, Judged>,
}

/// A pin, and what these rules say of its document.
#[derive(Clone, Debug)]
struct Judged {
    order: PinOrder,
    outcome: Result<Arc<Pinned>, PinError>,
}

impl InForce {
    /// `before` is what was in force until now: what is known of a pin's publisher stays known (T9).
    pub(crate) fn new(
        orders: Arc<Orders>,
        before: Option<&InForce>,
        rules: &RuleSet,
        clock: &dyn Clock,
    ) -> Self {
        let pins = orders.pins.iter().map(|order| {
            let held = before.and_then(|before| before.pins.get(&order.client_id));
            let judged = match held.filter(|held| held.order == *order) {
                Some(held) => held.clone(),
                None => Judged::new(order, rules, clock),
            };
            (order.client_id.clone(), judged)
        });
        InForce {
            blocks: rulebook(&orders.blocks),
            pins: pins.collect(),
            mark: orders.mark(),
            orders,
        }
    }

    /// What is known of a pin's publisher stays known by other rules, too (T9).
    pub(crate) fn following(mut self, before: &InForce) -> Self {
        for (client_id, judged) in &mut self.pins {
            let held = before.pins.get(client_id);
            let held = held.and_then(|held| held.outcome.as_ref().ok());
            if let (Ok(pinned), Some(held)) = (&mut judged.outcome, held) {
                pinned.follow(held);
            }
        }
        self
    }

    pub(crate) fn mode(&self) -> Option<Mode> {
        self.orders.ordered_mode()
    }

    /// The block that is against a client_id.
    pub(crate) fn block(&self, client_id: &ClientId) -> Option<&Block> {
        let place = self.blocks.rule_for(client_id)?.name().parse::<usize>();
        self.orders.blocks.get(place.ok()?)
    }

    /// The pin that is used instead of the publisher's document. One that these rules refuse has the
    /// client refused: to fall back to what the publisher gives would undo the order unasked.
    pub(crate) fn instead(&self, client_id: &str) -> Option<Result<Arc<Pinned>, ResolveError>> {
        let judged = self.of(client_id, PinUse::Instead)?;
        Some(judged.outcome.clone().map_err(|error| match error {
            PinError::Document(error) => ResolveError::Document(error),
            PinError::ClientId(error) => ResolveError::ClientId(error),
            PinError::Repeated | PinError::Digest => ResolveError::PinExpired,
        }))
    }

    /// The client that is used where the weather keeps the document away.
    pub(crate) fn last_resort(&self, client_id: &str, now: Instant) -> Option<Client> {
        let judged = self.pins.get(client_id)?;
        let pinned = judged.outcome.as_ref().ok()?;
        pinned.last_resort(now).cloned()
    }

    /// What the publisher said last: whether it gives a valid document (T9).
    pub(crate) fn set_withdrawn(&self, client_id: &str, withdrawn: bool) {
        if let Some(Ok(pinned)) = self.pins.get(client_id).map(|judged| &judged.outcome) {
            pinned.set_withdrawn(withdrawn);
        }
    }

    /// Every pin that can be used, with its client.
    pub(crate) fn pinned(&self) -> Vec<Arc<Pinned>> {
        let outcomes = self.pins.values().map(|judged| judged.outcome.clone());
        outcomes.filter_map(Result::ok).collect()
    }

    /// The pin that was ordered for a client.
    pub(crate) fn pin(&self, client_id: &str) -> Option<&PinOrder> {
        self.pins.get(client_id).map(|judged| &judged.order)
    }

    fn of(&self, client_id: &str, used: PinUse) -> Option<&Judged> {
        let judged = self.pins.get(client_id);
        judged.filter(|judged| judged.order.used == used)
    }
}

impl Judged {
    fn new(order: &PinOrder, rules: &RuleSet, clock: &dyn Clock) -> Self {
        Judged {
            order: order.clone(),
            outcome: Pinned::judge(&order.pin(), rules, clock).map(Arc::new),
        }
    }
}

/// Patterns were read when they were ordered; one that cannot be read here matches nothing.
fn rulebook(blocks: &[Block]) -> Rulebook {
    let rules = blocks.iter().enumerate().filter_map(|(place, block)| {
        Rule::new(place.to_string(), Effect::Deny, [&block.pattern]).ok()
    });
    Rulebook::new(rules).unwrap_or_default()
}
