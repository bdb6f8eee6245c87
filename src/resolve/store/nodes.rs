//! The nodes that share the store, as far as they are heard of.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;

use crate::resolve::store::desk::{Desk, Kind};
use crate::resolve::store::refusal::StoreRefusal;
use crate::resolve::store::shelf::SKEW;

/// A sign of life: which node, by which version of the orders it goes, and when it said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Beat {
    pub(crate) node: String,
    pub(crate) version: u64,
    pub(crate) at: SystemTime,
}

/// The nodes that were heard of lately.
#[derive(Debug, Default)]
pub(crate) struct Nodes(Mutex<HashMap<String, (Instant, Beat)>>);

impl Beat {
    pub(crate) fn close(&self, desk: &Desk) -> Bytes {
        desk.close(Kind::Beat, &self.node, |writer| {
            writer.array(&self.version.to_be_bytes());
            writer.time(self.at);
        })
    }

    pub(crate) fn open(
        message: &Bytes,
        desk: &Desk,
        wall: SystemTime,
    ) -> Result<Self, StoreRefusal> {
        let (node, (version, at)) = desk.open(Kind::Beat, message, |reader| {
            Some((u64::from_be_bytes(reader.array()?), reader.time()?))
        })?;
        if at > wall + SKEW {
            return Err(StoreRefusal::Future);
        }
        if wall.duration_since(at).unwrap_or_default() > HEARD + SKEW {
            return Err(StoreRefusal::Rollback);
        }
        Ok(Beat { node, version, at })
    }
}

impl Nodes {
    /// Takes down a sign of life. Says whether it tells of a version that no other one told of.
    pub(crate) fn hear(&self, beat: Beat, now: Instant) -> bool {
        let mut nodes = self.lock();
        nodes.retain(|_, (heard, _)| now.saturating_duration_since(*heard) < HEARD);
        let is_news = nodes.values().all(|(_, held)| held.version < beat.version);
        if nodes.len() < MOST || nodes.contains_key(&beat.node) {
            nodes.insert(beat.node.clone(), (now, beat));
        }
        is_news
    }

    /// Those of the last seconds, by name.
    pub(crate) fn all(&self, now: Instant) -> Vec<Beat> {
        let nodes = self.lock();
        let recent = nodes
            .values()
            .filter(|(heard, _)| now.saturating_duration_since(*heard) < HEARD);
        let mut recent: Vec<_> = recent.map(|(_, beat)| beat.clone()).collect();
        recent.sort_by(|one, other| one.node.cmp(&other.node));
        recent
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Instant, Beat)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long a node is listed after its last sign of life, of which there is one each second.
const HEARD: Duration = Duration::from_secs(10);
const MOST: usize = 256;
