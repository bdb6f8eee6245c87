//! From one fetch to one key set.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use crate::resolve::clock::{Clock, within};
use crate::resolve::event::{self, Subject, Throttle};
use crate::resolve::fetch::{Fetch, FetchError, FetchRequest, Fetched};
use crate::resolve::keys::cache::KeyCache;
use crate::resolve::keys::error::KeysError;
use crate::resolve::keys::key_set::{KeySet, MAX_BYTES};
use crate::rules::blame::Blame;

/// What a flight does: fetch, judge, keep.
#[derive(Debug)]
pub(super) struct Retrieval {
    pub(super) fetch: Arc<dyn Fetch>,
    pub(super) clock: Arc<dyn Clock>,
    /// How often events are told.
    pub(super) throttle: Throttle,
    pub(super) cache: KeyCache,
    pub(super) deadline: Duration,
}

impl Retrieval {
    pub(super) async fn run(
        &self,
        jwks_uri: &Arc<str>,
        preferred: bool,
    ) -> Result<Arc<KeySet>, KeysError> {
        let asked = self.clock.now();
        let request = FetchRequest {
            preferred,
            ..FetchRequest::key_set(Arc::clone(jwks_uri), MAX_BYTES)
        };
        let fetched = within(&*self.clock, self.deadline, self.fetch.fetch(request)).await;
        let delay = self.clock.now().saturating_duration_since(asked);
        let outcome = fetched
            .unwrap_or(Err(FetchError::TimedOut))
            .map_err(KeysError::from)
            .and_then(|fetched| self.judge(jwks_uri, fetched, delay));
        let blame = outcome.as_ref().map(|_| ()).map_err(KeysError::blame);
        event::landed(Subject::KeySet, blame, delay);
        self.keep(jwks_uri, &outcome, delay);
        outcome
    }

    fn judge(
        &self,
        jwks_uri: &str,
        fetched: Fetched,
        delay: Duration,
    ) -> Result<Arc<KeySet>, KeysError> {
        event::keys_fetched(jwks_uri, fetched.status, fetched.body.len(), delay);
        let received = (self.clock.now(), self.clock.wall());
        KeySet::read(fetched, received, delay).map(Arc::new)
    }

    /// A set that its publisher has withdrawn or spoilt is gone; bad weather changes nothing.
    fn keep(&self, jwks_uri: &Arc<str>, outcome: &Result<Arc<KeySet>, KeysError>, delay: Duration) {
        match outcome {
            Ok(set) => self.cache.put(jwks_uri, set),
            Err(error) => {
                let (cause, source) = (error.cause(), error.source());
                event::keys_unavailable(&self.throttle, jwks_uri, cause, source, delay);
                if error.blame() != Blame::Weather {
                    self.cache.forget(jwks_uri);
                }
            }
        }
    }
}
