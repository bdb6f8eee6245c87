//! What the last fetch of each document came to.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use serde::Serialize;

use crate::resolve::records::time::unix;

/// What the last fetch of a document came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LastResult {
    /// `fetched`, `confirmed` by a 304, or the rule that the answer broke, in full.
    pub outcome: &'static str,
    /// When. Serialized as seconds since 1970.
    #[serde(serialize_with = "unix")]
    pub at: SystemTime,
}

/// The last results, in two generations: where there is no room, those go that were not there since the
/// last time.
#[derive(Debug, Default)]
pub(crate) struct Results {
    recent: HashMap<Arc<str>, LastResult>,
    earlier: HashMap<Arc<str>, LastResult>,
}

impl Results {
    pub(crate) fn add(&mut self, client_id: Arc<str>, result: LastResult) {
        if self.recent.len() >= GENERATION {
            self.earlier = std::mem::take(&mut self.recent);
        }
        self.recent.insert(client_id, result);
    }

    pub(crate) fn of(&self, client_id: &str) -> Option<LastResult> {
        let held = self.recent.get(client_id);
        held.or_else(|| self.earlier.get(client_id)).copied()
    }
}

const GENERATION: usize = 4096;
