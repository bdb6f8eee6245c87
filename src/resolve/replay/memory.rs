//! Used assertions in memory.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::resolve::clock::Clock;
use crate::resolve::fetch::BoxFuture;
use crate::resolve::replay::store::{Claim, ReplayError, ReplayStore, SingleUse};

/// Used assertions of this process, at most so many, and of one client at most an eighth of them.
///
/// Each takes about 200 bytes, whatever the length of its `jti`. None is forgotten early: where
/// there is no room, claims fail. Whoever keeps it full needs eight clients of his own and their
/// keys; a rate limit by client is the answer to him.
///
/// A restart forgets everything, so that an assertion that was used just before can be used once
/// more. Where that matters, a store that outlives the process is needed.
pub struct MemoryReplayStore {
    clock: Arc<dyn Clock>,
    most: usize,
    claims: Mutex<Claims>,
}

type Hash = [u8; 32];

#[derive(Default)]
struct Claims {
    held: HashSet<Hash>,
    clients: HashMap<Hash, usize>,
    /// What is over first on top: when, the assertion, its client.
    ends: BinaryHeap<Reverse<(SystemTime, Hash, Hash)>>,
}

impl MemoryReplayStore {
    /// A store of at most [`MemoryReplayStore::MOST`] assertions.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::of_at_most(Self::MOST, clock)
    }

    /// A store of at most `most` assertions.
    pub fn of_at_most(most: usize, clock: Arc<dyn Clock>) -> Self {
        MemoryReplayStore {
            clock,
            most,
            claims: Mutex::default(),
        }
    }

    /// How many assertions it remembers.
    pub fn len(&self) -> usize {
        self.claims().held.len()
    }

    /// Whether it remembers none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn claim_now(&self, wanted: &SingleUse<'_>) -> Result<Claim, ReplayError> {
        let (client, assertion) = (wanted.client_digest(), wanted.digest());
        let mut claims = self.claims();
        claims.forget(self.clock.wall());
        if claims.held.contains(&assertion) {
            return Ok(Claim::Repeated);
        }
        let of_client = claims.clients.get(&client).copied().unwrap_or_default();
        if claims.held.len() >= self.most || of_client >= self.most.div_ceil(CLIENT_SHARE) {
            return Err(ReplayError::Full);
        }
        claims.remember(wanted.until, assertion, client);
        Ok(Claim::First)
    }

    fn claims(&self) -> MutexGuard<'_, Claims> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// 256 Ki: 600 authentications a second for the seven minutes for which the longest-lived
    /// assertions are remembered, in about 50 MB.
    pub const MOST: usize = 256 * 1024;
}

impl ReplayStore for MemoryReplayStore {
    fn claim<'a>(&'a self, wanted: SingleUse<'a>) -> BoxFuture<'a, Result<Claim, ReplayError>> {
        Box::pin(ready(self.claim_now(&wanted)))
    }
}

impl fmt::Debug for MemoryReplayStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryReplayStore")
            .field("len", &self.len())
            .field("most", &self.most)
            .finish()
    }
}

impl Claims {
    fn forget(&mut self, now: SystemTime) {
        while self
            .ends
            .peek()
            .is_some_and(|Reverse((end, ..))| *end <= now)
        {
            let Some(Reverse((_, assertion, client))) = self.ends.pop() else {
                return;
            };
            self.held.remove(&assertion);
            let last = self.clients.get_mut(&client).is_none_or(|count| {
                *count -= 1;
                *count == 0
            });
            if last {
                self.clients.remove(&client);
            }
        }
    }

    fn remember(&mut self, until: SystemTime, assertion: Hash, client: Hash) {
        self.held.insert(assertion);
        *self.clients.entry(client).or_default() += 1;
        self.ends.push(Reverse((until, assertion, client)));
    }
}

/// One client has at most this part of the whole: an eighth.
const CLIENT_SHARE: usize = 8;
