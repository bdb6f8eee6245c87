//! How the server stands.

use std::time::SystemTime;

use serde::Serialize;

use crate::resolve::policy::Mode;
use crate::resolve::records::unix;
use crate::resolve::store::{Beat, Board, Health};

/// Where orders last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Durability {
    /// In this process alone, and until it ends: there is no shared store.
    Process,
    /// In the shared store, for all its nodes.
    Store,
}

/// In which mode the server is, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EffectiveMode {
    /// The mode.
    pub mode: Mode,
    /// Whether an [order](crate::resolve::Operator::set_mode) says so. Else it is the policy's own.
    pub ordered: bool,
}

/// What is left for fetches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Budgets {
    /// Fetches of documents that are not at hand.
    pub discovery: Purse,
    /// Fetches of newer copies.
    pub refresh: Purse,
    /// Fetches under way.
    pub in_flight: usize,
    /// How many may be under way at once.
    pub most_in_flight: usize,
    /// Client_ids, hosts, requesters and proven clients that are remembered.
    pub accounts: usize,
}

/// What is left of one rate. Each part contains the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Purse {
    /// How many a minute there are in all.
    pub per_minute: u32,
    /// How many of them strangers have left now.
    pub strangers: u32,
    /// How many users who have signed in have left now.
    pub users: u32,
    /// How many proven clients have left now.
    pub proven: u32,
}

/// How the shared store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StoreState {
    /// There is none.
    None,
    /// It answers.
    Up,
    /// It failed, and this node works alone.
    Lost,
}

/// What the last failure of the shared store was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StoreTrouble {
    /// It said that it failed; the event `cimd.store_lost` has the detail.
    Failed,
    /// It was late.
    Late,
}

/// The health of the shared store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StoreHealth {
    /// How it is.
    pub state: StoreState,
    /// For how long it has been lost, in seconds.
    pub lost_seconds: Option<u64>,
    /// What the last failure was, if there was one since this node started.
    pub last_trouble: Option<StoreTrouble>,
    /// Whether this node has read what is ordered in the store.
    pub orders_read: bool,
}

/// One node that shares the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Node {
    /// Its [name](crate::resolve::SharedStore::node).
    pub name: String,
    /// Whether it is this one.
    pub is_this: bool,
    /// The version of the orders that it goes by.
    pub version: u64,
    /// Whether another node goes by a newer one.
    pub is_behind: bool,
    /// When it was last heard of, within 10 s. Serialized as seconds since 1970.
    #[serde(serialize_with = "unix")]
    pub seen: SystemTime,
}

impl StoreHealth {
    pub(super) fn of(board: Option<&Board>) -> Self {
        let health = board.map(Board::health);
        let lost = health.and_then(|health| health.lost_for);
        StoreHealth {
            state: match (health, lost) {
                (None, _) => StoreState::None,
                (Some(_), None) => StoreState::Up,
                (Some(_), Some(_)) => StoreState::Lost,
            },
            lost_seconds: lost.map(|lost| lost.as_secs()),
            last_trouble: health.and_then(StoreTrouble::of),
            orders_read: board.is_some_and(Board::has_read),
        }
    }
}

impl StoreTrouble {
    fn of(health: Health) -> Option<Self> {
        health.was_late.map(|was_late| match was_late {
            true => StoreTrouble::Late,
            false => StoreTrouble::Failed,
        })
    }
}

impl Node {
    /// The first is this one.
    pub(super) fn list(beats: Vec<Beat>) -> Vec<Self> {
        let newest = beats.iter().map(|beat| beat.version).max();
        let nodes = beats.into_iter().enumerate().map(|(place, beat)| Node {
            is_this: place == 0,
            is_behind: Some(beat.version) < newest,
            version: beat.version,
            seen: beat.at,
            name: beat.node,
        });
        nodes.collect()
    }
}
