//! All orders together.

use std::time::SystemTime;

use serde::Serialize;

use crate::resolve::orders::error::OrderError;
use crate::resolve::orders::order::{Block, Given, ModeOrder, PinOrder};
use crate::resolve::rulebook::{ClientPattern, Mode};

/// What the operator has ordered at run time, over the policy and the pins that the resolver was built
/// with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Orders {
    /// Counts the changes, across all nodes. 0 where nothing was ever ordered.
    pub version: u64,
    /// The mode that is ordered. `None`: as the policy has it.
    pub mode: Option<ModeOrder>,
    /// Clients that are refused, the oldest order first.
    pub blocks: Vec<Block>,
    /// Documents of the operator's, the oldest order first.
    pub pins: Vec<PinOrder>,
}

/// A change of the orders.
#[derive(Clone, Debug)]
pub(crate) enum OrderChange {
    Block(Block),
    Unblock(String),
    Pin(PinOrder),
    Unpin(String),
    Mode(Option<ModeOrder>),
}

impl Orders {
    /// Whether anything differs from what the resolver was built with.
    pub fn is_empty(&self) -> bool {
        self.mode.is_none() && self.blocks.is_empty() && self.pins.is_empty()
    }

    /// The mode that is ordered.
    pub(crate) fn ordered_mode(&self) -> Option<Mode> {
        self.mode.as_ref().map(|order| order.mode)
    }

    /// These orders after a change. Their version is for whoever writes them.
    pub(crate) fn after(&self, change: &OrderChange) -> Result<Orders, OrderError> {
        let mut orders = self.clone();
        match change.clone() {
            OrderChange::Block(block) => {
                orders.blocks.retain(|held| held.pattern != block.pattern);
                orders.blocks.push(block);
            }
            OrderChange::Unblock(pattern) => {
                take_out(&mut orders.blocks, |held| held.pattern == pattern)?;
            }
            OrderChange::Pin(pin) => {
                orders.pins.retain(|held| held.client_id != pin.client_id);
                orders.pins.push(pin);
            }
            OrderChange::Unpin(client_id) => {
                take_out(&mut orders.pins, |held| held.client_id == client_id)?;
            }
            OrderChange::Mode(mode) => orders.mode = mode,
        }
        match orders.blocks.len() <= MOST_BLOCKS && orders.pins.len() <= MOST_PINS {
            true => Ok(orders),
            false => Err(OrderError::Full),
        }
    }
}

impl Given {
    pub(crate) fn new(by: &str, why: &str, at: SystemTime) -> Result<Self, OrderError> {
        if by.is_empty() || by.len() > LONGEST_BY || why.len() > LONGEST_WHY {
            return Err(OrderError::Text);
        }
        Ok(Given {
            by: by.to_owned(),
            why: why.to_owned(),
            at,
        })
    }
}

impl Block {
    pub(crate) fn new(pattern: &str, given: Given) -> Result<Self, OrderError> {
        if pattern.len() > LONGEST_PATTERN {
            return Err(OrderError::Text);
        }
        pattern
            .parse::<ClientPattern>()
            .map_err(OrderError::Pattern)?;
        Ok(Block {
            pattern: pattern.to_owned(),
            given,
        })
    }
}

impl PinOrder {
    pub(crate) fn check_bounds(&self, now: SystemTime) -> Result<(), OrderError> {
        if self.document.len() > LARGEST_DOCUMENT {
            return Err(OrderError::NotHeld);
        }
        match self.expires > now {
            true => Ok(()),
            false => Err(OrderError::Expired),
        }
    }
}

fn take_out<T>(orders: &mut Vec<T>, is: impl Fn(&T) -> bool) -> Result<(), OrderError> {
    let place = orders.iter().position(is).ok_or(OrderError::Unknown)?;
    orders.remove(place);
    Ok(())
}

pub(crate) const MOST_BLOCKS: usize = 1024;
pub(crate) const MOST_PINS: usize = 64;
const LARGEST_DOCUMENT: usize = 64 * 1024;
/// A client_id may be as long.
const LONGEST_PATTERN: usize = 2048;
const LONGEST_BY: usize = 128;
const LONGEST_WHY: usize = 512;
