//! Documents that changed lately.

use std::collections::VecDeque;
use std::time::SystemTime;

use bytes::Bytes;
use serde::Serialize;

use crate::resolve::records::time::unix;

/// A document that its publisher changed, or no longer gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChangeRecord {
    /// Whose.
    pub client_id: String,
    /// When this server saw it. Serialized as seconds since 1970.
    #[serde(serialize_with = "unix")]
    pub at: SystemTime,
    /// The names of the kinds of the differences; empty where there is no valid document any longer.
    pub kinds: Vec<&'static str>,
    /// The rule that the publisher's answer broke, where there is no valid document any longer.
    pub rule: Option<&'static str>,
    /// The document before, as it was published. Not serialized.
    #[serde(skip)]
    pub before: Bytes,
}

/// The last changes.
#[derive(Debug, Default)]
pub(crate) struct RecentChanges {
    changes: VecDeque<ChangeRecord>,
    bytes: usize,
}

impl RecentChanges {
    pub(crate) fn add(&mut self, change: ChangeRecord) {
        self.bytes += change.before.len();
        self.changes.push_back(change);
        while self.changes.len() > MOST || self.bytes > MOST_BYTES {
            let Some(gone) = self.changes.pop_front() else {
                return;
            };
            self.bytes -= gone.before.len();
        }
    }

    /// The latest first.
    pub(crate) fn all(&self) -> Vec<ChangeRecord> {
        self.changes.iter().rev().cloned().collect()
    }
}

const MOST: usize = 256;
const MOST_BYTES: usize = 4 * 1024 * 1024;
